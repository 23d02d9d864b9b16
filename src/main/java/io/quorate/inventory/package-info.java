/**
 * The wanted cluster: an immutable value, its quorum and address arithmetic, its problems, and the
 * files it is read from and written to.
 */
@NullMarked
package io.quorate.inventory;

import org.jspecify.annotations.NullMarked;
