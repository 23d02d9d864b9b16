package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.Catalogue;
import io.quorate.node.ssh.Endpoint;
import io.quorate.node.ssh.config.SshConfig;
import io.quorate.usecase.access.Endpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quorate goes where Ansible goes: the real Ansible and the real OpenSSH are the judges. */
@Tag("lab")
class AnsibleConnectionLabTest {

  private static final List<String> VARIABLES =
      List.of(
          "ansible_ssh_common_args",
          "ansible_ssh_extra_args",
          "ansible_ssh_args",
          "ansible_ssh_executable",
          "ansible_ssh_pipelining",
          "ansible_sftp_extra_args",
          "ansible_scp_extra_args",
          "ansible_ssh_private_key_file",
          "ansible_private_key_file",
          "ansible_host",
          "ansible_ssh_host",
          "ansible_port",
          "ansible_ssh_port",
          "ansible_user",
          "ansible_ssh_user",
          "ansible_password",
          "ansible_ssh_pass",
          "ansible_ssh_password",
          "ansible_become",
          "ansible_become_method",
          "ansible_become_user",
          "ansible_become_password",
          "ansible_become_exe",
          "ansible_become_flags",
          "ansible_sudo_user",
          "ansible_connection",
          "ansible_python_interpreter",
          "ansible_shell_type",
          "ansible_shell_executable",
          "ansible_host_key_checking",
          "ansible_ssh_retries",
          "ansible_timeout");

  /** Weakest first, as Ansible has it. */
  private static final List<String> LEVELS =
      List.of("all", "outer", "inner", "group_vars", "host", "host_vars");

  @TempDir Path folder;

  /** Each variable at each level, and at all weaker ones; one call of Ansible for all. */
  @Test
  void theSameLevelCounts() throws Exception {
    StringBuilder text = new StringBuilder();
    StringBuilder all = new StringBuilder("[all:vars]\n");
    for (String variable : VARIABLES) {
      all.append(variable).append("=all\n");
      for (int most = 0; most < LEVELS.size(); most++) {
        String name = variable.replace("ansible_", "") + "-" + most;
        text.append(
            "[in-%1$s]\nh-%1$s%2$s\n[out-%1$s:children]\nin-%1$s\n"
                .formatted(name, most >= 4 ? " " + variable + "=host" : ""));
        text.append(most >= 1 ? "[out-%s:vars]\n%s=outer\n".formatted(name, variable) : "");
        text.append(most >= 2 ? "[in-%s:vars]\n%s=inner\n".formatted(name, variable) : "");
        if (most >= 3) {
          write("group_vars/in-" + name + ".yml", variable + ": group_vars\n");
        }
        if (most >= 5) {
          write("host_vars/h-" + name + ".yml", variable + ": host_vars\n");
        }
      }
    }
    Path file = write("hosts", text.toString() + all);
    AnsibleInventoryLabTest.assertAgreement(file);
    var ansible = AnsibleInventory.of(file);
    for (String variable : VARIABLES) {
      for (int most = 0; most < LEVELS.size(); most++) {
        String host = "h-" + variable.replace("ansible_", "") + "-" + most;
        assertThat(ansible.variablesOf(host).get(variable).asText())
            .as(host)
            .isEqualTo(LEVELS.get(most));
      }
    }
  }

