/** The command line: one class a command. */
@NullMarked
package io.quorate.cli;

import org.jspecify.annotations.NullMarked;
