/** Backups: made, copied, listed, verified and restored. */
@NullMarked
package io.quorate.cli.backup;

import org.jspecify.annotations.NullMarked;
