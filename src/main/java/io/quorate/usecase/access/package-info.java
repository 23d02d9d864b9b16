/** How SSH gets to the hosts of an inventory: its own word, and the operator's ssh_config. */
@NullMarked
package io.quorate.usecase.access;

import org.jspecify.annotations.NullMarked;
