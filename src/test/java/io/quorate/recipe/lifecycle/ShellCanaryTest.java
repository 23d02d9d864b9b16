package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Shell;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.cluster.ReadBack;
import io.quorate.recipe.cluster.StatusProbe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No value of an inventory reaches a shell unquoted. Text that a shell would act on stands in each
 * field in turn; either it is refused, or it is nothing but text in all that is compiled: an
 * install, a destruction, a repair, and the looks of all journeys.
 */
class ShellCanaryTest {

  private static final String CANARY = "CANARY";

  private static final String MARK = "0123456789abcdef";
  private static final String ADDRESS = "ansible_host: 10.9.0.1";
  private static final String TOKEN = "etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n";

  /** In how many ways a text can be in a setting's value. */
  private static final int WAYS = 3;

  private static final String SHA256 = "ab".repeat(32);

  /** Each makes a file without needing any program, wherever a shell reads it as more than text. */
  private static final List<String> PAYLOADS =
      List.of(
          "'; : > CANARY; '",
          "\"; : > CANARY; \"",
          "$(: > CANARY)",
          "`: > CANARY`",
          "; : > CANARY; #",
          "& : > CANARY;",
          "| : > CANARY;",
          "x\n: > CANARY\n",
          "--flag=$(: > CANARY)",
          "--flag=; : > CANARY; #",
          "--flag='; : > CANARY; '",
          "http://mirror/;:>CANARY",
          "/srv/$(:>CANARY)",
          "{{ lookup('pipe', ': > CANARY') }}");

  /** A library that runs nothing: it says what it was called with. */
  private static final String STUBS =
      """
      q_operation() { shift; printf '%s\\0' "$@"; }
      q_frame() { :; }
      q_clean() { :; }
      q_stats_of() { :; }
      q_sums_of() { :; }
      q_records_of() { :; }
      q_units_of() { :; }
      """;

  /** What else has to be said so that all that a setting could be in is there. */
  private static final List<String> SURROUNDINGS =
      List.of(
          "kube_proxy_mode: ipvs",
          "container_runtime: docker, cni: routed, ansible_user: ops, ansible_become: true");

  @TempDir private Path sandbox;

  /** The ways in which a text can be a setting's value. */
  private static List<String> values(Setting setting, String text) {
    return switch (setting.kind()) {
      case LIST -> List.of("[" + text + "]");
      case PORTS -> List.of("[" + text + "]", "[{name: " + text + ", port: 81}]");
      case MAP ->
          List.of("{A: " + text + "}", "{" + text + ": b}", "{" + text + ": " + SHA256 + "}");
      case TREE -> List.of("{a: " + text + ", " + text + ": b, c: [{d: " + text + "}]}");
      default -> List.of(text);
    };
  }

