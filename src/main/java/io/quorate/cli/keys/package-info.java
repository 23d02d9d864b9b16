/** Certificates and keys: looked at, renewed and rotated. */
@NullMarked
package io.quorate.cli.keys;

import org.jspecify.annotations.NullMarked;
