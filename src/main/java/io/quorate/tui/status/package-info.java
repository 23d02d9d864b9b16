/** A live cluster at a glance: as lines for a log, and as a screen that looks again. */
@NullMarked
package io.quorate.tui.status;

import org.jspecify.annotations.NullMarked;
