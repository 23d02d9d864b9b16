package io.quorate.cli.inventory;

import io.quorate.inventory.setting.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files just below the limit of size, each with too much of one thing. */
final class Monsters {
  private static final int LARGE = 4_000_000;

  private Monsters() {}

  private static String times(int length, IntFunction<String> part) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < length; i++) {
      text.append(part.apply(i));
    }
    return text.toString();
  }

  private static String vars(String setting, String value) {
    return "all:\n  vars:\n    " + setting + ": " + value + "\n";
  }

  private static String hosts(String hosts) {
    return "all:\n  hosts:\n" + hosts;
  }

  /** Made one by one: together they would fill the memory themselves. */
  static List<Supplier<String>> all() {
    List<Supplier<String>> all = new ArrayList<>();
    for (String sign :
        List.of(
            "a",
            "[",
            "]",
            "{",
            ":",
            "-",
            "- ",
            "\n",
            "'",
            "\"",
            "#",
            "\\",
            "[:",
            "[1:2]",
            "a/",
            "--a=b,",
            "*/5 ",
            "a.",
            "1.",
            "\u00e9",
            "---\n",
            "? ",
            "! ",
            "&a ",
            "a: ",
            "a:\n",
            "<<: ",
            "a=b ",
            "[a]\n",
            "[a:vars]\n",
            "a[1:5000]\n",
            "=",
            "{{",
            "$ANSIBLE_VAULT;",
            "%")) {
      String some = sign.repeat(20_000 / sign.length());
      all.add(() -> sign.repeat(LARGE / sign.length()));
      all.add(() -> hosts("    ? " + quoted(some) + "\n    : {ansible_host: 10.0.0.1}\n"));
      all.add(() -> "[k8s_masters]\n" + some + " ansible_host=" + some + "\n[all:vars]\na=" + some);
      all.add(() -> everywhere(some.replace("\n", " ")));
    }
    all.add(() -> hosts(times(LARGE, i -> "    n%d[1:5000]:\n".formatted(i))));
    all.add(() -> hosts(times(LARGE, i -> "    n%d:\n".formatted(i))));
    all.add(() -> hosts(times(LARGE, i -> "    n%d: {ansible_usr: x}\n".formatted(i))));
    all.add(() -> hosts(times(LARGE, i -> "    n%d: {cni: x}\n".formatted(i))));
    all.add(() -> hosts(times(1_300_000, i -> "    n%d:\n".formatted(i))));
    all.add(() -> "all:\n  vars:\n" + times(1_300_000, i -> "    s%d: x\n".formatted(i)));
    all.add(() -> times(1_000_000, i -> "g%d:\n".formatted(i)));
    all.add(() -> "[all:vars]\n" + times(LARGE, i -> "s%d=x\n".formatted(i)));
    all.add(() -> times(LARGE, i -> "g%d:\n".formatted(i)));
    all.add(() -> "all:\n  vars:\n" + times(LARGE, i -> "    s%d: x\n".formatted(i)));
    all.add(
        () -> "all:\n  vars:\n    packages:\n" + times(LARGE, i -> "    - '%d;'\n".formatted(i)));
    all.add(() -> vars("checksums", "{" + times(LARGE, i -> "a%d: b, ".formatted(i)) + "}"));
    all.add(() -> vars("kubelet_config", "{" + times(LARGE, i -> "a%d: , ".formatted(i)) + "}"));
    all.add(() -> "[k8s_masters]\n" + times(LARGE, i -> "n%d a=%d\n".formatted(i, i)));
    all.add(() -> "[k8s_masters]\n" + times(LARGE, i -> "n%d[1:5000]\n".formatted(i)));
    all.add(() -> times(LARGE, i -> "[g%d:children]\ng%d\n".formatted(i, i + 1)));
    all.add(() -> times(30_000, i -> "[g%d:children]\ng%d\ng%d\n".formatted(i, i + 1, i + 2)));
    all.add(
        () ->
            "apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nspec:\n  hosts:\n"
                + times(
                    LARGE, i -> "  - {role: worker, x: 1, ssh: {address: a%d}}\n".formatted(i)));
    all.add(
        () ->
            "nodes:\n" + times(LARGE, i -> "- {address: a%d, role: [etcd], x: 1}\n".formatted(i)));
    all.add(
        () ->
            "apiVersion: kubekey.kubesphere.io/v1alpha2\nkind: Cluster\nspec:\n  hosts: [{name: n}]\n"
                + "  roleGroups:\n    worker:\n"
                + times(LARGE, i -> "    - n%d[1:5000]\n".formatted(i)));
    all.add(
        () ->
            "[kube_control_plane]\n"
                + times(LARGE, i -> "n%d ip=%d\n".formatted(i, i))
                + "[etcd]\nx[1:5000]\n");
    return all;
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + "\"";
  }

  /** The same text as the value of every setting. */
  private static String everywhere(String text) {
    return Stream.of(
            Stream.of(Setting.values())
                .map(setting -> "    " + setting.key() + ": " + value(setting, text)),
            Stream.of("    ansible_ssh_common_args: " + quoted(text)))
        .flatMap(lines -> lines)
        .collect(
            Collectors.joining("\n", "all:\n  vars:\n", "\n  hosts: {a: {ansible_host: b}}\n"));
  }

  private static String value(Setting setting, String text) {
    return switch (setting.kind()) {
      case LIST, PORTS -> "[" + quoted(text) + ", " + quoted(text + " 80") + "]";
      case MAP, TREE -> "{" + "a: " + quoted(text) + "}";
      default -> quoted(text);
    };
  }
}
