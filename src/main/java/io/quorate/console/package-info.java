/** The same wizard and the same run as plain lines. */
@NullMarked
package io.quorate.console;

import org.jspecify.annotations.NullMarked;
