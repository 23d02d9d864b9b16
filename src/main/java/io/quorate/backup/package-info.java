/**
 * A backup as a value: one archive, whose manifest anybody can read and whose contents only the key
 * opens. Knows no cluster and no node.
 */
@NullMarked
package io.quorate.backup;

import org.jspecify.annotations.NullMarked;
