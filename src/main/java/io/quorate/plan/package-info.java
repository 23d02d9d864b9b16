/**
 * What recipes and nodes tell each other. A run before it happens: steps, operations, and the shell
 * an operation compiles to; secrets, and files that are for their owner's eyes.
 */
@NullMarked
package io.quorate.plan;

import org.jspecify.annotations.NullMarked;
