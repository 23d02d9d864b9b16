/**
 * The terminal as commands open it: its look, a pager, and what is told when there is no screen or
 * the program has failed.
 */
@NullMarked
package io.quorate.cli.screen;

import org.jspecify.annotations.NullMarked;
