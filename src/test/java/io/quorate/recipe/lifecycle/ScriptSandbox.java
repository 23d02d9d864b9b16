package io.quorate.recipe.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A machine of paper for the scripts of {@code assets/}: all their paths lead below a folder, and
 * every program that they find on the PATH writes down how it was called. One of these calls can be
 * told to fail. What works on text and files does its real work; what would touch the machine only
 * answers what a scenario says.
 */
final class ScriptSandbox {

  /** What a call that was told to fail prints on its standard error, and how it ends. */
  static final String WORDS = "zebra-quartz-4711: this tool tells why it failed";

  private static final int EXIT_CODE = 41;

  /** Stands for the machine's folder in calls, as each run has its own. */
  private static final String ROOT = "<root>";

  /** Work on text and files, which scripts may really do below the folder. */
  private static final Set<String> REAL =
      Set.of(
          "awk",
          "sed",
          "grep",
          "cat",
          "cut",
          "flock",
          "tr",
          "sort",
          "uniq",
          "head",
          "tail",
          "wc",
          "mv",
          "cp",
          "rm",
          "mkdir",
          "rmdir",
          "ls",
          "ln",
          "touch",
          "chmod",
          "stat",
          "find",
          "readlink",
          "sha256sum",
          "cmp",
          "base64",
          "xargs",
          "paste",
          "tac",
          "uname",
          "nproc",
          "id",
          "timeout",
          "diff",
          "tee",
          "bash",
          "dirname",
          "basename",
          "od",
          "tar",
          "gzip");

  /** What would touch the machine or ask a cluster. */
  static final Set<String> PLAYED =
      Set.of(
          "kubectl",
          "socat",
          "etcdctl.sh",
          "etcdctl",
          "etcdutl",
          "systemctl",
          "journalctl",
          "systemd-run",
          "systemd-detect-virt",
          "apt-get",
          "apt-cache",
          "apt-config",
          "dpkg",
          "dpkg-query",
          "dnf",
          "rpm",
          "restorecon",
          "semanage",
          "getsebool",
          "setsebool",
          "matchpathcon",
          "docker",
          "dockerd",
          "ctr",
          "crictl",
          "containerd",
          "runc",
          "nft",
          "ip",
          "ss",
          "iptables",
          "ip6tables",
          "iptables-save",
          "ip6tables-save",
          "iptables-restore",
          "ip6tables-restore",
          "ipset",
          "ipvsadm",
          "modprobe",
          "openssl",
          "swapon",
          "swapoff",
          "sysctl",
          "locale",
          "locale-gen",
          "curl",
          "wget",
          "logger",
          "umount",
          "chown",
          "useradd",
          "userdel",
          "groupadd",
          "groupdel",
          "getent",
          "sleep",
          "kill",
          "etcd",
          "kubelet",
          "kube-apiserver",
          "kube-controller-manager",
          "kube-scheduler",
          "kube-proxy",
          "cri-dockerd",
          "helm",
          "nginx",
          "calicoctl",
          "df");

  /**
   * Absolute paths, but not those inside words, URLs and variables; the shell stays the real one.
   */
  private static final Pattern PATHS =
      Pattern.compile(
          "(?<![\\w.*$}{/\\])-])/(etc|var|run|proc|sys|usr|lib|opt|root|sbin|bin)\\b(?!/sh\\b)");

  /** Loops that wait: three looks are as good as nine hundred. */
  private static final Pattern PATIENCE =
      Pattern.compile("\\[ \"\\$(tries|looks)\" -(lt|le|gt|ge) \\d+ ]");

  private final Path bin;
  private final Duration endless;

  /** What a script did. */
  record Ran(int exitCode, List<String> lines, List<String> calls, boolean failed) {
    /** Whether the words of the call that failed are among the last lines. */
    boolean tells(int last) {
      return lines.subList(Math.max(0, lines.size() - last), lines.size()).stream()
          .anyMatch(l -> l.contains(WORDS));
    }
  }

  /**
   * @param bin a fresh folder for the programs, which all runs share
   */
  ScriptSandbox(Path bin) throws IOException {
    this(bin, Duration.ofMinutes(2));
  }

