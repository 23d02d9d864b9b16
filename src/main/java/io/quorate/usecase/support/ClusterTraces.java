package io.quorate.usecase.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Secrets;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.plan.facts.StatusJson;
import io.quorate.recipe.cluster.CertificateTable;
import io.quorate.recipe.cluster.StatusReading;
import io.quorate.recipe.cluster.SupportProbe;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionTable;
import io.quorate.usecase.CertificateLines;
import io.quorate.usecase.ClusterSession;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a cluster's nodes have to tell: how it is, its versions and certificates, what each machine
 * is, and what its log has of the cluster's units. No file of a node is fetched.
 */
final class ClusterTraces {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Of how many nodes the logs are held at the same time before they are cut. */
  private static final int TOGETHER = 8;

  /** All nodes share so many characters for their logs, which each unit's is a part of. */
  private static final int LOGS = 6 << 20;

  private static final int LEAST_OF_UNIT = 4 << 10;

  private final ClusterSession session;
  private final Inventory inventory;
  private final Gathered gathered;

  ClusterTraces(ClusterSession session, Gathered gathered) {
    this.session = session;
    this.inventory = session.inventory();
    this.gathered = gathered;
  }

  void gather() throws InterruptedException {
    gathered.secrets().addAll(session.secrets());
    ClusterFacts facts = session.look(SupportProbe.ofCluster(inventory));
    silent(facts);
    if (facts.nodes().isEmpty()) {
      return;
    }
    facts.nodes().values().forEach(this::know);
    Instant now = Instant.now();
    gathered.add(
        "cluster/status.json", StatusJson.write(StatusReading.of(inventory, facts, now)) + "\n");
    gathered.add("cluster/versions.txt", VersionTable.running(VersionMatrix.of(inventory, facts)));
    gathered.add(
        "cluster/certificates.txt",
        CertificateLines.of(CertificateTable.of(inventory, facts, null, "", now), true));
    for (Host host : inventory.hosts()) {
      NodeFacts found = facts.nodes().get(host.name());
      if (found != null) {
        gathered.add(folder(host.name()) + "machine.json", machine(found));
      }
    }
    logs(facts);
  }

  /** A node that does not answer is told, and leaves the bundle without it. */
  private void silent(ClusterFacts facts) {
    new TreeMap<>(facts.unreachable())
        .forEach((node, why) -> gathered.trouble(node + " could not be asked: " + why));
  }

  private void know(NodeFacts found) {
    gathered.names().add(found);
    found
        .pki()
        .forEach(
            (path, text) -> {
              if (!path.endsWith(".crt") && !path.endsWith(".pub")) {
                gathered.secrets().addAll(Secrets.keysOf(text));
              }
            });
  }

  private static String folder(String node) {
    return "nodes/" + node + "/";
  }

  private static String machine(NodeFacts found) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("node", found.node());
    told.put("hostname", found.hostname());
    told.put("system", found.osName());
    told.put("systemId", found.osId() + " " + found.osVersion());
    told.put("kernel", found.kernel());
    told.put("architecture", found.arch());
    told.put("processors", found.cpus());
    told.put("memoryMiB", found.memoryMiB());
    told.put("diskFreeMiB", found.diskFreeMiB());
    told.put("cgroupV2", found.cgroupV2());
    told.put("container", found.container());
    told.put("capSysResource", found.capSysResource());
    told.put("conntrackWritable", found.conntrackWritable());
    told.put("clockSkewMillis", found.clockSkewMillis());
    told.put("swapOn", found.swapOn());
    told.put("timezone", found.timezone());
    told.put("addresses", found.addresses());
    told.put("routes", found.routes());
    told.put("defaultInterface", found.defaultInterface());
    told.put("mtu", found.mtu());
    told.put("listening", new TreeMap<>(found.listening()));
    told.put("activeUnits", new TreeSet<>(found.units()));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(told) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values can be written", e);
    }
  }

  /** A few nodes at a time: the logs of all together may be long. */
  private void logs(ClusterFacts facts) throws InterruptedException {
    Map<String, ProbeRequest> requests = SupportProbe.ofLogs(inventory);
    List<String> nodes =
        inventory.hosts().stream().map(Host::name).filter(facts.nodes()::containsKey).toList();
    for (int from = 0; from < nodes.size(); from += TOGETHER) {
      List<String> some = nodes.subList(from, Math.min(nodes.size(), from + TOGETHER));
      Map<String, ProbeRequest> asked = new LinkedHashMap<>(requests);
      asked.keySet().retainAll(some);
      ClusterFacts told = session.ask(asked);
      for (String node : some) {
        NodeFacts found = told.nodes().get(node);
        String record = found == null ? "" : found.records().getOrDefault(ProbeRequest.JOURNAL, "");
        if (!record.endsWith("end\n")) {
          gathered.trouble(node + ": its log was not told, or not to its end.");
        }
        sections(record).forEach((path, text) -> log(folder(node) + path, text, nodes.size()));
      }
    }
  }

  private void log(String path, String text, int nodes) {
    int sections = 16 * nodes;
    gathered.add(BundleText.whole(path, text).last(Math.max(LEAST_OF_UNIT, LOGS / sections)));
  }

  /** The sections of an answer to {@code assets/support/journal.sh}, as files; none is empty. */
  private static Map<String, String> sections(String record) {
    Map<String, StringBuilder> files = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    for (String line : record.lines().toList()) {
      if (line.startsWith(" ")) {
        text.append(line, 1, line.length()).append('\n');
      } else {
        text = files.computeIfAbsent(file(line), f -> new StringBuilder());
      }
    }
    Map<String, String> told = new LinkedHashMap<>();
    files.forEach(
        (file, found) -> {
          if (!found.isEmpty()) {
            told.put(file, found.toString());
          }
        });
    return told;
  }

  private static String file(String section) {
    return switch (section) {
      case "state" -> "units.txt";
      case "failed" -> "failed-units.txt";
      case "memory" -> "out-of-memory.log";
      case "ours" -> "units-not-listed.txt";
      default -> section.replaceFirst("^unit ", "").replaceAll("[^A-Za-z0-9@._-]", "_") + ".log";
    };
  }
}
