/** The terminal itself: Lanterna on JLine, one write a frame, keys decoded, always restored. */
@NullMarked
package io.quorate.tui.terminal;

import org.jspecify.annotations.NullMarked;