  /** What Ansible starts is ssh -G, which says where it would go, and goes nowhere. */
  @Test
  void theSameMachineIsReached() throws Exception {
    String hosts =
        """
        [k8s_masters]
        h1 ansible_host=10.9.0.1
        h2 ansible_host=10.9.0.2 ansible_user=weak ansible_port=24
        h3 ansible_host=10.9.0.3 ansible_ssh_common_args='-J j@b:24'
        h4 ansible_host=10.9.0.4 ansible_ssh_common_args='-o Port=25 -l args' ansible_port=26
        h5 ansible_host=10.9.0.5 ansible_ssh_args='-o Port=25 -l args' ansible_port=26
        h6 ansible_host=10.9.0.6 ansible_ssh_extra_args='-o ProxyJump=c@d'
        h7 ansible_host=10.9.0.99 ansible_ssh_host=10.9.0.7
        [k8s_workers]
        h8 ansible_host=10.9.0.8 ansible_ssh_common_args=
        h9 ansible_host=10.9.0.9 ansible_private_key_file=/weak ansible_ssh_private_key_file=/k
        [inner]
        h10 ansible_host=10.9.0.10
        h11 ansible_host=10.9.0.11 ansible_ssh_args='-J first@hop'
        h12 ansible_host=10.9.0.12 ansible_ssh_common_args='-o IdentityFile=/args -p 30'
        [outer:children]
        inner
        [k8s_workers:children]
        outer
        [inner:vars]
        ansible_ssh_common_args=-o ProxyCommand="ssh -W %h:%p x@y"
        [outer:vars]
        ansible_ssh_common_args=-J nobody@nowhere
        ansible_ssh_port=27
        [all:vars]
        ansible_become=true
        ansible_ssh_user=strong
        ansible_ssh_common_args=-J every@where
        etcd_initial_token=sample-only-7f3k9q2m5x8w1z4v6b0n
        """;
    Path file = write("hosts", hosts);
    write("host_vars/h12.yml", "ansible_ssh_user: host\n");
    Inventory inventory =
        Objects.requireNonNull(Forms.read(Source.of(file), Catalogue.load()).inventory());
    Map<String, String> ours = new TreeMap<>();
    for (Endpoint endpoint : Endpoints.of(inventory, SshConfig.none())) {
      ours.put(endpoint.host(), words(endpoint));
    }
    assertThat(ours).isEqualTo(ofAnsible(file));
  }

  private static String words(Endpoint endpoint) {
    Endpoint jump = endpoint.jump();
    return endpoint.address()
        + (endpoint.keyFile() == null ? "" : " key " + endpoint.keyFile())
        + (jump == null ? "" : " through " + jump.address());
  }

  private Map<String, String> ofAnsible(Path file) throws Exception {
    Path answers = Files.createDirectory(folder.resolve("answers"));
    Path ssh = write("ssh", "#!/bin/sh\nexec ssh -F none -G \"$@\" >" + answers + "/$$\n");
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> environment = new HashMap<>(AnsibleInventory.environment());
    environment.put("ANSIBLE_SSH_EXECUTABLE", ssh.toString());
    environment.put("ANSIBLE_HOME", folder.resolve("ansible").toString());
    Commands.Result raw;
    try {
      raw =
          Commands.run(
              Limits.SOON,
              environment,
              List.of("ansible", "-i", file.toString(), "all", "-m", "raw", "-a", "true"));
    } catch (AssertionError e) {
      throw new AssertionError("Ansible is needed here, of the package ansible-core", e);
    }
    raw.orFail();
    Map<String, String> reached = new TreeMap<>();
    try (var files = Files.list(answers)) {
      for (Path answer : files.toList()) {
        Map<String, List<String>> said = new HashMap<>();
        for (String line : Files.readAllLines(answer)) {
          String[] words = line.split(" ", 2);
          said.computeIfAbsent(words[0], w -> new ArrayList<>()).add(words[words.length - 1]);
        }
        reached.put(one(said, "hostname"), words(said));
      }
    }
    return reached;
  }

  private static String words(Map<String, List<String>> said) {
    List<String> keys =
        said.getOrDefault("identityfile", List.of()).stream()
            .filter(key -> key.startsWith("/"))
            .toList();
    String jump = one(said, "proxyjump");
    String command = one(said, "proxycommand");
    String way = command.isEmpty() ? jump : command.substring(command.lastIndexOf(' ') + 1);
    return one(said, "user")
        + "@"
        + one(said, "hostname")
        + ":"
        + one(said, "port")
        + (keys.isEmpty() ? "" : " key " + keys.getFirst())
        + (way.isEmpty() ? "" : " through " + way + (way.contains(":") ? "" : ":22"));
  }

  private static String one(Map<String, List<String>> said, String name) {
    return said.getOrDefault(name, List.of("")).getFirst();
  }

  private Path write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
