/**
 * What is typed: the options that commands share, the texts of their help, and how what is wrong
 * with them is told.
 */
@NullMarked
package io.quorate.cli.option;

import org.jspecify.annotations.NullMarked;
