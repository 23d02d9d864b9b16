/** Reaching a node by SSH: host keys, jump hosts, logins, sudo, and programs that run there. */
@NullMarked
package io.quorate.node.ssh;

import org.jspecify.annotations.NullMarked;
