/** What every recipe decides on. The recipes themselves live in the rooms below. */
@NullMarked
package io.quorate.recipe;

import org.jspecify.annotations.NullMarked;
