package io.quorate.terminal;

import static io.quorate.terminal.Rehearsal.LATER;
import static io.quorate.terminal.Rehearsal.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.secret.VaultException;
import io.quorate.inventory.setting.Setting;
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
import java.util.regex.Pattern;
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

  /** The disks of simulated machines, which keep their keys. */
  private static final String DISKS = "/STATE/quorate/rehearsals/";

  private static final String MADE = "a key made on the way";

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

  /**
   * The keys that the first run made, from the disks of the machines that it simulated. What of a
   * key is in its certificate, too, is left out: it ends with that, or begins with it.
   */
  private void keysMadeOnTheWay() throws IOException {
    Pattern key = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\\\\n(.*?)-----END");
    int before = canaries.size();
    for (var file : files().entrySet()) {
      if (file.getKey().contains(DISKS)) {
        key.matcher(file.getValue())
            .results()
            .map(m -> List.of(m.group(1).split("\\\\n")))
            .map(l -> l.size() > 9 ? l.subList(9, l.size() - 1) : l.subList(0, 2))
            .forEach(lines -> lines.forEach(l -> canaries.put(l, MADE)));
        Pattern.compile("secret: ([A-Za-z0-9+/=]{40,})")
            .matcher(file.getValue())
            .results()
            .forEach(m -> canaries.put(m.group(1), MADE));
      }
    }
    assertThat(canaries.size() - before).isGreaterThan(20);
  }

  /** What a person types into the wizard's pages, and pastes. */
  private String wizard(Tmux terminal) {
    StringBuilder seen = new StringBuilder();
    terminal.command("clear");
    Rehearsal.run(terminal, "--rehearse");
    terminal.await(SOON, "What do you want to do?");
    terminal.press("Enter");
    terminal.await(SOON, "Quorate • Access ");
    fill(terminal, "Private key file", "~/.ssh/id_fake");
    fill(terminal, "Key's passphrase", canary("passphrase", "w"));
    switchOn(terminal, "Log in by password");
    fill(terminal, "SSH password", canary("SSH password", "w"));
    switchOn(terminal, "Become root by sudo");
    switchOn(terminal, "sudo asks a password");
    fill(terminal, "sudo password", canary("sudo password", "w"));
    seen.append(terminal.screen());
    terminal.press("F10");
    terminal.await(SOON, "Quorate • Hosts ");
    terminal.paste(
        "alpha ansible_host=192.0.2.11 ansible_password=" + canary("pasted", "w") + "\n");
    seen.append(terminal.await(SOON, "a password was taken out"));
    terminal.press("C-c");
    terminal.await(SOON, "Leave the wizard?");
    terminal.press("Right", "Enter");
    return seen + terminal.await(SOON, "code=0");
  }

  private static void focus(Tmux terminal, String label) {
    Pattern focused = Pattern.compile("→ " + Pattern.quote(label) + "\\s");
    for (int i = 0; i < 30 && !focused.matcher(terminal.screen()).find(); i++) {
      terminal.press("Tab");
    }
    terminal.await(SOON, label, s -> focused.matcher(s).find());
  }

  private static void fill(Tmux terminal, String label, String text) {
    focus(terminal, label);
    terminal.press("C-u").type(text);
  }

  private static void switchOn(Tmux terminal, String label) {
    focus(terminal, label);
    if (!terminal.screen().lines().anyMatch(l -> l.contains(label) && l.contains("yes"))) {
      terminal.press("Space");
    }
  }

  /** A run on its screen: its end, and its panes. */
  private static String onScreen(Tmux terminal, String arguments, String end) {
    terminal.command("clear");
    Rehearsal.run(terminal, arguments);
    String seen = terminal.await(LATER, end);
    terminal.press("p");
    seen += terminal.await(SOON, "Enter zoom");
    terminal.press("Down", "Enter");
    seen += terminal.await(SOON, "a node's log", s -> !s.contains("Enter zoom"));
    terminal.press("Enter");
    terminal.await(SOON, "Enter zoom");
    terminal.press("q");
    return seen + terminal.await(SOON, "code=0");
  }

  /** Whatever breaks a screen leaves a page with the fault's whole story. */
  private String crash(Tmux terminal, String arguments) throws IOException {
    Path broken = aside.resolve("broken/com/googlecode/lanterna/terminal/ansi/ANSITerminal.class");
    Files.createDirectories(broken.getParent());
    Files.writeString(broken, "this is no class");
    terminal.command(
        "export JDK_JAVA_OPTIONS='-XX:AOTMode=off -Xbootclasspath/a:%s'"
            .formatted(aside.resolve("broken")));
    String seen = run(terminal, arguments, 0);
    assertThat(home.resolve("STATE/quorate/crashes")).isNotEmptyDirectory();
    return seen;
  }

  /** Where canaries are: the place that they were put in, and the place that they got to. */
  private List<String> leaks(Map<String, String> texts) {
    List<String> leaks = new ArrayList<>();
    texts.forEach(
        (where, text) ->
            canaries.forEach(
                (canary, place) -> {
                  if (place.equals(MADE) && where.contains(DISKS)) {
                    return;
                  }
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
      String done = "install of canaries: done";
      seen.put("resume", onScreen(terminal, "install --resume --yes" + with, done));
      seen.put("report", run(terminal, "report -o report.html", 0));
      seen.put("replay", run(terminal, "replay --speed 100 --plain -v > replay.txt", 0));
      seen.put("replay on the screen", onScreen(terminal, "replay --speed 100", done));
      String add = "add --yes --plain --node 'node-4 192.0.2.14' --role worker ";
      seen.put("add", run(terminal, add + second, 0));
      seen.put("check", run(terminal, "inventory check " + second.replace("--rehearse", ""), 0));
      seen.put("bundle", run(terminal, "support-bundle -o bundle.tar.gz " + second, 0));
      terminal.command("tar -xzf bundle.tar.gz");
      seen.put("wizard", wizard(terminal));
      seen.put("crash", crash(terminal, "install --yes -v " + second));
      seen.put("scrollback", terminal.history());
    }
    String differences = Files.readString(home.resolve("differs.txt"));
    assertThat(differences)
        .contains("-password = " + Secret.SHOWN, "+password = \"" + Secret.SHOWN + "\"");
    assertThat(home.resolve("quorate-support/MANIFEST")).content().contains("nodes/node-1/");
    keysMadeOnTheWay();
    Map<String, String> texts = new LinkedHashMap<>(seen);
    texts.putAll(files());
    assertThat(leaks(texts)).isEmpty();

    String any = canaries.keySet().iterator().next();
    Files.writeString(home.resolve("STATE/quorate/planted"), "a leak: " + any);
    assertThat(leaks(files())).as("a leak that was planted is found").hasSize(1);
  }
}
