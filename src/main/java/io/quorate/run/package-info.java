/** The vocabulary of a run: its events and the state folded from them. */
@NullMarked
package io.quorate.run;

import org.jspecify.annotations.NullMarked;
