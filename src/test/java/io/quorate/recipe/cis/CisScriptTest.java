package io.quorate.recipe.cis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.platform.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that ask a machine for the benchmark, below a folder in place of the root. */
class CisScriptTest {

  @TempDir Path root;
  private final List<Process> running = new ArrayList<>();
  private String owner;

  @BeforeEach
  void machine() throws Exception {
    file("etc/kubernetes/pki/ca.crt", "ca", "rw-r--r--");
    file("etc/kubernetes/pki/ca.key", "SECRET-KEY", "rw-------");
    file("etc/kubernetes/kubelet.conf", "c", "rw-r-----");
    file("etc/kubernetes/kubelet.yaml", "readOnlyPort: 0\n", "rw-------");
    file("etc/systemd/system/kubelet.service", "u", "rw-r--r--");
    file("etc/cni/net.d/20-b.conf", "{\"type\":\"b\"}", "rw-------");
    file("etc/cni/net.d/10-a.conflist", "{\"type\":\"a\"}", "rw-------");
    Files.createDirectories(root.resolve("usr/local/bin"));
    owner = run(Map.of(), "stat", "-c", "%U:%G", root.toString()).strip();
    units(Map.of());
  }

  @AfterEach
  void end() {
    running.forEach(Process::destroyForcibly);
  }

  private Path file(String path, String text, String mode) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  private void units(Map<String, Long> pids) throws IOException {
    StringBuilder answer = new StringBuilder("#!/bin/sh\n");
    for (String unit : List.of("kube-apiserver", "etcd", "kubelet")) {
      answer.append(
          "printf 'MainPID=%s\\nId=%s.service\\n\\n'\n"
              .formatted(pids.getOrDefault(unit, 0L), unit));
    }
    file("fake/systemctl", answer.toString(), "rwxr-xr-x");
  }

  /** A process with these words after the name of its program. */
  private long start(Map<String, String> environment, String... words) throws Exception {
    Path program = file("fake/program", "#!/bin/sh\necho up\nsleep 60\n", "rwxr-xr-x");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.start();
    running.add(process);
    // Once it has said something it is the program, and no copy of this one any more.
    assertThat(process.inputReader().readLine()).isEqualTo("up");
    return process.pid();
  }

  private static String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private List<String> answer(String asset) throws IOException, InterruptedException {
    String script =
        new Template(asset).text().replaceAll("(?<![\\w{}])/(usr|etc|var|root)/", root + "/$1/");
    String path = root.resolve("fake") + ":" + System.getenv("PATH");
    return run(Map.of("PATH", path), "sh", "-c", script)
        .replace(root.toString(), "")
        .replace(owner, "O:G")
        .lines()
        .toList();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tellsPlacesAndNoKey() throws Exception {
    List<String> answer = answer("cis/facts.sh");
    assertThat(answer)
        .contains(
            "file\t644\tO:G\t/etc/systemd/system/kubelet.service",
            "file\t640\tO:G\t/etc/kubernetes/kubelet.conf",
            "file\t600\tO:G\t/etc/kubernetes/pki/ca.key",
            "folder\t755\tO:G\t/etc/kubernetes/pki",
            "network\t/etc/cni/net.d/10-a.conflist\t" + base64("{\"type\":\"a\"}"))
        .endsWith("end");
    assertThat(answer)
        .noneMatch(l -> l.startsWith("runs"))
        .noneMatch(l -> l.contains("20-b.conf\te"));
    assertThat(String.join("", answer))
        .doesNotContain("SECRET-KEY")
        .doesNotContain(base64("SECRET-KEY"));
  }

  @Test
  void tellsWhatTheKubeletWasStartedWith() throws Exception {
    String settings = root + "/etc/kubernetes/kubelet.yaml";
    long pid =
        start(
            Map.of(),
            "--config=/elsewhere",
            "--config=" + settings,
            "--node-labels=a b",
            "--kubeconfig=" + root + "/etc/kubernetes/kubelet.conf");
    units(Map.of("kubelet", pid));
    assertThat(answer("cis/facts.sh"))
        .contains(
            "runs\tkubelet",
            "word\tkubelet\t--node-labels=a b",
            "text\tkubelet\t/etc/kubernetes/kubelet.yaml\t" + base64("readOnlyPort: 0\n"),
            "file\t600\tO:G\t/etc/kubernetes/kubelet.yaml");
  }

  @Test
  void tellsOfEtcdTheVariablesThatCount() throws Exception {
    long pid =
        start(
            Map.of("ETCD_PEER_AUTO_TLS", "true", "ETCD_INITIAL_CLUSTER_TOKEN", "SECRET"),
            "--trusted-ca-file=" + root + "/etc/kubernetes/pki/ca.crt");
    units(Map.of("etcd", pid));
    List<String> answer = answer("cis/facts.sh");
    assertThat(answer)
        .contains("runs\tetcd", "variable\tetcd\tETCD_PEER_AUTO_TLS=true")
        .anyMatch(l -> l.matches("sum\t[0-9a-f]{64}\t/etc/kubernetes/pki/ca.crt"))
        .noneMatch(l -> l.contains("SECRET"));
  }

  @Test
  void tellsWhatEncryptsAndNotTheKey() throws Exception {
    String encryption =
        """
        resources:
          - resources: [secrets] # aesgcm:
            providers:
              - secretbox:
                  keys: [{name: key1, secret: HIDDEN}]
              - identity: {}
          - resources: [configmaps]
            providers:
            - identity: {}
        """;
    file("etc/kubernetes/pki/encryption.yaml", encryption, "rw-------");
    file("etc/kubernetes/audit.yaml", "rules: []\n", "rw-------");
    long pid =
        start(
            Map.of(),
            "--encryption-provider-config=" + root + "/etc/kubernetes/pki/encryption.yaml",
            "--audit-policy-file=" + root + "/etc/kubernetes/audit.yaml");
    units(Map.of("kube-apiserver", pid));
    List<String> answer = answer("cis/facts.sh");
    assertThat(answer)
        .containsSubsequence("provider\tsecretbox", "provider\tidentity")
        .contains("policy\t/etc/kubernetes/audit.yaml\t" + base64("rules: []\n"))
        .noneMatch(l -> l.contains("HIDDEN"));
    assertThat(answer.stream().filter(l -> l.startsWith("provider"))).hasSize(2);
  }

  @Test
  void whatTheApiDoesNotTellIsNotAsked() throws Exception {
    file(
        "usr/local/bin/kubectl",
        """
        #!/bin/sh
        case "$*" in
          *"create --validate=false"*) grep -c '^kind: SubjectAccessReview' ;;
          *"get namespaces"*) printf 'namespace\\tdefault\\t\\n' ;;
          *"get networkpolicies"*) ;;
          *) echo half; exit 1 ;;
        esac
        """,
        "rwxr-xr-x");
    assertThat(answer("cis/objects.sh"))
        .filteredOn(l -> !l.isEmpty())
        .containsExactly(
            "10", "asked\taccess", "namespace\tdefault\t", "asked\tnamespaces", "asked\tpolicies");
  }
}
