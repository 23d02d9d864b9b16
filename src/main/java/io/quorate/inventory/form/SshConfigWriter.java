package io.quorate.inventory.form;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Role;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How each host is reached, as ssh_config(5) has it: a file for an Include line. */
final class SshConfigWriter {
  private final Inventory inventory;
  private final LeftOut leftOut;
  private final StringBuilder out = new StringBuilder();

  private SshConfigWriter(Inventory inventory) {
    this.inventory = inventory;
    this.leftOut = new LeftOut(inventory);
  }

  static Rendering write(Inventory inventory) {
    return new SshConfigWriter(inventory).rendering();
  }

  private Rendering rendering() {
    leftOut.say(CLUSTER_NAME, JUMP_HOST);
    leftOut.sayWaysToHosts();
    inventory.hosts().forEach(this::host);
    String head =
        "# The hosts of the cluster "
            + inventory.clusterName()
            + ". In ~/.ssh/config, before any Host line:\n#   Include THIS-FILE\n";
    return new Rendering(head + leftOut.comment("#") + out, leftOut.phrases(), false);
  }

  private void host(Host host) {
    Access access = inventory.access();
    out.append("\nHost ").append(word(host.name())).append('\n');
    line("HostName", tokens(host.address()));
    line("User", access.userOf(host));
    line("Port", String.valueOf(access.portOf(host)));
    keyFile(host, access.keyFileOf(host));
    String jumpHost = host.jumpHost() == null ? access.jumpHost() : host.jumpHost();
    if (jumpHost != null) {
      line("ProxyJump", JumpHost.withUsers(jumpHost, access));
    }
    leftOut.add("roles of " + host.name() + ": " + roles(host));
    if (host.privateAddress() != null) {
      leftOut.add("private_address of " + host.name() + ": " + host.privateAddress());
    }
    leftOut.addMarks(host);
  }

  private static String roles(Host host) {
    return host.roles().stream().sorted().map(Role::word).collect(Collectors.joining(", "));
  }

  /** OpenSSH fills in {@code ${NAME}} in a file's name, and nothing takes that meaning away. */
  private void keyFile(Host host, @Nullable String file) {
    if (file != null && file.contains("${")) {
      leftOut.add("ansible_ssh_private_key_file of " + host.name() + ": its name holds \"${\"");
    } else if (file != null) {
      line("IdentityFile", tokens(file));
    }
  }

  private void line(String keyword, String value) {
    out.append("  ").append(keyword).append(' ').append(word(value)).append('\n');
  }

  /** A percent sign begins a token that OpenSSH would fill in. */
  private static String tokens(String text) {
    return text.replace("%", "%%");
  }

  private static String word(String text) {
    boolean plain =
        text.chars().allMatch(c -> c > ' ' && c != '"' && c != '\'' && c != '\\' && c != '#');
    return plain && !text.isEmpty()
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
