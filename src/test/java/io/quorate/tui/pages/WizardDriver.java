package io.quorate.tui.pages;

import io.quorate.plan.Finding;
import io.quorate.plan.Phase;
import io.quorate.plan.Reachability;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.TextCanvas;
import io.quorate.wizard.Effect;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.HostEntry;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.OwnField;
import io.quorate.wizard.Page;
import io.quorate.wizard.PlanPreview;
import io.quorate.wizard.WizardEffect;
import io.quorate.wizard.WizardReport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Drives the wizard by keys and reports, as a person and the background would. */
final class WizardDriver {

  static final LocalDate TODAY = LocalDate.of(2026, 10, 1);

  static final String TOKEN = "k3v9q2m7x5t1z8w4r6p0n2b5h7j9d1f3";

  private final Shell<InstallWizard> program;
  final List<Effect> effects = new ArrayList<>();
  final List<Effect> stops = new ArrayList<>();
  Screen<InstallWizard> screen;

  WizardDriver(InstallWizard wizard) {
    program = InstallPages.shell(wizard, false);
    screen = program.start();
  }

  /** With a token that is the same in every picture. */
  static WizardDriver fresh() {
    return new WizardDriver(InstallWizard.fresh(TODAY).edit("etcd_initial_token", TOKEN));
  }

  WizardDriver send(Message message) {
    var update = program.update(screen, message);
    screen = update.model();
    effects.addAll(update.effects());
    stops.addAll(update.stops());
    // Files are quick here.
    update.effects().stream()
        .filter(e -> e instanceof WizardEffect.SaveAnswers)
        .forEach(e -> send(new Message.Ended(e)));
    return this;
  }

  WizardDriver press(Key... keys) {
    for (Key key : keys) {
      send(new Message.Pressed(KeyPress.of(key)));
    }
    return this;
  }

  WizardDriver type(String text) {
    text.chars().forEach(c -> send(new Message.Pressed(KeyPress.of((char) c))));
    return this;
  }

  WizardDriver ctrl(char letter) {
    return send(new Message.Pressed(new KeyPress(Key.CHARACTER, letter, true, false, false)));
  }

  WizardDriver paste(String text) {
    return send(new Message.Pasted(text));
  }

  WizardDriver report(WizardReport report) {
    return send(new Message.Reported(report));
  }

  /** The newest work of a kind comes to its end. */
  WizardDriver ended(Class<? extends WizardEffect> type) {
    return send(new Message.Ended(asked(type).getLast()));
  }

  InstallWizard wizard() {
    return screen.wizard();
  }

