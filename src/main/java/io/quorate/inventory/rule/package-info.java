/** What is wrong with a wanted cluster, whichever way it was written. */
@NullMarked
package io.quorate.inventory.rule;

import org.jspecify.annotations.NullMarked;
