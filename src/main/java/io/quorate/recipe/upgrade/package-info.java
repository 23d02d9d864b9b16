/**
 * Newer versions under running pods, and the way back: what runs, what is kept and the skew policy
 * decide the order, the order decides the plan. Pure.
 */
@NullMarked
package io.quorate.recipe.upgrade;

import org.jspecify.annotations.NullMarked;
