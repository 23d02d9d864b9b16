package io.quorate.inventory.form;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Role;
import io.quorate.inventory.ShellWords;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.setting.Setting;
import io.quorate.plan.Secrets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ansible's INI: it can say everything, in one line a host and one a setting. */
final class IniWriter {
  private static final String HEAD =
      """
      # The wanted cluster. Quorate reads it, and so does Ansible:
      #   quorate install -i FILE        ansible -i FILE all -m ping
      # It holds the token of etcd: keep it readable for its owner only.
      """;

  private final StringBuilder out = new StringBuilder(HEAD);

  private final Access access;

  private IniWriter(Access access) {
    this.access = access;
  }

  static Rendering write(Inventory inventory) {
    IniWriter writer = new IniWriter(inventory.access());
    inventory.hosts().forEach(writer::host);
    writer.group(Role.MASTERS, inventory.masters());
    writer.group(Role.WORKERS, inventory.workers());
    writer.out.append("\n[all:vars]\n");
    InventoryFile.settings(inventory).forEach(writer::setting);
    return new Rendering(writer.out.toString(), List.of(), true);
  }

  private void host(Host host) {
    out.append(ShellWords.quote(host.name()));
    Setting.ofHosts().forEach(setting -> variable(setting, setting.valueIn(host)));
    if (host.jumpHost() != null) {
      variable(JumpHost.COMMON_ARGS, JumpHost.forAnsible(host.jumpHost(), access));
    }
    out.append('\n');
  }

  private void variable(Setting setting, @Nullable Object value) {
    if (value != null) {
      variable(setting.key(), value);
    }
  }

  private void variable(String key, Object value) {
    out.append(' ').append(ShellWords.quote(key + "=" + PythonText.value(value)));
  }

  private void group(String name, List<Host> hosts) {
    out.append("\n[").append(name).append("]\n");
    hosts.forEach(host -> out.append(ShellWords.quote(host.name())).append('\n'));
  }

  private void setting(Setting setting, Object value) {
    line(setting.key(), value);
    if (setting == Setting.JUMP_HOST) {
      out.append("# The same for Ansible:\n");
      line(JumpHost.COMMON_ARGS, JumpHost.forAnsible(String.valueOf(value), access));
    }
  }

  private void line(String key, Object value) {
    out.append(key).append('=').append(PythonText.value(Secrets.revealed(value))).append('\n');
  }
}