  <E extends WizardEffect> List<E> asked(Class<E> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Reports the newest check of a host. */
  WizardDriver found(String host, HostCheck check) {
    long ticket =
        wizard().hosts().stream()
            .filter(h -> h.name().equals(host))
            .findFirst()
            .orElseThrow()
            .ticket();
    return report(new WizardReport.HostChecked(ticket, check));
  }

  WizardDriver resize(int width, int height) {
    return send(new Message.Resized(width, height));
  }

  TextCanvas drawn(Glyphs glyphs) {
    TextCanvas canvas = new TextCanvas(screen.width(), screen.height(), glyphs);
    program.view(screen, canvas.canvas());
    return canvas;
  }

  String draw() {
    return drawn(Glyphs.UNICODE).toText();
  }

  // ---- the journey of the pictures ---------------------------------------------------------

  static final HostCheck.KeyUnknown NEW_KEY =
      new HostCheck.KeyUnknown(
          "ssh-ed25519", "SHA256:Qm9vdHN0cmFwcGluZyBpcyBmdW4gYW5kIGdvb2Qgbm8x");

  WizardDriver toHosts() {
    return press(Key.F10)
        .paste(
            "node-[1-3] 192.168.9.[11-13]\nroot@192.168.9.14:2222\nnode-5 192.168.9.999\nnode-6 192.168.9.16\n")
        .found(
            "node-1",
            new HostCheck.Reachable("Debian GNU/Linux 12 (bookworm)", "amd64", 4, 7981, ""))
        .found(
            "node-2",
            new HostCheck.Reachable("Ubuntu 24.04 LTS", "arm64", 2, 1987, "a container (lxc)"))
        .found("node-3", NEW_KEY)
        .found(
            "node-4",
            new HostCheck.Failed("Connection refused by 192.168.9.14:2222. Is sshd running there?"))
        .ended(WizardEffect.CheckHosts.class);
  }

  WizardDriver toRoles() {
    return toHosts()
        .type("d")
        .found(
            "node-3",
            new HostCheck.Reachable("Debian GNU/Linux 12 (bookworm)", "amd64", 4, 7981, ""))
        .press(Key.F10);
  }

  WizardDriver toReview() {
    toRoles().press(Key.F10, Key.F10, Key.F10, Key.F10);
    long ticket = wizard().outlook().plan().ticket();
    return report(
            new WizardReport.PlanMade(
                ticket,
                new PlanPreview(
                    List.of(
                        new PlanPreview.NodePlan(
                            "node-1",
                            List.of(
                                new PlanPreview.StepPlan(
                                    Phase.PREPARE,
                                    "Prepare the system",
                                    List.of(
                                        new PlanPreview.Change("packages curl, tmux", ""),
                                        new PlanPreview.Change("time zone", "Etc/UTC"))),
                                new PlanPreview.StepPlan(
                                    Phase.ETCD,
                                    "Join the etcd cluster",
                                    List.of(
                                        new PlanPreview.Change(
                                            "etcd.service",
                                            "restarted: /etc/systemd/system/etcd.service")))),
                            ""),
                        new PlanPreview.NodePlan("node-2", List.of(), "")))))
        .ended(WizardEffect.MakePlan.class)
        .foundFile("");
  }

  /** What the background says of the place for the inventory. */
  WizardDriver foundFile(String refusal) {
    String path = wizard().value(OwnField.PATH.key());
    return report(
            new WizardReport.FileLookedAt(
                wizard().outlook().file().ticket(), path, refusal, "Name another file."))
        .ended(WizardEffect.LookAtFile.class);
  }

  WizardDriver toPreflight(Finding... findings) {
    return toReview().press(Key.F10).judged(List.of(findings));
  }

  private WizardDriver judged(List<Finding> findings) {
    long ticket = wizard().outlook().preflight().ticket();
    return report(new WizardReport.PreflightDone(ticket, findings, pairs()))
        .ended(WizardEffect.RunPreflight.class)
        .foundFile("");
  }

  static Finding finding(String node, Finding.Kind check, Finding.Status status) {
    return switch (check) {
      case MEMORY ->
          new Finding(
              node,
              check,
              "Memory",
              status,
              "1987 MiB of memory; a master is comfortable with 2048 MiB or more.",
              status == Finding.Status.OK ? "" : "Give the machine more memory, or go on.");
      case CLOCK ->
          new Finding(
              node,
              check,
              "Clock",
              status,
              "The clock is 4.2 s behind the other nodes' clocks.",
              status == Finding.Status.OK ? "" : "Run timedatectl set-ntp true on " + node + ".");
      default -> new Finding(node, check, "Operating system", status, "Debian 12", "");
    };
  }

  WizardDriver toPreflight() {
    return toReview().press(Key.F10).judged();
  }

  /** Reports the newest look at the nodes. */
  WizardDriver judged() {
    List<Finding> findings = new ArrayList<>();
    for (String node : wizardNodes()) {
      findings.add(finding(node, Finding.Kind.OS, Finding.Status.OK));
      findings.add(
          finding(
              node,
              Finding.Kind.MEMORY,
              node.equals("node-2") ? Finding.Status.WARNING : Finding.Status.OK));
      findings.add(
          finding(
              node,
              Finding.Kind.CLOCK,
              node.equals("node-3") ? Finding.Status.FAILED : Finding.Status.OK));
    }
    return judged(findings);
  }

  private List<String> wizardNodes() {
    return wizard().hosts().stream().map(HostEntry::name).toList();
  }

  /** Workers need nothing of each other; node-2 is kept out by node-1, node-3 could not try. */
  private List<Reachability> pairs() {
    List<Reachability> pairs = new ArrayList<>();
    for (HostEntry from : wizard().hosts()) {
      for (HostEntry to : wizard().hosts()) {
        if (from != to) {
          pairs.add(pair(from, to));
        }
      }
    }
    return pairs;
  }

  private static Reachability pair(HostEntry from, HostEntry to) {
    String names = from.name() + " " + to.name();
    if (!from.isMaster() && !to.isMaster()) {
      return new Reachability(
          from.name(),
          to.name(),
          Reachability.Outcome.NOT_NEEDED,
          List.of(),
          "It needs no port of it.",
          "");
    }
    return switch (names) {
      case "node-2 node-1" ->
          new Reachability(
              from.name(),
              to.name(),
              Reachability.Outcome.SILENT,
              List.of(),
              "No answer from node-1 (192.168.9.11) on port 2379, 2380.",
              "Let these ports through between the nodes: look at firewalls and at"
                  + " `private_address`.");
      case "node-3 node-1", "node-3 node-2" ->
          new Reachability(
              from.name(),
              to.name(),
              Reachability.Outcome.UNTRIED,
              List.of(),
              "Not known: it has no perl.",
              "");
      case "node-4 node-1" ->
          new Reachability(
              from.name(),
              to.name(),
              Reachability.Outcome.OPENS_LATER,
              List.of(),
              "It opens when it joins.",
              "");
      default ->
          new Reachability(
              from.name(), to.name(), Reachability.Outcome.ANSWERS, List.of(), "It answers.", "");
    };
  }

  static String passwordField() {
    return OwnField.PASSWORD.key();
  }

  Page page() {
    return screen.wizard().page();
  }
}
