/** Who joins or leaves a cluster: choose, see what the guard says, review, go. */
@NullMarked
package io.quorate.tui.members;

import org.jspecify.annotations.NullMarked;
