/** The rotation of keys and authorities that all masters share. */
@NullMarked
package io.quorate.recipe.keys;

import org.jspecify.annotations.NullMarked;
