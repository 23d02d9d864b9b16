package io.quorate.recipe.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.platform.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the looks at a finished cluster say when it is not as it was left. */
class DriftScriptsTest {

  /** As the operations of a node have it. */
  private static final String BECAUSE = "q_because() { echo \"because $1\"; exit 1; }\n";

  @TempDir Path folder;

  private record Ran(int exit, String output) {}

  private void tool(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text.replace("ROOT", folder.toString()));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Ran run(String program, Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-ec", BECAUSE + program).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (was, own) -> own + ":" + was);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  private Ran manifest(String kubectl) throws Exception {
    tool("kubectl", kubectl);
    return run(LIBRARY + new Template("addons/manifest.check.sh").text(), manifestEnvironment());
  }

  private static final String LIBRARY = new Template("addons/objects.lib.sh").text();

  private Map<String, String> manifestEnvironment() throws IOException {
    Path file = Files.writeString(folder.resolve("x.yaml"), "kind: ConfigMap\n");
    return Map.of("FILE", file.toString(), "KNOWN", folder.resolve("applied/x").toString());
  }

  /** As kubectl 1.20 prints it, less the lines between. */
  @Test
  void objectsThatApplyWouldChangeAreNamed() throws Exception {
    String line = "+++ /tmp/MERGED-2016969612/%s\t2026-11-29 09:52:08.420562827 +0000\n";
    Files.writeString(
        folder.resolve("diff"),
        "diff -u -N /tmp/LIVE-3/a /tmp/MERGED-2/a\n"
            + line.formatted("rbac.authorization.k8s.io.v1.ClusterRoleBinding..quorate:x-admins")
            + "-  name: nobody\n+  name: quorate:x-admins\n"
            + line.formatted("v1.ConfigMap.kube-system.coredns"));
    Ran ran =
        manifest(
            """
            case "$*" in
              *"/super-admin.conf "*" diff -f -") cat ROOT/diff; exit 1 ;;
              *) exit 9 ;;
            esac
            """);
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output())
        .contains("because not as wanted: ClusterRoleBinding quorate:x-admins, ConfigMap coredns");
  }

  @Test
  void anApiThatChangesNothingHoldsAndOneThatFailsDoesNot() throws Exception {
    assertThat(manifest("exit 0\n").exit()).isZero();
    Ran failed = manifest("echo 'The connection was refused' >&2\nexit 2\n");
    assertThat(failed.exit()).isNotZero();
    assertThat(failed.output()).doesNotContain("because").contains("refused");
  }

  /** The role of a binding cannot be changed: apply fails, and reconcile makes it anew. */
  @Test
  void aBindingToAnotherRoleIsMadeAnew() throws Exception {
    tool(
        "kubectl",
        """
        echo "$*" >>ROOT/calls
        case "$*" in
          *" apply "*) [ -e ROOT/reconciled ] || { echo "cannot change roleRef"; exit 1; } ;;
          *" auth reconcile "*) touch ROOT/reconciled ;;
        esac
        """);
    Ran ran = run(LIBRARY + new Template("addons/manifest.apply.sh").text(), manifestEnvironment());
    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(Files.readString(folder.resolve("calls")))
        .containsSubsequence(" apply ", " auth reconcile ", " apply ", " get ");
  }

  /** What kubectl would change takes half a second; that nothing has another version, a tenth. */
  @Test
  void onlyWhatHasAnotherVersionIsComparedInFull() throws Exception {
    String kubectl =
        """
        echo "$*" >>ROOT/calls
        case "$*" in
          *" get -f "*) cat ROOT/versions ;;
          *" diff "*) exit 0 ;;
        esac
        """;
    Path versions = Files.writeString(folder.resolve("versions"), "uid 7\n");
    Path calls = folder.resolve("calls");
    tool("kubectl", kubectl);
    String apply = LIBRARY + new Template("addons/manifest.apply.sh").text();
    assertThat(run(apply, manifestEnvironment()).exit()).isZero();
    Files.delete(calls);
    assertThat(manifest(kubectl).exit()).isZero();
    assertThat(calls).content().doesNotContain("diff");
    Files.writeString(versions, "uid 8\n");
    assertThat(manifest(kubectl).exit()).isZero();
    assertThat(calls).content().contains("diff");
  }

  private static final String APPLY = LIBRARY + new Template("addons/manifest.apply.sh").text();

  /** An object that is otherwise just after it was applied was not brought about. */
  @Test
  void whatIsOtherwiseAfterItWasAppliedIsAFailureAndNotNoted() throws Exception {
    String line = "+++ /tmp/MERGED-2016969612/%s\t2026-11-29 09:52:08.420562827 +0000\n";
    Files.writeString(folder.resolve("diff"), line.formatted("v1.ConfigMap.kube-system.coredns"));
    tool("kubectl", "case \"$*\" in *' diff '*) cat ROOT/diff; exit 1 ;; esac\n");
    Ran ran = run(APPLY, manifestEnvironment());
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output()).contains("something has changed them since: ConfigMap coredns");
    assertThat(folder.resolve("applied/x")).doesNotExist();
    tool("kubectl", "case \"$*\" in *' diff '*) echo no schema >&2; exit 2 ;; esac\n");
    ran = run(APPLY, manifestEnvironment());
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output()).contains("no schema", "cannot be told");
    assertThat(folder.resolve("applied/x")).doesNotExist();
    tool("kubectl", "exit 0\n");
    assertThat(run(APPLY, manifestEnvironment()).exit()).isZero();
    assertThat(folder.resolve("applied/x")).exists();
  }

  /** How many there are is the operator's, or an autoscaler's. */
  @Test
  void replicasThatSomebodyHasSetAreLeft() throws Exception {
    String manifest = new Template("addons/coredns.yaml").text();
    assertThat(manifest).contains("  replicas: 2\n");
    String kubectl =
        """
        case "$*" in
          *" get deployments "*) cat ROOT/replicas; exit $(cat ROOT/rc) ;;
          *" diff -f -" | *" apply -f -") cat >ROOT/sent ;;
        esac
        """;
    tool("kubectl", kubectl);
    Path file = Files.writeString(folder.resolve("x.yaml"), manifest);
    Map<String, String> environment =
        Map.of("FILE", file.toString(), "KNOWN", folder.resolve("applied/x").toString());
    String check = LIBRARY + new Template("addons/manifest.check.sh").text();
    Files.writeString(folder.resolve("rc"), "0");
    for (String program : List.of(check, APPLY)) {
      Files.writeString(
          folder.resolve("replicas"),
          "other/coredns 7\nkube-system/metrics 1\nkube-system/coredns 5\n");
      assertThat(run(program, environment).exit()).isZero();
      assertThat(folder.resolve("sent"))
          .hasContent(manifest.replace("  replicas: 2\n", "  replicas: 5\n"));
      Files.writeString(folder.resolve("replicas"), "");
      Files.deleteIfExists(folder.resolve("applied/x"));
      assertThat(run(program, environment).exit()).isZero();
      assertThat(folder.resolve("sent")).as("the first time").hasContent(manifest);
      Files.deleteIfExists(folder.resolve("applied/x"));
    }
    Files.delete(folder.resolve("sent"));
    Files.writeString(folder.resolve("rc"), "1");
    assertThat(run(APPLY, environment).exit()).as("nobody tells how many").isNotZero();
    assertThat(folder.resolve("sent")).doesNotExist();
  }

  private static final String CALICO =
      """
      kind: ConfigMap
      name: settings
      ---
      kind: DaemonSet
      name: calico-node
      ---
      kind: ClusterRole
      name: role
      """;

  private Ran calico(int diff) throws Exception {
    Path original = Files.writeString(folder.resolve("original"), CALICO);
    Path patched = Files.writeString(folder.resolve("patched"), CALICO);
    Path patch = Files.writeString(folder.resolve("patch"), "{ print }");
    tool(
        "kubectl",
        """
        case "$*" in
          *" get daemonset "*) sha256sum <ROOT/patched | cut -d' ' -f1 ;;
          *" diff --server-side -f -") cat >ROOT/compared; exit %d ;;
          *) exit 9 ;;
        esac
        """
            .formatted(diff));
    return run(
        LIBRARY
            + new Template("network/calico.lib.sh").text()
            + new Template("network/calico.check.sh").text(),
        Map.of(
            "KNOWN", folder.resolve("applied/calico").toString(),
            "ORIGINAL", original.toString(),
            "PATCHED", patched.toString(),
            "PATCH", patch.toString(),
            "APPLY", "--server-side"));
  }

  @Test
  void settingsAndRightsOfCalicoAreComparedWithTheApi() throws Exception {
    assertThat(calico(0).exit()).isZero();
    assertThat(Files.readString(folder.resolve("compared")))
        .contains("settings", "role")
        .doesNotContain("calico-node");
    assertThat(calico(2).exit()).as("it could not be told").isZero();
    Ran changed = calico(1);
    assertThat(changed.exit()).isNotZero();
    assertThat(changed.output()).contains("because a setting, role or binding of Calico's");
  }

  private Ran swap(String swaps, String fstab) throws Exception {
    Path inUse = Files.writeString(folder.resolve("swaps"), "Filename Type Size\n" + swaps);
    Path table = Files.writeString(folder.resolve("fstab"), fstab);
    return run(
        new Template("common/swap.check.sh")
            .text()
            .replace("/proc/swaps", inUse.toString())
            .replace("/etc/fstab", table.toString()),
        Map.of());
  }

  @Test
  void swapThatIsOnAgainIsNamed() throws Exception {
    String off =
        "# off for Kubernetes: /dev/sda2 none swap sw 0 0\n/dev/sda1 / ext4 defaults 0 1\n";
    assertThat(swap("", off).exit()).isZero();
    assertThat(swap("/dev/zram0 partition 1\n/swap.img file 2\n", off).output())
        .isEqualTo("because /dev/zram0,/swap.img is used as swap\n");
    assertThat(swap("", "/dev/sda2 none swap sw 0 0\n").output())
        .startsWith("because ")
        .endsWith("switches swap on at the next boot\n");
  }

  private Ran time(String script) throws Exception {
    String text =
        new Template("common/timesync." + script + ".sh")
            .text()
            .replace("/var/lib/quorate", folder.resolve("records").toString());
    return run(text, Map.of("SERVERS", "time.lan", "SHARED_CLOCK", ""));
  }

  @Test
  void aTimeServiceThatWasStoppedIsStartedAgain() throws Exception {
    tool(
        "systemctl",
        """
        case "$*" in
          "is-active -q systemd-timesyncd.service") [ -e ROOT/active ] || exit 3 ;;
          is-active*) exit 3 ;;
          "restart systemd-timesyncd.service") : >ROOT/active ;;
        esac
        """);
    assertThat(time("check").exit()).isNotZero();
    assertThat(time("apply").exit()).isZero();
    assertThat(time("check").exit()).isZero();

    Files.delete(folder.resolve("active"));
    assertThat(time("check").exit()).isNotZero();
    assertThat(time("apply").exit()).isZero();
    assertThat(folder.resolve("active")).exists();
  }

  private Ran units(String shown) throws Exception {
    tool("systemctl", "cat <<'END'\n" + shown + "END\n");
    return run(
        new Template("verify/units.sh").fill(Map.of("units", "etcd.service kubelet.service")),
        Map.of());
  }

  @Test
  void dropInsOfOthersAreNamedInTheProof() throws Exception {
    Ran quiet = units("ActiveState=active\nDropInPaths=\n\nActiveState=active\nDropInPaths=\n");
    assertThat(quiet.exit()).isZero();
    assertThat(quiet.output()).isEqualTo("2 services run as their files say\n");
    Ran said =
        units(
            "ActiveState=active\nDropInPaths=/run/systemd/system/service.d/lxc.conf\n\n"
                + "ActiveState=active\nDropInPaths=/etc/systemd/system/kubelet.service.d/x.conf\n");
    assertThat(said.exit()).isZero();
    assertThat(said.output())
        .isEqualTo(
            "2 services run; kubelet.service is also set up by"
                + " /etc/systemd/system/kubelet.service.d/x.conf, which is left alone\n");
    Ran broken =
        units(
            "ActiveState=active\nDropInPaths=\n\nActiveState=activating\n"
                + "DropInPaths=/etc/systemd/system/kubelet.service.d/x.conf\n");
    assertThat(broken.exit()).isNotZero();
    assertThat(broken.output())
        .isEqualTo(
            "kubelet.service is activating, and /etc/systemd/system/kubelet.service.d/x.conf"
                + " changes it\n");
  }

  @Test
  void anOperatorWhoMayNotIsNoProof() throws Exception {
    String script = new Template("verify/access.sh").text();
    tool("kubectl", "echo yes\n");
    assertThat(run(script, Map.of()).exit()).isZero();
    tool("kubectl", "echo no\nexit 1\n");
    Ran no = run(script, Map.of());
    assertThat(no.exit()).isNotZero();
    assertThat(no.output()).contains("may not administer the cluster: no");
  }
}
