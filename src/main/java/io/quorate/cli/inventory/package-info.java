/** {@code quorate inventory} and what stands below it: the file that describes a cluster. */
@NullMarked
package io.quorate.cli.inventory;

import org.jspecify.annotations.NullMarked;
