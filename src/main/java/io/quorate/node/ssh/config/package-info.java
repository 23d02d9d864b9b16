/** What ssh_config files say of a machine, and where they say it. */
@NullMarked
package io.quorate.node.ssh.config;

import org.jspecify.annotations.NullMarked;
