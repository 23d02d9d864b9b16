package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Severity;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Reading;
import io.quorate.node.ssh.Endpoint;
import io.quorate.node.ssh.config.SshConfig;
import io.quorate.usecase.access.Endpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No variable for connecting is lost: it is honored, or said at its place, wherever it stands. */
class ConnectionVariablesTest {
  private static final String TOKEN = "sample-only-7f3k9q2m5x8w1z4v6b0n";
  private static final List<String> LEVELS =
      List.of("host", "group", "child", "all", "group_vars", "host_vars");

  @TempDir Path folder;

  /** An inventory with one variable at one level; the reading of it. */
  private Reading read(boolean ini, Map<String, Map<String, String>> levels) throws Exception {
    Path own = Files.createTempDirectory(folder, "case");
    for (var level : levels.entrySet()) {
      if (level.getKey().endsWith("_vars")) {
        String name = level.getKey().equals("group_vars") ? "inner" : "node-1";
        StringBuilder text = new StringBuilder();
        level
            .getValue()
            .forEach((k, v) -> text.append(k).append(": ").append(yaml(v)).append('\n'));
        Path file = own.resolve(level.getKey()).resolve(name + ".yml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
    }
    Path file = own.resolve(ini ? "hosts" : "hosts.yaml");
    Files.writeString(file, ini ? ini(levels) : yaml(levels));
    return Forms.read(Source.of(file), Catalogue.load());
  }

  private static String ini(Map<String, Map<String, String>> levels) {
    StringBuilder text = new StringBuilder("[inner]\nnode-1");
    if (!levels.containsKey("no address")) {
      text.append(" ansible_host=10.9.0.1");
    }
    of(levels, "host")
        .forEach((k, v) -> text.append(" '").append(k).append('=').append(v).append('\''));
    text.append("\n[outer:children]\ninner\n[k8s_masters]\nnode-1\nnode-2 ansible_host=10.9.0.2\n");
    text.append("node-3 ansible_host=10.9.0.3\n[k8s_workers]\nnode-1\n");
    vars("all", of(levels, "all"), text);
    text.append("etcd_initial_token=" + TOKEN + "\n");
    vars("outer", of(levels, "group"), text);
    vars("inner", of(levels, "child"), text);
    return text.toString();
  }

  private static void vars(String group, Map<String, String> variables, StringBuilder text) {
    text.append('[').append(group).append(":vars]\n");
    variables.forEach((k, v) -> text.append(k).append('=').append(v).append('\n'));
  }

  private static String yaml(Map<String, Map<String, String>> levels) {
    Map<String, String> all = new LinkedHashMap<>(of(levels, "all"));
    all.put("etcd_initial_token", TOKEN);
    Map<String, String> host = new LinkedHashMap<>();
    if (!levels.containsKey("no address")) {
      host.put("ansible_host", "10.9.0.1");
    }
    host.putAll(of(levels, "host"));
    return """
        all:
          vars: %s
          hosts:
            node-1: %s
            node-2: {ansible_host: 10.9.0.2}
            node-3: {ansible_host: 10.9.0.3}
          children:
            k8s_masters: {hosts: {node-1: , node-2: , node-3: }}
            k8s_workers: {hosts: {node-1: }}
            outer:
              vars: %s
              children:
                inner: {vars: %s, hosts: {node-1: }}
        """
        .formatted(flow(all), flow(host), flow(of(levels, "group")), flow(of(levels, "child")));
  }

  private static Map<String, String> of(Map<String, Map<String, String>> levels, String level) {
    return levels.getOrDefault(level, Map.of());
  }

  private static String flow(Map<String, String> variables) {
    List<String> pairs = new ArrayList<>();
    variables.forEach((k, v) -> pairs.add(k + ": " + yaml(v)));
    return "{" + String.join(", ", pairs) + "}";
  }

  private static String yaml(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private static Endpoint endpoint(Reading reading) {
    Inventory inventory = Objects.requireNonNull(reading.inventory());
    return Endpoints.of(inventory, SshConfig.none()).stream()
        .filter(e -> e.name().equals("node-1"))
        .findFirst()
        .orElseThrow();
  }

  /** Host, user, port, key and the way, in words. */
  private static String words(Endpoint endpoint) {
    Endpoint jump = endpoint.jump();
    return endpoint.address()
        + (endpoint.keyFile() == null ? "" : " key " + endpoint.keyFile())
        + (endpoint.become() ? " sudo" : "")
        + (jump == null ? "" : " through " + jump.address());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ansible_host                 | 10.9.0.7             | root@10.9.0.7:22
          ansible_ssh_host             | 10.9.0.7             | root@10.9.0.7:22
          ansible_port                 | 23                   | root@10.9.0.1:23
          ansible_ssh_port             | 23                   | root@10.9.0.1:23
          ansible_user                 | ops                  | ops@10.9.0.1:22
          ansible_ssh_user             | ops                  | ops@10.9.0.1:22
          ansible_ssh_private_key_file | /k                   | root@10.9.0.1:22 key /k
          ansible_private_key_file     | /k                   | root@10.9.0.1:22 key /k
          jump_host                    | j@b:24               | root@10.9.0.1:22 through j@b:24
          ansible_ssh_common_args      | -o ProxyJump=j@b:24  | root@10.9.0.1:22 through j@b:24
          ansible_ssh_extra_args       | -J j@b:24            | root@10.9.0.1:22 through j@b:24
          ansible_ssh_args             | -oProxyCommand="ssh -W %h:%p -p 24 j@b" | root@10.9.0.1:22 through j@b:24
          ansible_ssh_common_args      | -o Port=23           | root@10.9.0.1:23
          ansible_ssh_args             | -l ops               | ops@10.9.0.1:22
          ansible_ssh_extra_args       | -i /k                | root@10.9.0.1:22 key /k
          """)
  void isHonoredAtEveryLevel(String name, String value, String expected) throws Exception {
    for (boolean ini : List.of(true, false)) {
      for (String level : LEVELS) {
        boolean address = name.endsWith("_host") && name.startsWith("ansible");
        if (address && level.equals("all")) {
          continue;
        }
        Map<String, Map<String, String>> levels = new LinkedHashMap<>();
        levels.put(level, Map.of(name, value));
        if (address) {
          levels.put("no address", Map.of());
        }
        Reading reading = read(ini, levels);
        String where = name + " at " + level + (ini ? " in INI" : " in YAML");
        assertThat(reading.problems()).as(where).noneMatch(Problem::isError);
        assertThat(words(endpoint(reading))).as(where).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ansible_connection            | local                       | ERROR
          ansible_connection            | community.docker.docker     | ERROR
          ansible_shell_type            | powershell                  | ERROR
          ansible_shell_type            | fish                        | NOTE
          ansible_become_method         | su                          | NOTE
          ansible_become_user           | ops                         | NOTE
          ansible_become_exe            | /opt/dzdo                   | NOTE
          ansible_become_exe            | /usr/local/bin/sudo         | NOTE
          ansible_become_flags          | -u ops                      | NOTE
          ansible_sudo_user             | ops                         | NOTE
          ansible_sudo_exe              | /opt/dzdo                   | NOTE
          ansible_sudo_flags            | -i                          | NOTE
          ansible_sudo                  | yes                         | WARNING
          ansible_su_user               | ops                         | NOTE
          ansible_password              | sample-only                 | WARNING
          ansible_ssh_pass              | sample-only                 | WARNING
          ansible_ssh_password          | sample-only                 | WARNING
          ansible_become_pass           | sample-only                 | WARNING
          ansible_become_password       | sample-only                 | WARNING
          ansible_sudo_pass             | sample-only                 | WARNING
          ansible_ssh_private_key       | sample-only                 | WARNING
          ansible_ssh_private_key_passphrase | sample-only            | WARNING
          ansible_python_interpreter    | /usr/bin/python3            | NOTE
          ansible_pipelining            | true                        | NOTE
          ansible_ssh_pipelining        | true                        | NOTE
          ansible_sftp_extra_args       | -o X=y                      | NOTE
          ansible_scp_extra_args        | -o X=y                      | NOTE
          ansible_shell_executable      | /bin/dash                   | NOTE
          ansible_ssh_retries           | 3                           | NOTE
          ansible_timeout               | 30                          | NOTE
          ansible_ssh_timeout           | 30                          | NOTE
          ansible_remote_tmp            | /tmp/x                      | NOTE
          ansible_control_path          | /tmp/x                      | NOTE
          ansible_host_key_checking     | false                       | NOTE
          ansible_ssh_host_key_checking | no                          | NOTE
          ansible_ssh_pkcs11_provider   | /usr/lib/p11.so             | WARNING
          ansible_ssh_executable        | /usr/bin/ssh                | NOTE
          ansible_ssh_executable        | /opt/bin/through-the-vpn    | ERROR
          ansible_paramiko_unheard_of   | x                           | WARNING
          ansible_ssh_args              | -C -o ControlPersist=60s    | NOTE
          ansible_ssh_common_args       | -o StrictHostKeyChecking=no | NOTE
          ansible_ssh_common_args       | -o ConnectTimeout=3         | NOTE
          ansible_ssh_common_args       | -o BindAddress=10.0.0.5     | WARNING
          ansible_ssh_common_args       | -o HostName=10.0.0.5        | ERROR
          ansible_ssh_common_args       | -F ssh.cfg                  | ERROR
          ansible_ssh_extra_args        | -o ProxyCommand="nc -x p:3128 %h %p" | ERROR
          ansible_ssh_common_args       | {{ jump }}                  | ERROR
          ansible_ssh_common_args       | -o "ProxyJump=b             | ERROR
          ansible_ssh_common_args       | -o ProxyCommand="ssh -i /k -W %h:%p j@b" | WARNING
          ansible_ssh_common_args       | -J b                        | NOTE
          """)
  void isSaidAtEveryLevel(String name, String value, Severity severity) throws Exception {
    for (boolean ini : List.of(true, false)) {
      for (String level : LEVELS) {
        Reading reading = read(ini, Map.of(level, Map.of(name, value)));
        String where = name + " at " + level + (ini ? " in INI" : " in YAML");
        assertThat(reading.problems())
            .as(where)
            .anySatisfy(
                problem -> {
                  assertThat(problem.severity()).isEqualTo(severity);
                  assertThat(problem.field()).endsWith(name);
                  assertThat(problem.place()).isNotNull();
                  assertThat(problem.remedy()).isNotEmpty();
                });
      }
    }
  }

  /** Where sudo is used, how and as whom matters. */
  @ParameterizedTest
  @CsvSource({
    "ansible_become_method,su",
    "ansible_become_user,ops",
    "ansible_sudo_user,ops",
    "ansible_become_exe,/opt/dzdo",
    "ansible_become_flags,-H -u ops",
    "ansible_become_flags,--user=ops"
  })
  void isRefusedWhereRunsWouldBeSomebodyElses(String name, String value) throws Exception {
    for (String level : LEVELS) {
      Map<String, Map<String, String>> levels = new LinkedHashMap<>();
      levels.put("all", new LinkedHashMap<>(Map.of("ansible_become", "true")));
      levels.computeIfAbsent(level, l -> new LinkedHashMap<>()).put(name, value);
      assertThat(read(false, levels).problems())
          .as(name + " at " + level)
          .anyMatch(p -> p.isError() && p.field().endsWith(name));
    }
  }

  @Test
  void saysNothingOfWhatQuorateDoesAnyway() throws Exception {
    Map<String, String> usual = new LinkedHashMap<>();
    usual.put("ansible_connection", "ssh");
    usual.put("ansible_become", "true");
    usual.put("ansible_become_method", "sudo");
    usual.put("ansible_become_user", "root");
    usual.put("ansible_become_exe", "sudo");
    usual.put("ansible_become_flags", "-H -S -n");
    usual.put("ansible_host_key_checking", "true");
    usual.put("ansible_group_priority", "3");
    assertThat(read(false, Map.of("all", usual)).problems())
        .filteredOn(p -> p.field().startsWith("ansible") || p.field().startsWith("hosts"))
        .isEmpty();
  }

  /** Once a person has said the way, whatever else leads there is no mistake. */
  @Test
  void ourOwnSettingDecides() throws Exception {
    Map<String, String> decided =
        Map.of("ansible_ssh_common_args", "-F ssh.cfg", "jump_host", "none");
    for (String level : LEVELS) {
      Reading reading = read(false, Map.of(level, decided));
      assertThat(reading.problems()).as(level).noneMatch(Problem::isError);
      assertThat(words(endpoint(reading))).as(level).isEqualTo("root@10.9.0.1:22");
    }
    Reading weaker =
        read(
            false,
            Map.of(
                "all", Map.of("jump_host", "j@b"),
                "host", Map.of("ansible_ssh_common_args", "-F ssh.cfg")));
    assertThat(weaker.problems()).anyMatch(Problem::isError);
  }

  /** Ansible takes the last of a plugin's names, wherever it stands, and says nothing. */
  @Test
  void theNameThatGoesBeforeTheOtherCounts() throws Exception {
    Reading reading =
        read(
            true,
            Map.of(
                "all", Map.of("ansible_ssh_user", "strong", "ansible_ssh_port", "23"),
                "host", Map.of("ansible_user", "weak", "ansible_port", "24")));
    assertThat(words(endpoint(reading))).isEqualTo("strong@10.9.0.1:23");
    assertThat(reading.problems())
        .filteredOn(p -> p.severity() == Severity.WARNING)
        .extracting(Problem::what)
        .anyMatch(w -> w.startsWith("\"ansible_user\" has no effect: ansible_ssh_user goes before"))
        .anyMatch(w -> w.startsWith("\"ansible_port\" has no effect: ansible_ssh_port goes"));
  }

  @Test
  void variablesStandBetweenTheArguments() throws Exception {
    Map<String, String> variables =
        Map.of(
            "ansible_user", "named",
            "ansible_port", "23",
            "ansible_ssh_args", "-o Port=24",
            "ansible_ssh_common_args", "-o Port=25 -o User=ops");
    Reading reading = read(false, Map.of("host", variables));
    assertThat(words(endpoint(reading))).isEqualTo("named@10.9.0.1:24");
    assertThat(reading.problems())
        .anyMatch(p -> p.what().startsWith("The user ops has no effect: ansible_user goes before"));
  }

  /** What a host's arguments no longer say is not inherited from those of all. */
  @Test
  void argumentsReplaceOthersAsAWhole() throws Exception {
    Reading reading =
        read(
            false,
            Map.of(
                "all", Map.of("ansible_ssh_common_args", "-l ops -p 23 -J j@b:24"),
                "host", Map.of("ansible_ssh_common_args", "-C")));
    assertThat(words(endpoint(reading))).isEqualTo("root@10.9.0.1:22");
  }
}
