/**
 * The plans of a cluster's life (install, add, remove, rescue, repair, destroy), what each has to
 * know of the nodes first, and what it refuses. Pure.
 */
@NullMarked
package io.quorate.recipe.lifecycle;

import org.jspecify.annotations.NullMarked;
