/** The authorities of a cluster, and how far another one has taken the place of each. */
@NullMarked
package io.quorate.recipe.authority;

import org.jspecify.annotations.NullMarked;
