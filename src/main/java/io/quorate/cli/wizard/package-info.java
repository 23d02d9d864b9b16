/**
 * The wizards, opened on a screen or in lines: from the menu, and from a command that was given
 * without what it needs.
 */
@NullMarked
package io.quorate.cli.wizard;

import org.jspecify.annotations.NullMarked;
