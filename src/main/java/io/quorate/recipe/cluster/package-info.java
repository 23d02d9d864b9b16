/**
 * What is true of a live cluster: health, members, versions, settings that run; what its nodes are
 * asked for it, and the guards that need nothing more. Pure.
 */
@NullMarked
package io.quorate.recipe.cluster;

import org.jspecify.annotations.NullMarked;
