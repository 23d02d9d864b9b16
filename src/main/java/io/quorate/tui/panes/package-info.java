/** The live panes of a run: a screen folded from its events, whoever makes them. */
@NullMarked
package io.quorate.tui.panes;

import org.jspecify.annotations.NullMarked;
