/**
 * What other installers have clusters described in: files that are a cluster by themselves, with
 * their hosts, and not Ansible's groups.
 */
@NullMarked
package io.quorate.inventory.installer;

import org.jspecify.annotations.NullMarked;
