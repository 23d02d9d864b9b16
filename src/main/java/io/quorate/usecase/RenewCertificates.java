package io.quorate.usecase;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.cluster.CertificateTable;
import io.quorate.recipe.component.AdminKubeconfig;
import io.quorate.recipe.lifecycle.RenewalGuard;
import io.quorate.recipe.lifecycle.RenewalPlan;
import io.quorate.recipe.lifecycle.RenewalPlan.Begun;
import io.quorate.usecase.ClusterSession.Planned;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * New certificates come to nodes, below the cluster's own authorities: while it serves, or where
 * nothing answers any more because they have ended.
 *
 * @param nodes names of those that get them; empty: all
 * @param resume whether a renewal that was cut off goes on, with its nodes
 */
public record RenewCertificates(Set<String> nodes, boolean resume) implements UseCase {

  public static final String NAME = "certificates renew";

  public RenewCertificates {
    nodes = Set.copyOf(nodes);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** A dead node gets its certificates when it is back; one that was named has to be there. */
  @Override
  public boolean bears(NodeException failure) {
    return Absence.isAbsent(failure);
  }

  @Override
  public Survey watch(ClusterSession session) throws InterruptedException {
    return Survey.of(session.look(RenewalGuard.requests(session.inventory())));
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException, InvalidRequestException {
    refuseUnknown(session.inventory());
    Survey survey = watch(session);
    return survey.shown(
        CertificateTable.of(session.inventory(), survey.facts(), null, "", Instant.now())
            .worries());
  }

  /**
   * @throws InvalidRequestException when the inventory has no such node
   */
  public void refuseUnknown(Inventory inventory) throws InvalidRequestException {
    List<String> known = inventory.hosts().stream().map(Host::name).toList();
    List<String> unknown = nodes.stream().filter(n -> !known.contains(n)).sorted().toList();
    if (!unknown.isEmpty()) {
      throw InvalidRequestException.choose(
          "the inventory has no node "
              + String.join(", ", unknown)
              + "; it has "
              + String.join(", ", known)
              + ".",
          List.of());
    }
  }

  /** Who gets new ones, in the inventory's order; those that were not reached are left out. */
  public List<Host> chosen(Inventory inventory, ClusterFacts facts, Instant now) {
    Set<String> names =
        nodes.isEmpty() && resume
            ? Begun.of(facts, now, true).map(b -> Set.copyOf(b.nodes())).orElse(Set.of())
            : nodes;
    List<Host> wanted =
        inventory.hosts().stream()
            .filter(h -> names.isEmpty() || names.contains(h.name()))
            .toList();
    List<String> lost =
        wanted.stream()
            .map(Host::name)
            .filter(n -> nodes.contains(n) && !facts.nodes().containsKey(n))
            .toList();
    if (!lost.isEmpty()) {
      throw new GuardRefused(
          String.join(", ", lost) + (lost.size() == 1 ? " was" : " were") + " not reached.",
          "Make every node reachable that is to get new certificates, or leave it out.");
    }
    return wanted.stream().filter(h -> facts.nodes().containsKey(h.name())).toList();
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException {
    Inventory inventory = session.inventory();
    ClusterFacts facts = survey.facts();
    Instant now = Instant.now();
    List<Host> hosts = chosen(inventory, facts, now);
    boolean together = RenewalGuard.judge(inventory, facts, hosts, now);
    Planned planned =
        session.plan(facts, c -> RenewalPlan.of(c, hosts, together, resume), caller.progress());
    List<Note> notes = new ArrayList<>();
    words(inventory, hosts, together).forEach(w -> notes.add(new Note(false, w)));
    Proposal proposal =
        Proposal.of(
                PlannedRun.of(NAME, session, planned, results(session, planned, hosts)),
                new Consent.Agreement())
            .noting(notes);
    List<String> away =
        inventory.hosts().stream()
            .map(Host::name)
            .filter(n -> nodes.isEmpty() && !facts.nodes().containsKey(n))
            .toList();
    return away.isEmpty()
        ? proposal
        : proposal.leaving(
            String.join(", ", away)
                + (away.size() == 1 ? " was" : " were")
                + " not reached and still "
                + (away.size() == 1 ? "has its" : "have their")
                + " old certificates: `quorate certificates renew --node "
                + String.join(" --node ", away)
                + "` when "
                + (away.size() == 1 ? "it is" : "they are")
                + " back.");
  }

  /** What would be done, in sentences. */
  public static List<String> words(Inventory inventory, List<Host> hosts, boolean together) {
    List<String> masters = hosts.stream().filter(Host::isMaster).map(Host::name).toList();
    List<String> words = new ArrayList<>();
    if (together) {
      words.add(
          "etcd's members refuse one another, and no API server can serve: all masters get new"
              + " certificates together, over SSH alone: etcd first, then the API servers, then the"
              + " rest.");
    } else if (inventory.masters().size() == 1 && !masters.isEmpty()) {
      words.add("The only API server starts again, and is away for some seconds.");
    } else if (!masters.isEmpty()) {
      words.add(
          "API servers start again one after the other ("
              + String.join(", ", masters)
              + "), each after the one before shows its new certificate; etcd is not restarted, and"
              + " pods keep running.");
    } else {
      words.add("kubelet and kube-proxy start again; pods keep running.");
    }
    return words;
  }

  /** The operator's kubeconfig has the certificate of the master that it leads to. */
  private static RunResults results(ClusterSession session, Planned planned, List<Host> hosts) {
    Context context = planned.context();
    Host lead = context.lead();
    if (session.reach().rehearsal() || !hosts.contains(lead)) {
      return RunResults.nothing();
    }
    Secret access = AdminKubeconfig.renewed(context, planned.plan(), lead);
    return new RunResults(access, null, null);
  }
}
