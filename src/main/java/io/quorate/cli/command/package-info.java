/**
 * What a command does with a cluster: it is named or opened, entered, and a use case is performed
 * on it.
 */
@NullMarked
package io.quorate.cli.command;

import org.jspecify.annotations.NullMarked;
