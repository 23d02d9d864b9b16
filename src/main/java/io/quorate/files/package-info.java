/** Files on the operator's machine that are for its owner's eyes. */
@NullMarked
package io.quorate.files;

import org.jspecify.annotations.NullMarked;
