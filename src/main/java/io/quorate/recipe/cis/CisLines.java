package io.quorate.recipe.cis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every line of the CIS Kubernetes Benchmark 1.12 for a cluster that looks after its own masters.
 * The numbers are the benchmark's; the words are ours.
 */
public final class CisLines {

  /** Of the benchmark, which is for Kubernetes 1.32 to 1.34; its lines hold beyond that. */
  public static final String VERSION = "1.12";

  /** The titles of its parts, by number. */
  private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put("1.1", "Files of the masters");
    SECTIONS.put("1.2", "API server");
    SECTIONS.put("1.3", "Controller manager");
    SECTIONS.put("1.4", "Scheduler");
    SECTIONS.put("2", "etcd");
    SECTIONS.put("3.1", "Authentication of people");
    SECTIONS.put("3.2", "Audit log");
    SECTIONS.put("4.1", "Files of the nodes");
    SECTIONS.put("4.2", "kubelet");
    SECTIONS.put("4.3", "kube-proxy");
    SECTIONS.put("5.1", "RBAC and service accounts");
    SECTIONS.put("5.2", "Pod security");
    SECTIONS.put("5.3", "Network policies");
    SECTIONS.put("5.4", "Secrets");
    SECTIONS.put("5.5", "Images");
    SECTIONS.put("5.6", "General policies");
  }

  private static final List<Rule> ALL = all();

  private CisLines() {}

  /** In the benchmark's order. */
  static List<Rule> rules() {
    return ALL;
  }

  /** The part that a line stands in, with its number. */
  static String section(Rule rule) {
    return rule.section() + " " + SECTIONS.get(rule.section());
  }

  private static List<Rule> all() {
    List<Rule> all = new ArrayList<>();
    all.addAll(MasterLines.all());
    all.addAll(NodeLines.all());
    all.addAll(PeopleLines.all());
    return List.copyOf(all);
  }
}
