/** The rotation of keys as a use case. */
@NullMarked
package io.quorate.usecase.keys;

import org.jspecify.annotations.NullMarked;
