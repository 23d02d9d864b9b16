package io.quorate.node.rehearsal;

import io.quorate.plan.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a benchmark asks about a simulated machine, told as the scripts below {@code assets/cis}
 * tell it: its files as a run has written them, and processes with the flags that their units have.
 */
final class RehearsalBenchmark {

  private static final String UNITS = "/etc/systemd/system/";
  private static final List<String> PROGRAMS =
      List.of(
          "kube-apiserver",
          "kube-controller-manager",
          "kube-scheduler",
          "etcd",
          "kubelet",
          "kube-proxy");
  private static final Pattern FLAG = Pattern.compile("(?m)^ +\"?(--[^\"\\s]+)\"?(?: \\\\)?$");
  private static final Pattern PROVIDER = Pattern.compile("providers:\\s+- (\\w+):");
  private static final List<String> ADDED_BY_KUBERNETES =
      List.of("default", "kube-node-lease", "kube-public", "kube-system");

  private final RehearsalState state;
  private final StringBuilder lines = new StringBuilder();

  RehearsalBenchmark(RehearsalState state) {
    this.state = state;
  }

  private void say(String... words) {
    lines.append(String.join("\t", words)).append('\n');
  }

  String facts() {
    for (String program : PROGRAMS) {
      String unit = program + ".service";
      String text = state.text(UNITS + unit);
      if (text != null && state.started.containsKey(unit)) {
        say("runs", program);
        FLAG.matcher(text).results().forEach(flag -> word(program, flag.group(1)));
      }
    }
    state.files.forEach((path, entry) -> say("file", entry.mode(), entry.owner(), path));
    state.folders.forEach(
        (path, owned) -> {
          String[] ownerAndMode = owned.split(" ", 2);
          say("folder", ownerAndMode[1], ownerAndMode[0], path);
        });
    return lines.append("end\n").toString();
  }

  private void word(String program, String word) {
    say("word", program, word);
    int equals = word.indexOf('=');
    String text = equals < 0 ? null : state.text(word.substring(equals + 1));
    if (text == null) {
      return;
    }
    String path = word.substring(equals + 1);
    switch (word.substring(0, equals)) {
      case "--config" -> say("text", program, path, base64(text));
      case "--audit-policy-file" -> say("policy", path, base64(text));
      case "--client-ca-file", "--trusted-ca-file" -> say("sum", Digest.sha256(text), path);
      case "--encryption-provider-config" ->
          PROVIDER.matcher(text).results().forEach(p -> say("provider", p.group(1)));
      default -> {
        // Its place is enough.
      }
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a cluster that nobody has put anything into. */
  String objects() {
    if (!state.started.containsKey("kube-apiserver.service")) {
      return "";
    }
    for (String request :
        List.of(
            "get\tsecrets",
            "list\tsecrets",
            "watch\tsecrets",
            "create\tpods",
            "create\tpersistentvolumes",
            "get\tnodes/proxy",
            "update\tcertificatesigningrequests/approval",
            "update\tvalidatingwebhookconfigurations",
            "update\tmutatingwebhookconfigurations",
            "create\tserviceaccounts/token")) {
      say("may", request, "false");
    }
    say("admins", "cluster-admin");
    say("admins", "quorate:cluster-admins");
    ADDED_BY_KUBERNETES.forEach(n -> say("account", n, "true"));
    ADDED_BY_KUBERNETES.forEach(n -> say("namespace", n, ""));
    for (String what :
        List.of("access", "admins", "wildcards", "accounts", "namespaces", "policies", "pods")) {
      say("asked", what);
    }
    return lines.toString();
  }
}
