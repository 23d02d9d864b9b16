package io.quorate.wizard;

import io.quorate.facts.ClusterHealth;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Membership;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Quorum;
import io.quorate.inventory.QuorumGuard.Verdict;
import io.quorate.inventory.rule.Validation;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.plan.Finding;
import io.quorate.plan.GuardRefused;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.lifecycle.AddNodesPlan;
import io.quorate.recipe.lifecycle.RemoveNodePlan;
import io.quorate.wizard.MembersEffect.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who joins or leaves a cluster, as pure state: what is known of the cluster, what the person
 * wants, what the guard says of it, and what would be done.
 *
 * @param inventory the cluster's, as its file says
 * @param reviewing whether the plan is looked at; before that the nodes are chosen
 * @param live the newest look at the cluster; null before the first
 * @param looking whether an answer is awaited
 * @param chosen those that leave, in the order in which they were chosen
 * @param drain how long pods may take to leave a live node
 * @param lines those that join, as typed
 * @param asked what was refused until the person decides; null: nothing
 * @param notice what could not be done; may be empty
 * @param folder of the run; empty until it has started
 */
public record MembersWizard(
    Kind kind,
    Inventory inventory,
    boolean reviewing,
    @Nullable LiveCluster live,
    boolean looking,
    List<String> chosen,
    boolean force,
    boolean clean,
    Duration drain,
    String lines,
    Review review,
    @Nullable MembersReport asked,
    String notice,
    boolean starting,
    String folder) {

  /** What the wizard is for. */
  public enum Kind {
    ADD,
    REMOVE
  }

  /**
   * What would be done.
   *
   * @param ticket of the newest request; 0: none
   * @param made null until it is
   * @param refusal why it is not; may be empty
   */
  public record Review(
      long ticket, boolean busy, MembersReport.@Nullable PlanMade made, String refusal) {

    /** Whether the plan is there and nothing forbids it. */
    boolean permits() {
      return made != null
          && !busy
          && made.findings().stream().noneMatch(f -> f.status() == Finding.Status.FAILED);
    }
  }

  /** The next state, and what is to be done in the background. */
  public record Transition(MembersWizard wizard, List<MembersEffect> effects) {
    public Transition {
      effects = List.copyOf(effects);
    }
  }

  /**
   * A node as it is shown.
   *
   * @param roles such as "master, worker"
   * @param bad whether something is wrong with it
   */
  public record Row(String name, String roles, boolean bad, String known) {}

  public MembersWizard {
    chosen = List.copyOf(chosen);
  }

  public static MembersWizard of(Kind kind, Inventory inventory) {
    return new MembersWizard(
        kind,
        inventory,
        false,
        null,
        false,
        List.of(),
        false,
        false,
        RemoveNodePlan.USUAL_DRAIN,
        "",
        new Review(0, false, null, ""),
        null,
        "",
        false,
        "");
  }

  // ---- what is shown -------------------------------------------------------------------------

  /** Every node of the cluster, and those of the inventory that are not in it yet. */
  public List<Row> rows(Instant now) {
    LiveCluster cluster = live;
    if (cluster == null) {
      return List.of();
    }
    return cluster.nodes().stream()
        .map(
            n ->
                new Row(
                    n.name(),
                    roles(n),
                    n.looksDead() || !n.unreachable().isEmpty(),
                    String.join(", ", n.words(now))))
        .toList();
  }

  /** The nodes of {@link #rows}, in their order. */
  public List<String> names() {
    LiveCluster cluster = live;
    return cluster == null ? List.of() : cluster.nodes().stream().map(LiveNode::name).toList();
  }

  private static String roles(LiveNode node) {
    Host host = node.host();
    return host == null
        ? "-"
        : host.roles().stream()
            .sorted()
            .map(r -> r.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  /** What the newest look came to; empty before the first. */
  public String found() {
    LiveCluster cluster = live;
    return cluster == null ? "" : (cluster.found() + " " + cluster.remedy()).strip();
  }

  /** Whether all is well with the cluster. */
  public boolean isWell() {
    LiveCluster cluster = live;
    return cluster != null && cluster.health().verdict() == ClusterHealth.Verdict.HEALTHY;
  }

  /** What is typed, read. */
  public NewHosts newHosts() {
    return NewHosts.read(lines, inventory);
  }

  /**
   * What the guard says of the choice.
   *
   * @param allowed whether the next page may be looked at
   */
  public record Judgement(boolean allowed, List<String> words) {
    public Judgement {
      words = List.copyOf(words);
    }
  }

  public Judgement judgement() {
    LiveCluster cluster = live;
    if (cluster == null) {
      return new Judgement(false, List.of());
    }
    return kind == Kind.REMOVE ? leaving(cluster) : joining(cluster);
  }

  private Judgement leaving(LiveCluster cluster) {
    if (chosen.isEmpty()) {
      return new Judgement(false, List.of("Choose those that leave with the space bar."));
    }
    try {
      List<Verdict> verdicts = RemoveNodePlan.verdicts(cluster, chosen);
      List<String> words = new ArrayList<>();
      for (Verdict verdict : verdicts) {
        words.add((verdict.reason() + " " + verdict.nextStep()).strip());
        if (!verdict.allowed()) {
          return new Judgement(false, List.of(words.getLast()));
        }
      }
      if (verdicts.isEmpty()) {
        words.add("No etcd member leaves: the quorum stays as it is.");
      }
      RemoveNodePlan.staying(inventory, chosen);
      return new Judgement(true, words);
    } catch (GuardRefused refused) {
      return new Judgement(false, List.of(String.valueOf(refused.getMessage())));
    }
  }

  private Judgement joining(LiveCluster cluster) {
    NewHosts hosts = newHosts();
    if (!hosts.bad().isEmpty()) {
      return new Judgement(
          false, hosts.bad().stream().map(b -> "\"" + b.text() + "\": " + b.reason()).toList());
    }
    List<String> errors =
        Validation.problems(hosts.wanted(), Occasion.EXISTING_CLUSTER).stream()
            .filter(Problem::isError)
            .map(p -> p.what() + " " + p.remedy())
            .toList();
    if (!errors.isEmpty()) {
      return new Judgement(false, errors);
    }
    boolean waiting = cluster.nodes().stream().anyMatch(n -> n.host() != null && n.api() == null);
    if (hosts.wanted().equals(inventory) && !waiting) {
      return new Judgement(
          false, List.of("Type those that join, such as: node-5 10.0.0.15 master,worker"));
    }
    Membership members = cluster.membership();
    int now = members == null ? 0 : members.voters().size();
    int then = hosts.wanted().masters().size();
    String after = Quorum.words(then) + ".";
    String advice = Quorum.advice(then);
    return new Judgement(
        true,
        now == then
            ? List.of("etcd's members stay as they are. " + after)
            : List.of(
                now
                    + " → "
                    + then
                    + " masters, one after the other. "
                    + after
                    + (advice.isEmpty() ? "" : " " + advice + ".")));
  }

  /** What the cluster is once those that were chosen have left or joined, and what to do next. */
  public List<String> afterwards() {
    if (kind == Kind.ADD) {
      return AddNodesPlan.afterwards(newHosts().wanted());
    }
    return live == null ? List.of() : RemoveNodePlan.afterwards(live, chosen);
  }

  // ---- what happens --------------------------------------------------------------------------

  public Transition look() {
    return new Transition(
        MembersCancellation.told(with(live, true), ""), List.of(new MembersEffect.Look()));
  }

  /** Chooses a node, or takes it back. */
  public MembersWizard toggled(String node) {
    Set<String> others = new LinkedHashSet<>(chosen);
    if (!others.remove(node)) {
      others.add(node);
    }
    return choosing(List.copyOf(others), force, clean, lines);
  }

  public MembersWizard forced() {
    return choosing(chosen, !force, clean, lines);
  }

  public MembersWizard cleaned() {
    return choosing(chosen, force, !clean, lines);
  }

  /** With as much time for pods to leave a live node. */
  public MembersWizard draining(Duration time) {
    return new MembersWizard(
        kind, inventory, reviewing, live, looking, chosen, force, clean, time, lines, review, asked,
        notice, starting, folder);
  }

  public MembersWizard typed(String text) {
    return choosing(chosen, force, clean, text);
  }

  /** The plan of the choice, where the guard allows it. */
  public Transition plan() {
    if (!judgement().allowed()) {
      return new Transition(this, List.of());
    }
    long ticket = review.ticket() + 1;
    return new Transition(
        reviewed(true, new Review(ticket, true, null, ""), null),
        List.of(new MembersEffect.MakePlan(ticket, wish())));
  }

  /** To the choice; what was asked is declined. */
  public MembersWizard back() {
    return reviewed(false, new Review(review.ticket(), false, null, ""), null);
  }

  /** Whether the person may be asked to go. */
  public boolean mayStart() {
    return reviewing && review.permits() && !starting;
  }

  public Transition start() {
    return mayStart()
        ? new Transition(begun(true, "", ""), List.of(new MembersEffect.Start(wish())))
        : new Transition(this, List.of());
  }

  /** Whatever was asked is agreed to: keys are kept, or old data may go. */
  public Transition agreed() {
    return switch (asked) {
      case MembersReport.KeysUnknown _ ->
          new Transition(reviewed(true, review, null), List.of(new MembersEffect.AcceptKeys()));
      case MembersReport.OldData data ->
          typed(NewHosts.wiping(lines, inventory, data.nodes())).plan();
      case null, default -> new Transition(this, List.of());
    };
  }

  private Wish wish() {
    if (kind == Kind.REMOVE) {
      return new MembersEffect.Leave(chosen, force, clean);
    }
    NewHosts hosts = newHosts();
    return new MembersEffect.Join(hosts.wanted(), hosts.wipe());
  }

  public Transition heard(MembersReport report) {
    return switch (report) {
      case MembersReport.Seen seen -> new Transition(with(seen.live(), false), List.of());
      case MembersReport.PlanMade made ->
          of(made.ticket(), new Review(made.ticket(), false, made, ""), null);
      case MembersReport.Refused refused ->
          of(refused.ticket(), new Review(refused.ticket(), false, null, refused.reason()), null);
      case MembersReport.KeysUnknown keys ->
          of(keys.ticket(), new Review(keys.ticket(), false, null, ""), keys);
      case MembersReport.OldData data ->
          of(data.ticket(), new Review(data.ticket(), false, null, ""), data);
      case MembersReport.KeysKept _ -> plan();
      case MembersReport.Started started ->
          new Transition(begun(true, started.folder(), ""), List.of());
      case MembersReport.NotDone failure ->
          new Transition(begun(false, "", failure.reason()), List.of());
    };
  }

  /** Answers to older requests are out of date. */
  private Transition of(long ticket, Review answer, @Nullable MembersReport question) {
    return new Transition(
        reviewing && ticket == review.ticket() ? reviewed(true, answer, question) : this,
        List.of());
  }

  private MembersWizard with(@Nullable LiveCluster cluster, boolean waiting) {
    return new MembersWizard(
        kind, inventory, reviewing, cluster, waiting, chosen, force, clean, drain, lines, review,
        asked, notice, starting, folder);
  }

  private MembersWizard choosing(
      List<String> nodes, boolean forcing, boolean cleaning, String text) {
    return new MembersWizard(
        kind, inventory, reviewing, live, looking, nodes, forcing, cleaning, drain, text, review,
        asked, "", starting, folder);
  }

  private MembersWizard reviewed(boolean now, Review other, @Nullable MembersReport question) {
    return new MembersWizard(
        kind, inventory, now, live, looking, chosen, force, clean, drain, lines, other, question,
        "", starting, folder);
  }

  private MembersWizard begun(boolean now, String runFolder, String failure) {
    return new MembersWizard(
        kind, inventory, reviewing, live, looking, chosen, force, clean, drain, lines, review,
        asked, failure, now, runFolder);
  }
}
