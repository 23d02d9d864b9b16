package io.quorate.inventory.form;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Marks;
import io.quorate.inventory.Quorum;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.setting.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A page for a wiki: the hosts and their roles, the quorum in words, the settings. */
final class MarkdownWriter {
  private static final String MARKS = "\\`*_{}[]<>|#~&!$";

  private final Inventory inventory;
  private final StringBuilder out = new StringBuilder();
  private final List<String> leftOut = new ArrayList<>();

  private MarkdownWriter(Inventory inventory) {
    this.inventory = inventory;
  }

  static Rendering write(Inventory inventory) {
    MarkdownWriter writer = new MarkdownWriter(inventory);
    writer.page();
    return new Rendering(writer.out.toString(), writer.leftOut, false);
  }

  private void page() {
    line("# Kubernetes cluster " + cell(inventory.clusterName()));
    line("");
    int masters = inventory.masters().size();
    line(
        "Kubernetes "
            + cell(inventory.versions().kubernetes())
            + " on "
            + inventory.hosts().size()
            + (inventory.hosts().size() == 1 ? " host. " : " hosts. ")
            + Quorum.words(masters)
            + ".");
    line("");
    topology();
    hosts();
    for (Setting.Group group : Setting.Group.values()) {
      settings(group);
    }
    if (!leftOut.isEmpty()) {
      line(
          "Left out, because it is secret: "
              + String.join(", ", leftOut.stream().map(MarkdownWriter::cell).toList())
              + ".");
    }
  }

  private void topology() {
    line("## Topology");
    line("");
    line("```text");
    String jumpHost = inventory.access().jumpHost();
    line("you" + (jumpHost == null || JumpHost.isNone(jumpHost) ? "" : " ── " + fenced(jumpHost)));
    List<Host> masters = inventory.masters();
    List<Host> workers = inventory.workers().stream().filter(h -> !h.isMaster()).toList();
    branch("masters: etcd and the control plane", masters, workers.isEmpty());
    if (!workers.isEmpty()) {
      branch(
          "workers: pods; the API through 127.0.0.1:" + inventory.network().apiProxyPort(),
          workers,
          true);
    }
    line("```");
    line("");
  }

  private void branch(String title, List<Host> hosts, boolean last) {
    line((last ? "└─ " : "├─ ") + title);
    for (int i = 0; i < hosts.size(); i++) {
      Host host = hosts.get(i);
      line(
          (last ? "   " : "│  ")
              + (i == hosts.size() - 1 ? "└─ " : "├─ ")
              + fenced(host.name())
              + "  "
              + fenced(host.nodeAddress())
              + (host.isMaster() && host.isWorker() ? "  (also takes pods)" : "")
              + ownWay(host));
    }
  }

  /** Where the line from "you" is not this host's. */
  private String ownWay(Host host) {
    if (host.jumpHost() == null) {
      return "";
    }
    String way = inventory.access().jumpHostOf(host);
    return "  (" + (way == null ? "directly" : "through " + fenced(way)) + ")";
  }

  private void hosts() {
    line("## Hosts");
    line("");
    boolean keys = inventory.hosts().stream().anyMatch(h -> h.keyFile() != null);
    boolean ways = inventory.hosts().stream().anyMatch(h -> h.jumpHost() != null);
    boolean marks = inventory.hosts().stream().anyMatch(h -> !h.marks().equals(Marks.NONE));
    line(
        "| host | roles | SSH | node address |"
            + (keys ? " key of its own |" : "")
            + (ways ? " through |" : "")
            + (marks ? " labels and taints |" : ""));
    line(
        "| --- | --- | --- | --- |"
            + (keys ? " --- |" : "")
            + (ways ? " --- |" : "")
            + (marks ? " --- |" : ""));
    for (Host host : inventory.hosts()) {
      Access access = inventory.access();
      List<String> cells =
          new ArrayList<>(
              List.of(
                  host.name(),
                  roles(host),
                  access.userOf(host) + "@" + host.address() + ":" + access.portOf(host),
                  host.nodeAddress()));
      if (keys) {
        cells.add(host.keyFile() == null ? "" : host.keyFile());
      }
      if (ways) {
        String jumpHost = access.jumpHostOf(host);
        cells.add(jumpHost == null ? "" : jumpHost);
      }
      if (marks) {
        cells.add(marks(host));
      }
      row(cells);
    }
    line("");
  }

  private String marks(Host host) {
    List<String> marks = new ArrayList<>();
    inventory.labelsOf(host).forEach((key, value) -> marks.add(key + "=" + value));
    marks.addAll(inventory.taintsOf(host));
    return String.join("\n", marks);
  }

  private static String roles(Host host) {
    return (host.isMaster() ? "master" : "")
        + (host.isMaster() && host.isWorker() ? ", " : "")
        + (host.isWorker() ? "worker" : "");
  }

  private void settings(Setting.Group group) {
    List<Map.Entry<Setting, Object>> entries =
        InventoryFile.settings(inventory).entrySet().stream()
            .filter(entry -> entry.getKey().group() == group)
            .toList();
    if (entries.isEmpty()) {
      return;
    }
    line("## " + group.title());
    line("");
    line("| setting | value |");
    line("| --- | --- |");
    for (var entry : entries) {
      Setting setting = entry.getKey();
      if (setting.secret()) {
        leftOut.add(setting.key());
      } else {
        row(List.of(setting.key(), LeftOut.withoutSecrets(entry.getValue())));
      }
    }
    line("");
  }

  private void row(List<String> cells) {
    StringBuilder row = new StringBuilder("|");
    for (String cell : cells) {
      row.append(' ').append(cell(cell)).append(" |");
    }
    line(row.toString());
  }

  /** A text in which Markdown and HTML find nothing to act on, in one line. */
  private static String cell(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                safe.append("<br>");
              } else if (Character.isISOControl(c)) {
                safe.append(' ');
              } else {
                safe.append(MARKS.indexOf(c) >= 0 ? "\\" : "").appendCodePoint(c);
              }
            });
    return safe.toString();
  }

  /** In a fenced block nothing is escaped; a line stays one. */
  private static String fenced(String text) {
    return text.replace('`', '\'').replaceAll("\\p{Cntrl}", " ");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
