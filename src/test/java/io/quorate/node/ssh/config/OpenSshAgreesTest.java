package io.quorate.node.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.OtherProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files at random mean to this program what they mean to {@code ssh -G}. */
class OpenSshAgreesTest {
  private static final int FILES = 40;
  private static final List<String> HOSTS = List.of("alpha", "beta", "alpha.lan", "10.0.0.7");
  private static final List<String> PATTERNS =
      List.of("alpha", "beta", "a*", "*.lan", "10.0.0.?", "*", "!beta", "!alpha", "be?a", "nobody");

  @TempDir Path folder;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void filesMeanTheSame() throws Exception {
    for (int i = 0; i < FILES; i++) {
      Path included = folder.resolve("included");
      Files.writeString(included, file(4));
      Path config = folder.resolve("config");
      Files.writeString(config, file(14).replace("INCLUDED", included.toString()));
      String text = Files.readString(config) + "--- included\n" + Files.readString(included);
      for (String host : HOSTS) {
        assertThat(ours(config, host))
            .as("seed " + seed + " " + host + "\n" + text)
            .isEqualTo(theirs(config, host));
      }
    }
  }

  private String file(int lines) {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      written.add(line());
    }
    return String.join("\n", written) + "\n";
  }

  private String line() {
    return switch (random.nextInt(18)) {
      case 0, 1, 2 -> "Host " + pattern() + " " + pattern();
      case 3 -> "Match originalhost " + pattern() + "," + pattern();
      case 4 -> random.nextBoolean() ? "Match all" : "Match user ops,anna";
      case 5 -> "Match host *.lan";
      case 6 -> "  HostName " + (random.nextBoolean() ? "%h.lan" : "10.1.1.1");
      case 7, 8 -> "\tPort" + (random.nextBoolean() ? " = " : " ") + (1 + random.nextInt(65535));
      case 9, 10 -> "USER " + (random.nextBoolean() ? "ops" : "\"anna\"") + "  # who";
      case 11 -> "  IdentityFile \"/keys/k " + random.nextInt(9) + "\"";
      case 12 -> "  CertificateFile /keys/c" + random.nextInt(9);
      case 13 -> "  ProxyJump " + (random.nextBoolean() ? "none" : "u@j1:2022,j2");
      case 14 -> "  UserKnownHostsFile /known/" + random.nextInt(9) + " '/known/b c'";
      case 15 -> "  HostKeyAlias alias-" + random.nextInt(9);
      case 16 -> "identitiesonly " + (random.nextBoolean() ? "yes" : "no");
      default -> random.nextBoolean() ? "# nothing" : "Include INCLUDED";
    };
  }

  private String pattern() {
    return PATTERNS.get(random.nextInt(PATTERNS.size()));
  }

  private Map<String, List<String>> ours(Path config, String host) {
    SshConfig.Found found =
        SshConfig.named(config, folder, Map.of())
            .of(
                new SshConfig.Said(
                    host, null, null, System.getProperty("user.name"), false, false));
    Configured configured = found.configured();
    assertThat(configured.fault()).isNull();
    List<Hop> jump = found.jump();
    List<String> known = configured.userKnownHosts();
    List<String> keys = configured.keyFiles();
    String alias = configured.hostKeyAlias();
    return Map.of(
        "hostname", List.of(found.host()),
        "port", List.of(String.valueOf(found.port())),
        "user", List.of(found.user()),
        "identityfile", keys == null ? List.of() : keys,
        "certificatefile", configured.certificates(),
        "identitiesonly", List.of(configured.identitiesOnly() ? "yes" : "no"),
        "hostkeyalias", alias == null ? List.of() : List.of(alias),
        "userknownhostsfile", known == null ? List.of() : List.of(String.join(" ", known)),
        "proxyjump",
            jump == null || jump.isEmpty()
                ? List.of()
                : List.of(
                    jump.stream().map(OpenSshAgreesTest::hop).collect(Collectors.joining(","))));
  }

  private static String hop(Hop hop) {
    return (hop.user() == null ? "" : hop.user() + "@")
        + hop.host()
        + (hop.port() == null ? "" : ":" + hop.port());
  }

  /**
   * The defaults that ssh fills in are of its own installation: what is not in the file is gone.
   */
  private static Map<String, List<String>> theirs(Path config, String host)
      throws IOException, InterruptedException {
    Process ssh =
        OtherProgram.start(
            new ProcessBuilder("ssh", "-G", "-T", "-F", config.toString(), host)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true),
            "openssh-client");
    String said = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ssh.waitFor()).as(said).isZero();
    return Map.of(
        "hostname", values(said, "hostname"),
        "port", values(said, "port"),
        "user", values(said, "user"),
        "identityfile",
            values(said, "identityfile").stream().filter(v -> !v.startsWith("~")).toList(),
        "certificatefile", values(said, "certificatefile"),
        "identitiesonly", values(said, "identitiesonly"),
        "hostkeyalias", values(said, "hostkeyalias"),
        "userknownhostsfile",
            values(said, "userknownhostsfile").stream()
                .filter(v -> v.startsWith("/known"))
                .toList(),
        "proxyjump", values(said, "proxyjump"));
  }

  private static List<String> values(String said, String key) {
    return said.lines()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }
}