  /**
   * @param endless what runs longer never ends; a busy machine needs many times what a quiet one
   *     does
   */
  ScriptSandbox(Path bin, Duration endless) throws IOException {
    this.bin = bin;
    this.endless = endless;
    for (String name : REAL) {
      program(name, "exec " + real(name) + " \"$@\"\n");
    }
    // Names with the time in them are the same in each run.
    String now = "case \"$*\" in *%Y%m%dT*) echo 20260101T000000Z; exit ;; esac\n";
    program("date", now + "exec " + real("date") + " \"$@\"\n");
    String folder =
        "case \"$*\" in *-d*) %s -p \"$WALK/temporary\" ;; *) : >\"$WALK/temporary\" ;; esac";
    program("mktemp", folder.formatted(real("mkdir")) + " && echo \"$WALK/temporary\"\n");
    for (String name : PLAYED) {
      program(name, ". \"$WALK/answers\"\n");
    }
    // Time passes by waiting for it.
    String uptime = "\"${WALK%/walk}/proc/uptime\"";
    program(
        "sleep",
        "[ -e %s ] || exit 0\nread -r up _ <%s\necho \"$((${up%%.*} + 300)) 0\" >%s\n"
            .formatted(uptime, uptime, uptime));
    // A namespace of its own makes no difference on paper.
    program("unshare", "shift\nexec \"$@\"\n");
    Files.createSymbolicLink(bin.resolve("sh"), Path.of("/bin/sh"));
  }

  private static String real(String name) {
    return Stream.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/")
        .map(folder -> folder + name)
        .filter(file -> Files.isExecutable(Path.of(file)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("this machine has no " + name));
  }

  private void program(String name, String work) throws IOException {
    String text =
        """
        #!/bin/sh
        line="${0##*/} $*"
        printf '%%s\\0' "$line" >>"$WALK/calls"
        if [ "$line" = "$FAIL" ]; then
          : >"$WALK/failed"
          echo '%s' >&2
          exit %d
        fi
        """
            .formatted(WORDS, EXIT_CODE);
    Path file = Files.writeString(bin.resolve(name), text + work);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * Runs a script as a node does: the first command that fails ends it, both streams in their
   * order.
   *
   * @param root a fresh folder
   * @param failing the call that fails each time it is made; empty: none
   */
  Ran run(Path root, ScriptScenario scenario, String failing)
      throws IOException, InterruptedException {
    Path walk = Files.createDirectories(root.resolve("walk"));
    Files.writeString(walk.resolve("calls"), "");
    Files.writeString(
        walk.resolve("answers"),
        "case \"$line\" in\n" + moved(root, scenario.answers()) + "\nesac\n");
    Path place = Files.createDirectories(root.resolve("usr/local"));
    Files.createSymbolicLink(place.resolve("bin"), bin);
    Path program = root.resolve("program");
    String text = moved(root, scenario.text());
    Files.writeString(
        program, scenario.isAlone() ? text : scenario.library() + "\nset -e\n" + text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

    start(root, walk, "", Map.of("PATH", "/usr/bin:/bin"), setup(scenario), List.of("/bin/sh"));
    List<String> command = new ArrayList<>(List.of("/bin/sh", program.toString()));
    command.addAll(scenario.arguments());
    Map<String, String> environment = new java.util.HashMap<>(Map.of("PATH", bin.toString()));
    scenario.environment().forEach((k, v) -> environment.put(k, moved(root, v)));
    Output output =
        start(root, walk, failing.replace(ROOT, root.toString()), environment, "", command);
    return new Ran(
        output.exitCode(),
        output.text().lines().toList(),
        calls(root, walk),
        Files.exists(walk.resolve("failed"), LinkOption.NOFOLLOW_LINKS));
  }

  private static String setup(ScriptScenario scenario) {
    return "set -e\nmkdir -p etc/cni/net.d var/lib/quorate var/backups/etcd var/lib/etcd run proc/self"
        + " proc/net proc/sys sys usr/share root\n"
        + scenario.setup();
  }

  private static List<String> calls(Path root, Path walk) throws IOException {
    Set<String> calls = new LinkedHashSet<>();
    for (String call : Files.readString(walk.resolve("calls")).split("\0")) {
      if (!call.isBlank()) {
        calls.add(call.replace(root.toString(), ROOT));
      }
    }
    return List.copyOf(calls);
  }

  private static String moved(Path root, String text) {
    String quick = PATIENCE.matcher(text).replaceAll("[ \"\\$$1\" -$2 3 ]");
    return PATHS.matcher(quick).replaceAll(m -> root + "/" + m.group(1));
  }

  private record Output(int exitCode, String text) {}

  private Output start(
      Path root,
      Path walk,
      String failing,
      Map<String, String> environment,
      String input,
      List<String> command)
      throws IOException, InterruptedException {
    Path in = Files.writeString(walk.resolve("in"), input);
    Path out = walk.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("WALK", walk.toString());
    builder.environment().put("FAIL", failing);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    boolean ended = process.waitFor(endless);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return new Output(process.exitValue(), "IT NEVER ENDS");
    }
    return new Output(
        process.exitValue(), new String(Files.readAllBytes(out), StandardCharsets.UTF_8));
  }
}
