/**
 * Whether these machines can take a cluster, or the cluster these machines: what they are asked,
 * and what is found in the answers. Pure.
 */
@NullMarked
package io.quorate.recipe.preflight;

import org.jspecify.annotations.NullMarked;
