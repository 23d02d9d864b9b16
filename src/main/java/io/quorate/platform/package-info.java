/**
 * Where the world varies: pods' networks and what else a node may have in one way or another. Each
 * kind is one class, its assets, its line in a registry and its tests; what a recipe does with it
 * is the same for all.
 */
@NullMarked
package io.quorate.platform;

import org.jspecify.annotations.NullMarked;