  /** An inventory that is good but for one variable, of the cluster or of a host. */
  private static String inventory(
      String surroundings, String name, String clusters, String hosts, String address) {
    String token = clusters.startsWith("etcd_initial_token") ? "" : TOKEN;
    return """
        all:
          vars: {%s}
          hosts:
            %s: {%s}
            node-2: {ansible_host: 10.9.0.2}
          children:
            k8s_masters: {hosts: {%s: }}
            k8s_workers: {hosts: {%s: , node-2: }}
        """
        .formatted(
            Stream.of(token, surroundings(surroundings, clusters), clusters)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", ")),
            name,
            Stream.of(address, hosts)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", ")),
            name,
            name);
  }

  private static String surroundings(String all, String clusters) {
    String key = clusters.replaceFirst(":.*", "");
    return Stream.of(all.split(", "))
        .filter(one -> !one.startsWith(key + ":"))
        .collect(Collectors.joining(", "));
  }

  /** A payload as YAML. */
  private static String quoted(String payload) {
    return "\"" + payload.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static @Nullable Inventory accepted(String text) {
    Reading reading = InventoryFile.parse(text, "f.yaml", Catalogue.load());
    return InventoryLoader.judge(reading, Occasion.FIRST_INSTALL, LocalDate.of(2026, 11, 23))
        .inventory();
  }

  /** The variables that may hold a text, of those in a way of being written. */
  private static List<String> variables(
      String text, int way, Predicate<Setting> which, Predicate<String> accepted) {
    List<String> all = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      List<String> values = which.test(setting) ? values(setting, text) : List.of();
      if (way < values.size()) {
        String variable = setting.key() + ": " + values.get(way);
        if (accepted.test(variable)) {
          all.add(variable);
        }
      }
    }
    return all;
  }

  @Test
  void aValueIsTextToEveryShell() throws Exception {
    int found = 0;
    for (int i = 0; i < PAYLOADS.size(); i++) {
      String surroundings = SURROUNDINGS.get(i % SURROUNDINGS.size());
      String text = quoted(PAYLOADS.get(i));
      assertThat(accepted(inventory(surroundings, text, "", "", ADDRESS))).isNull();
      for (int way = 0; way < WAYS; way++) {
        found += judge(surroundings, text, way);
      }
    }
    // Flags, configuration files and environments take any text; all else is refused.
    assertThat(found).isGreaterThan(50);
  }

  private int judge(String surroundings, String text, int way) throws Exception {
    List<String> clusters =
        variables(
            text,
            way,
            setting -> setting.group() != Setting.Group.HOST,
            one -> accepted(inventory(surroundings, "node-1", one, "", ADDRESS)) != null);
    List<String> hosts =
        variables(
            text,
            way,
            Setting::perHost,
            one -> {
              String address = one.startsWith("ansible_host") ? "" : ADDRESS;
              return accepted(inventory(surroundings, "node-1", "", one, address)) != null;
            });
    if (clusters.isEmpty() && hosts.isEmpty()) {
      return 0;
    }
    String all =
        inventory(
            surroundings, "node-1", String.join(", ", clusters), String.join(", ", hosts), ADDRESS);
    return judge(Objects.requireNonNull(accepted(all), all), all);
  }

  /** How many steps the text is in. */
  private int judge(Inventory inventory, String text) throws Exception {
    int found = 0;
    for (Step step : steps(Fixtures.context(inventory))) {
      String program = Shell.program(step.operations(), Mode.APPLY, MARK);
      if (program.contains(CANARY)) {
        found++;
        runsNothing(program, step.operations(), text);
        step.operations().forEach(operation -> isNoScript(operation, text));
      }
    }
    looks(inventory).forEach(look -> assertThat(look).as(text).doesNotContain(CANARY));
    return found;
  }

  /** What an install does, and what takes back or mends what it did. */
  private static List<Step> steps(Context context) {
    List<Step> steps = new ArrayList<>(InstallPlan.of(context).steps());
    steps.addAll(DestroyPlan.of(context, false).steps());
    Host worker = context.hosts().getLast();
    Machine machine = Machine.like(worker);
    machine.records = Map.of("manifest", "");
    Map<String, NodeFacts> nodes = new HashMap<>(context.facts().nodes());
    nodes.put(worker.name(), machine.facts());
    steps.addAll(
        NetworkRepairPlan.of(
                Fixtures.context(context.inventory(), nodes), worker, Duration.ofMinutes(1))
            .steps());
    return steps;
  }

  /** The scripts that look at nodes, of all journeys. */
  private static List<String> looks(Inventory inventory) {
    return Stream.of(
            LiveProbe.requests(inventory),
            StatusProbe.withVersions(inventory),
            DestroyProbe.requests(inventory),
            RescueGuard.requests(inventory),
            Map.of("node-1", ReadBack.request(inventory.masters().getFirst())))
        .flatMap(requests -> requests.values().stream())
        .flatMap(request -> request.scripts().values().stream())
        .toList();
  }

  /** The real shell reads the program's words, and each is what it was before it was quoted. */
  private void runsNothing(String program, List<Operation> operations, String inventory)
      throws Exception {
    String own = program.substring(program.indexOf("\nq_mode="));
    ProcessBuilder shell = new ProcessBuilder("/bin/sh").directory(sandbox.toFile());
    shell.environment().put("PATH", "");
    Process process = shell.redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write((STUBS + own).getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();

    assertThat(sandbox).as(inventory).isEmptyDirectory();
    List<String> words = List.of(said.split("\0", -1));
    for (Operation operation : operations) {
      if (operation instanceof WriteFile file) {
        assertThat(words).as(inventory).contains(file.content().text().reveal());
      }
    }
  }

  /** Values reach scripts as variables, and no file that a shell runs is made of them. */
  private static void isNoScript(Operation operation, String inventory) {
    List<String> scripts =
        switch (operation) {
          case Script script -> List.of(script.check(), script.apply());
          case WaitFor wait -> List.of(wait.condition());
          case Verify verify -> List.of(verify.condition());
          case WriteFile file when file.content().text().reveal().startsWith("#!") ->
              List.of(file.content().text().reveal());
          case WriteFile file when file.path().startsWith("/etc/cron") ->
              List.of(file.content().text().reveal());
          case WriteFile file ->
              file.content()
                  .text()
                  .reveal()
                  .lines()
                  .filter(line -> line.contains("sh -c"))
                  .toList();
          default -> List.of();
        };
    assertThat(scripts).as(inventory).noneMatch(script -> script.contains(CANARY));
  }
}
