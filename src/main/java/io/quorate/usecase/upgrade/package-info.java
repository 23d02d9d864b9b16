/** Newer versions for a cluster that runs, and the way back. */
@NullMarked
package io.quorate.usecase.upgrade;

import org.jspecify.annotations.NullMarked;
