package io.quorate.terminal;

import static io.quorate.terminal.Rehearsal.LATER;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Setting;
import io.quorate.inventory.Vault;
import io.quorate.inventory.VaultException;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A canary in every setting that may hold a secret, then everything that a person does with the
 * program; afterwards no canary is on a screen, in an output or below the program's folders. What
 * may hold a secret is asked of the settings themselves: a new one is watched from the start.
 */
@Tag("terminal")
class SecretsCanaryTest {

  private static final String PASSWORD = "fake-vault-password-of-a-test";

  @TempDir Path home;

  @TempDir Path aside;

  private final Map<String, String> canaries = new LinkedHashMap<>();

  private String canary(String place, String generation) {
    String canary = "canary" + generation + "x" + (100 + canaries.size()) + "q7m3v9k2";
    canaries.put(canary, place);
    return canary;
  }

  private String sealed(String place, String generation, int indent) throws VaultException {
    String value = Vault.of(PASSWORD).seal(canary(place, generation), "");
    return "!vault |\n" + value.indent(indent);
  }

  /** The settings with a canary wherever one may be. */
  private String secrets(String generation) throws VaultException {
    StringBuilder text = new StringBuilder();
    for (Setting setting : Setting.values()) {
      String key = setting.key();
      switch (setting.holds()) {
        case NO_SECRET -> {}
        case A_SECRET -> text.append("    %s: %s".formatted(key, sealed(key, generation, 6)));
        case SECRETS ->
            text.append("    %s:\n      CANARY: %s".formatted(key, sealed(key, generation, 8)));
        case SECRETS_BY_NAME ->
            text.append(
                "    %s:\n      zorp:\n        password: %s        plain: %s        known: %s\n"
                    .formatted(
                        key, sealed(key, generation, 10), sealed(key, generation, 10), generation));
      }
    }
    return text.toString();
  }

  private Path inventory(String name, String generation) throws Exception {
    String hosts = "";
    for (int i = 1; i <= 3; i++) {
      hosts += "    node-%d: {ansible_host: 192.0.2.1%d}\n".formatted(i, i);
    }
    return Files.writeString(
        aside.resolve(name),
        "all:\n  vars:\n    cluster_name: canaries\n    cni: routed\n    kubernetes_version: 1.36.4\n"
            + secrets(generation)
            + "  hosts:\n"
            + hosts
            + "  children:\n    k8s_masters: {hosts: {node-1: , node-2: , node-3: }}\n"
            + "    k8s_workers: {hosts: {node-1: , node-2: , node-3: }}\n");
  }

  /** Where canaries are: the place that they were put in, and the place that they got to. */
  private List<String> leaks(Map<String, String> texts) {
    List<String> leaks = new ArrayList<>();
    texts.forEach(
        (where, text) ->
            canaries.forEach(
                (canary, place) -> {
                  byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
                  if (text.contains(canary)
                      || text.contains(
                          Base64.getEncoder().withoutPadding().encodeToString(bytes))) {
                    leaks.add(place + " in " + where);
                  }
                }));
    return leaks;
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        texts.put(path.toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
      }
    }
    return texts;
  }

  private static String run(Tmux terminal, String arguments, int code) {
    terminal.command("clear");
    Rehearsal.run(terminal, arguments);
    return terminal.await(LATER, "code=" + code);
  }

  @Test
  void noSecretGetsAnywhere() throws Exception {
    Path password = Files.writeString(aside.resolve("password"), PASSWORD);
    String with = " --rehearse --vault-password-file " + password;
    String first = "-i " + inventory("first.yaml", "a") + with;
    String second = "-i " + inventory("second.yaml", "b") + with;
    Rehearsal rehearsal = new Rehearsal(home, 0);
    Map<String, String> seen = new LinkedHashMap<>();
    try (Tmux terminal = rehearsal.open(120, 50)) {
      seen.put("dry run", run(terminal, "install --dry-run -v " + first, 0));
      seen.put("json", run(terminal, "install --yes --json " + first + " > events.json", 0));
      seen.put("rerun", run(terminal, "install --yes --plain -v " + first, 0));
      String differs = run(terminal, "install --dry-run " + second + " > differs.txt", 0);
      seen.put("dry run of others", differs);
      terminal.command("export QUORATE_REHEARSAL_FAIL=node-2:20");
      seen.put("failing run", run(terminal, "install --yes --plain -v " + second, 1));
      terminal.command("unset QUORATE_REHEARSAL_FAIL");
      seen.put("resume", run(terminal, "install --resume --yes --plain" + with, 0));
      seen.put("report", run(terminal, "report -o report.html", 0));
      seen.put("replay", run(terminal, "replay --speed 100 --plain -v > replay.txt", 0));
      String add = "add --yes --plain --node 'node-4 192.0.2.14' --role worker ";
      seen.put("add", run(terminal, add + second, 0));
      seen.put("check", run(terminal, "inventory check " + second.replace("--rehearse", ""), 0));
      seen.put("scrollback", terminal.history());
    }
    String differences = Files.readString(home.resolve("differs.txt"));
    assertThat(differences)
        .contains("-password = " + Secret.SHOWN, "+password = \"" + Secret.SHOWN + "\"");
    Map<String, String> texts = new LinkedHashMap<>(seen);
    texts.putAll(files());
    assertThat(leaks(texts)).isEmpty();

    String any = canaries.keySet().iterator().next();
    Files.writeString(home.resolve("STATE/quorate/planted"), "a leak: " + any);
    assertThat(leaks(files())).as("a leak that was planted is found").hasSize(1);
  }
}
