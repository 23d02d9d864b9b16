/** The terminal, the screen loop, widgets, wizard pages and the live panes. */
@NullMarked
package io.quorate.tui;

import org.jspecify.annotations.NullMarked;
