/**
 * Commands that change which nodes a cluster has, what runs on them, or whether it is there at all.
 */
@NullMarked
package io.quorate.cli.journey;

import org.jspecify.annotations.NullMarked;
