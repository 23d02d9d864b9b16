/** Reaching a node: SSH, host keys, jump hosts, sudo, and the rehearsal node. */
@NullMarked
package io.quorate.node;

import org.jspecify.annotations.NullMarked;
