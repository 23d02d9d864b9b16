/** Ansible Vault, and which names mean a secret. */
@NullMarked
package io.quorate.inventory.secret;

import org.jspecify.annotations.NullMarked;
