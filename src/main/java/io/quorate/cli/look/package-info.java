/** Commands that look at a cluster, and change nothing. */
@NullMarked
package io.quorate.cli.look;

import org.jspecify.annotations.NullMarked;
