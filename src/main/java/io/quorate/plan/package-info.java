/** A run before it happens: steps, operations, and the shell an operation compiles to. */
@NullMarked
package io.quorate.plan;

import org.jspecify.annotations.NullMarked;
