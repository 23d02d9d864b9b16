/** The rotation of the key with which API servers encrypt what they put into etcd. */
@NullMarked
package io.quorate.recipe.keys;

import org.jspecify.annotations.NullMarked;
