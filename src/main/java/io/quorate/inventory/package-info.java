/** The wanted cluster: an immutable value, its quorum and address arithmetic, and its problems. */
@NullMarked
package io.quorate.inventory;

import org.jspecify.annotations.NullMarked;
