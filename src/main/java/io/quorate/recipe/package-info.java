/** What each component needs: inventory and facts in, steps out. Pure. */
@NullMarked
package io.quorate.recipe;

import org.jspecify.annotations.NullMarked;
