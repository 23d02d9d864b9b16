package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.terminal.Tmux;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A person's first install: the wizard by keys in a terminal, from nodes that nobody has met to a
 * verified cluster. The terminal is closed in the middle; the run goes on and another follows it.
 */
final class GuidedInstall {

  private final Program quorate;
  private final int nodes;

  /**
   * @param quorate with a home that knows none of the nodes yet
   * @param nodes how many; three of them become masters
   */
  GuidedInstall(Program quorate, int nodes) {
    this.quorate = quorate;
    this.nodes = nodes;
  }

  /** The inventory that the wizard has written. */
  Path toItsEnd() {
    try (Tmux terminal = open()) {
      run(terminal);
      terminal.await(Limits.SOON, "What do you want to do?");
      terminal.press("Enter");
      answer(terminal);
      terminal.await(Limits.SOON, "0 errors");
      terminal.press("F10");
      terminal.await(Limits.SOON, "Install now?");
      terminal.press("Right", "Enter");
      terminal.await(Limits.RUN, "the control plane", s -> s.contains("Control plane  "));
    }
    try (Tmux other = open()) {
      run(other, "attach");
      String end = other.await(Limits.RUN, "install of lab: ");
      assertThat(end).contains("install of lab: done", "Verified");
      other.press("q");
      other.await(Limits.SOON, "code=0");
    }
    return quorate.home().resolve("lab.yaml");
  }

  private Tmux open() {
    return Tmux.open(110, 34, quorate.environment(), quorate.home());
  }

  private static void run(Tmux terminal, String... arguments) {
    terminal.command(String.join(" ", Program.words(arguments)) + "; echo code=$?");
  }

  /** Every page up to the preflight. */
  private void answer(Tmux terminal) {
    page(terminal, "Access");
    fill(terminal, "Cluster name", "lab");
    fill(terminal, "Private key file", Lab.key().toString());
    terminal.press("F10");

    page(terminal, "Hosts");
    terminal.paste(
        IntStream.rangeClosed(1, nodes)
            .mapToObj(i -> "node-" + i + " " + Lab.address(i) + "\n")
            .collect(Collectors.joining()));
    terminal.await(Limits.SOON, "four new keys", s -> s.split("new key ", -1).length > nodes);
    terminal.press("F6");
    terminal.await(Limits.SOON, "4 new host keys");
    terminal.press("Enter", "Enter");
    terminal.await(Limits.SOON, "four answers", s -> s.split("2 CPUs|CPUs,", -1).length > nodes);
    terminal.press("F10");

    page(terminal, "Roles");
    terminal.await(Limits.SOON, "3 masters: quorum 2, survives 1 failure");
    terminal.press("F10");

    page(terminal, "Versions");
    fill(terminal, "Kubernetes", "1.20.2");
    // The older series: its members tell other things without a quorum than later ones.
    fill(terminal, "etcd", "3.4.23");
    fill(terminal, "containerd", "1.6.20");
    fill(terminal, "runc", "1.1.5");
    fill(terminal, "CNI plugins", "1.1.1");
    fill(terminal, "Pause image", "registry.k8s.io/pause:3.10.1");
    fill(terminal, "Mirror", Lab.MIRROR);
    fill(terminal, "Image archives", "images/pause.tar, images/busybox.tar");
    terminal.press("F10");

    page(terminal, "Network");
    focus(terminal, "Pod network by");
    terminal.press("Right");
    terminal.await(Limits.SOON, "< routed >");
    focus(terminal, "Cluster DNS add-on");
    terminal.press("Right");
    terminal.await(Limits.SOON, "< none >");
    terminal.press("F10");

    page(terminal, "etcd token and security");
    terminal.press("F10");

    page(terminal, "Review");
    terminal.press("F2");
    terminal.await(Limits.SOON, "Prepare the system");
    terminal.press("F10");
    page(terminal, "Preflight");
  }

  private static void page(Tmux terminal, String title) {
    terminal.await(Limits.SOON, "Quorate • " + title + " ");
  }

  /** Moves on until the field has the focus. */
  private static void focus(Tmux terminal, String label) {
    Pattern focused = Pattern.compile("→ " + Pattern.quote(label) + "\\s");
    for (int i = 0; i < 30; i++) {
      if (focused.matcher(terminal.screen()).find()) {
        return;
      }
      terminal.press("Tab");
    }
    throw new AssertionError("no field " + label + " on this page:\n" + terminal.screen());
  }

  private static void fill(Tmux terminal, String label, String text) {
    focus(terminal, label);
    terminal.press("End");
    for (int i = 0; i < 32; i++) {
      terminal.type("\u007f");
    }
    terminal.type(text);
    terminal.await(Limits.SOON, label + " with " + text, s -> s.contains(text));
  }
}
