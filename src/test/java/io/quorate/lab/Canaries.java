package io.quorate.lab;

import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.secret.VaultException;
import io.quorate.inventory.setting.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Secrets that are found again wherever they got to: those of a person, and those made on the way.
 */
final class Canaries {

  /** Of the vault that the inventory's values are sealed with. */
  static final String PASSWORD = "fake-vault-password-of-the-lab";

  /** A variable of a component's own is in its environment, which root alone can read. */
  private static final String OWN = "LABS_OWN";

  private final Map<String, String> places =
      new LinkedHashMap<>(Map.of(PASSWORD, "password of the vault"));

  /** A new one, named after where it was put. */
  String put(String place) {
    String canary = "canary" + (100 + places.size()) + "zq7m3v9k2x";
    places.put(canary, place);
    return canary;
  }

  /** What was made on the way: a key's lines, or any other text. */
  void made(String place, String text) {
    text.lines()
        .filter(line -> line.length() >= 32 && !line.startsWith("-----"))
        .forEach(line -> places.put(line, place));
  }

  private String sealed(String place) {
    try {
      return "!vault |\n" + Vault.of(PASSWORD).seal(put(place), "").indent(24).stripTrailing();
    } catch (VaultException e) {
      throw new AssertionError(e);
    }
  }

  /** Settings with one wherever a secret may be, as a cluster with containerd takes them. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("etcd_initial_token", sealed("etcd_initial_token"));
    for (Setting setting : Setting.values()) {
      if (setting.holds() == Setting.Holds.SECRETS && setting != Setting.DOCKER_ENVIRONMENT) {
        settings.put(setting.key(), "\n      " + OWN + ": " + sealed(setting.key()));
      }
    }
    settings.put(
        "containerd_config",
        "\n"
            + """
              plugins:
                io.containerd.grpc.v1.cri:
                  registry:
                    configs:
                      registry.example:
                        auth:
                          username: somebody
                          password: %s
                          identitytoken: %s
              """
                .indent(6)
                .stripTrailing()
                .formatted(sealed("registry's password"), sealed("registry's token")));
    settings.put(
        "kubelet_config",
        "\n      staticPodURLHeader:\n        Authorization:\n          - "
            + sealed("kubelet_config"));
    return settings;
  }

  /** Where some are: the place that they were put in, and the place that they got to. */
  List<String> leaks(Map<String, String> texts) {
    List<String> leaks = new ArrayList<>();
    texts.forEach(
        (where, text) ->
            places.forEach(
                (canary, place) -> {
                  boolean own = where.contains("environment of") && text.startsWith(OWN + "=");
                  if (!own && forms(canary).anyMatch(text::contains)) {
                    leaks.add(place + " in " + where);
                  }
                }));
    return leaks;
  }

  private static Stream<String> forms(String canary) {
    byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
    return Stream.of(canary, Base64.getEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The files below a folder. */
  static Map<String, String> files(Path folder) {
    Map<String, String> texts = new LinkedHashMap<>();
    try (Stream<Path> all = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        texts.put(path.toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return texts;
  }

  /** The lines of {@link #search} on a node, each with the place where a canary is. */
  List<String> on(String node) {
    String patterns =
        places.keySet().stream().flatMap(Canaries::forms).collect(Collectors.joining("\n"));
    Lab.ssh(node, "umask 077; cat >/root/canaries <<'EOF'\n" + patterns + "\nEOF").orFail();
    return Lab.ssh(node, SEARCH).orFail().output().lines().map(l -> node + ": " + l).toList();
  }

  /**
   * What others than their owner can read, as far as it was written lately; what was logged; what
   * was typed into shells.
   */
  private static final String SEARCH =
      """
      cd /
      find / /run /tmp /dev/shm -xdev -type f -perm /077 -cmin -60 -size -8M -print0 |
        xargs -0 grep -slF -f /root/canaries | sed 's/^/file /'
      journalctl --no-pager -o json | grep -aF -f /root/canaries |
        grep -ao '"_SYSTEMD_UNIT":"[^"]*"' | sort | uniq -c | sed 's/^/journal /'
      journalctl --no-pager -o cat | grep -aF -f /root/canaries | cut -c -2000 |
        sed 's/^/journal says /' | head -n 5
      for history in /root/.*history /home/*/.*history; do
        [ ! -e "$history" ] || ! grep -qF -f /root/canaries "$history" || echo "history $history"
      done
      rm /root/canaries
      exit 0
      """;
}
