/** What Ansible makes of an inventory: groups, patterns, variables, and how hosts are reached. */
@NullMarked
package io.quorate.inventory.ansible;

import org.jspecify.annotations.NullMarked;
