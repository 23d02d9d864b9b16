package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Version;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.UpgradeQuestion;
import io.quorate.platform.Template;
import io.quorate.recipe.preflight.UpgradeObjects.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Kinds of the API that somebody asks for and that the target does not serve, by what each API
 * server has counted since it started: who asked, it does not tell.
 */
record RemovedApis(Inventory inventory, ClusterFacts facts, Version target) {

  /**
   * Kinds that people and their tools write, in versions that are not served from a minor version
   * on, "MINOR GROUP/VERSION KINDS" a line (kubernetes.io, "Deprecated API Migration Guide").
   */
  static final String KINDS = new Template("upgrade/removed-kinds").text();

  /**
   * What controllers do with each kind that is served, whether or not anybody else uses it: the
   * garbage collector watches, and the end of a namespace deletes all that is in it, which 1.20
   * counts as DELETE.
   */
  private static final Set<String> OWN = Set.of("LIST", "WATCH", "DELETE", "DELETECOLLECTION");

  private static final class Asked {
    private final Set<String> nodes = new TreeSet<>();
    private final Set<String> verbs = new TreeSet<>();
    private long watches;
    private final String release;

    Asked(String release) {
      this.release = release;
    }

    /** One watch is the garbage collector's, which has one in the whole cluster. */
    boolean isOwn() {
      return OWN.containsAll(verbs) && watches <= 1;
    }
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Map<String, Asked> asked = new TreeMap<>();
    for (Host master : inventory.masters()) {
      NodeFacts found = facts.nodes().get(master.name());
      if (found != null) {
        List<String> lines =
            found.records().getOrDefault(UpgradeQuestion.API_SERVER.script(), "").lines().toList();
        if (!lines.contains("end")) {
          findings.add(unseen(master.name(), lines));
        }
        lines.forEach(l -> read(master.name(), l.split("\t", -1), asked));
      }
    }
    asked.forEach((kind, one) -> findings.add(finding(kind, one)));
    UpgradeObjects objects = UpgradeObjects.of(inventory, facts);
    if (objects != null) {
      objects.written().forEach(w -> written(w).ifPresent(findings::add));
    }
    return findings;
  }

  /** Objects stay, and are served in what replaces it; who writes them does not get through. */
  private Optional<Finding> written(Written written) {
    Version end = Version.line(target.minorLine());
    return KINDS
        .lines()
        .map(l -> l.split(" "))
        .filter(w -> w[1].equals(written.version()) && w[2].equals(written.kinds()))
        .filter(w -> !end.before(Version.line(w[0])))
        .map(
            w ->
                Finding.warning(
                        "",
                        Kind.REMOVED_APIS,
                        written.version() + " " + written.kinds(),
                        "Kubernetes %s does not serve it, and %s wrote %d %s in it: %s%s."
                            .formatted(
                                w[0],
                                written.by(),
                                written.count(),
                                written.count() == 1 ? "object" : "objects",
                                String.join(", ", written.some()),
                                written.count() > written.some().size() ? " and others" : ""),
                        "They stay, and are served in the version that replaces it. Bring the"
                            + " manifests, charts or operators that write them to that version.")
                    .of((written.version() + " " + written.kinds()).replaceAll("[/ ]", "-")))
        .findFirst();
  }

  private void read(String master, String[] word, Map<String, Asked> asked) {
    Version release = word.length > 7 ? Version.lineIn(word[5]) : null;
    if (!word[0].equals("removed")
        || release == null
        || Version.line(target.minorLine()).before(release)) {
      return;
    }
    String kind = (word[1].isEmpty() ? "" : word[1] + "/") + word[2] + " " + word[3];
    Asked one = asked.computeIfAbsent(kind, k -> new Asked(release.minorLine()));
    one.nodes.add(master);
    if (!word[6].isEmpty()) {
      one.verbs.addAll(List.of(word[6].split(",")));
    }
    // Subresources have the same watches.
    if (word[4].isEmpty() && word[7].matches("\\d{1,9}")) {
      one.watches += Long.parseLong(word[7]);
    }
  }

  private static Finding finding(String kind, Asked asked) {
    String found =
        "Kubernetes %s does not serve it, and it was asked for since the API %s of %s began (%s; %s)."
            .formatted(
                asked.release,
                asked.nodes.size() == 1 ? "server" : "servers",
                UpgradeObjectFindings.some(List.copyOf(asked.nodes)),
                String.join(", ", asked.verbs),
                asked.watches == 1 ? "1 watch goes on" : asked.watches + " watches go on");
    return (asked.isOwn()
            ? Finding.warning(
                "",
                Kind.REMOVED_APIS,
                kind,
                found,
                "That is what Kubernetes' own controllers do with each kind. If nobody else does,"
                    + " it ends with the upgrade.")
            : Finding.failed(
                "",
                Kind.REMOVED_APIS,
                kind,
                found,
                "Bring those who ask for it to the version that replaces it (kubernetes.io,"
                    + " deprecation guide). The counts begin anew when an API server is"
                    + " restarted."))
        .of(kind.replace('/', '-'));
  }

  private static Finding unseen(String master, List<String> lines) {
    String why =
        lines.stream()
            .filter(l -> l.startsWith("failed "))
            .map(l -> l.substring("failed ".length()))
            .findFirst()
            .orElse("it did not answer");
    return Finding.failed(
            master,
            Kind.UNSEEN,
            "Removed kinds of the API",
            "What its API server was asked for is not known: " + why + ".",
            "Look at `journalctl -u kube-apiserver` there, and say this again.")
        .of("apis");
  }
}
