/** What the environment's variables say of a rehearsal, and what they cannot say. */
@NullMarked
package io.quorate.usecase.environment;

import org.jspecify.annotations.NullMarked;
