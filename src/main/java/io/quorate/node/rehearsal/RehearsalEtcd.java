package io.quorate.node.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.ClusterChange;
import io.quorate.plan.ClusterChange.AddLearner;
import io.quorate.plan.ClusterChange.AsideData;
import io.quorate.plan.ClusterChange.BringSnapshot;
import io.quorate.plan.ClusterChange.CancelDowngrade;
import io.quorate.plan.ClusterChange.DeleteNode;
import io.quorate.plan.ClusterChange.DowngradeEtcd;
import io.quorate.plan.ClusterChange.DrainNode;
import io.quorate.plan.ClusterChange.EvictPods;
import io.quorate.plan.ClusterChange.KeepInstalled;
import io.quorate.plan.ClusterChange.LabelNodes;
import io.quorate.plan.ClusterChange.MarkNodes;
import io.quorate.plan.ClusterChange.MoveKept;
import io.quorate.plan.ClusterChange.MoveLeader;
import io.quorate.plan.ClusterChange.PromoteLearner;
import io.quorate.plan.ClusterChange.PublishAuthorities;
import io.quorate.plan.ClusterChange.RemoveMember;
import io.quorate.plan.ClusterChange.RestApiServer;
import io.quorate.plan.ClusterChange.RestoreData;
import io.quorate.plan.ClusterChange.ServeApiServer;
import io.quorate.plan.ClusterChange.SnapshotBefore;
import io.quorate.plan.ClusterChange.TakeSnapshot;
import io.quorate.plan.ClusterChange.Uncordon;
import io.quorate.plan.PrivateFiles;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.MemberStatus;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.Vitals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated machines share: etcd's members, as strict as the real one, and the API's
 * nodes. For several threads.
 */
final class RehearsalEtcd {

  static final String DATA = "/var/lib/etcd/member";

  /** Which member the data is of. */
  private static final String IDENTITY = DATA + "/snap/db";

  private static final String BOOTSTRAP = "/etc/etcd/bootstrap.env";
  private static final String UNIT = "/etc/systemd/system/etcd.service";
  private static final Pattern CLUSTER =
      Pattern.compile("(?:ETCD_INITIAL_CLUSTER|--initial-cluster)=\"?([^\\s\"\\\\]+)");
  private static final String EXISTING = "ETCD_INITIAL_CLUSTER_STATE=\"existing\"";
  private static final String NO_QUORUM = "context deadline exceeded";

  /** In the folder of a restore: says that the member's data are those of the backup. */
  private static final String RESTORED = "/restored";

  private static final String API_SERVER = "kube-apiserver.service";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A member, as it is kept. */
  record Member(String name, String url, boolean learner) {
    Member named(String given) {
      return new Member(given, url, learner);
    }
  }

  /**
   * What the machines share.
   *
   * @param members by id
   * @param nodes the API's, to their role labels
   * @param cordoned those that get no new pods, to whether an eviction of ours made it so
   * @param leader id of the member that was told to lead, or took over; empty: nobody knows
   * @param version by which the members speak and store, such as 3.6; empty: none yet
   * @param downgrade the version that they were told to go back to; empty: none
   * @param made how many members there ever were
   * @param restored the folder of the restore that it was made by; empty: none
   * @param marks labels and taints of the API's nodes, beside those of their roles
   * @param published which authorities aggregated API servers are told to accept, by the name under
   *     which they find them
   */
  record Shared(
      Map<String, Member> members,
      Map<String, String> nodes,
      Map<String, Boolean> cordoned,
      String leader,
      String version,
      String downgrade,
      int made,
      String restored,
      Map<String, RehearsalMarks> marks,
      Map<String, String> published) {
    // What an older rehearsal left does not say who is cordoned, who leads, what is stored, which
    // labels and taints nodes have, and what is published.
    Shared(
        Map<String, Member> members,
        Map<String, String> nodes,
        @Nullable Map<String, Boolean> cordoned,
        @Nullable String leader,
        @Nullable String version,
        @Nullable String downgrade,
        int made,
        @Nullable String restored,
        @Nullable Map<String, RehearsalMarks> marks,
        @Nullable Map<String, String> published) {
      this.members = members;
      this.nodes = nodes;
      this.cordoned = cordoned == null ? new TreeMap<>() : cordoned;
      this.leader = leader == null ? "" : leader;
      this.version = version == null ? "" : version;
      this.downgrade = downgrade == null ? "" : downgrade;
      this.made = made;
      this.restored = restored == null ? "" : restored;
      this.marks = marks == null ? new TreeMap<>() : marks;
      this.published = published == null ? new TreeMap<>() : published;
    }

    static Shared nothing() {
      return new Shared(
          new LinkedHashMap<>(), new TreeMap<>(), null, null, null, null, 0, null, null, null);
    }

    Shared made(int number) {
      return new Shared(
          members, nodes, cordoned, leader, version, downgrade, number, restored, marks, published);
    }

    Shared ledBy(String id) {
      return new Shared(
          members, nodes, cordoned, id, version, downgrade, made, restored, marks, published);
    }

    Shared storing(String minor) {
      return new Shared(
          members, nodes, cordoned, leader, minor, downgrade, made, restored, marks, published);
    }

    Shared goingBackTo(String minor) {
      return new Shared(
          members, nodes, cordoned, leader, version, minor, made, restored, marks, published);
    }
  }

  private final RehearsalFleet fleet;
  private final @Nullable Path file;

  /** Nodes that have registered since the file was written, a line each. */
  private final @Nullable Path newcomers;

  private Shared shared = Shared.nothing();
  private List<RehearsalStore.@Nullable Stamp> read = List.of();

  /**
   * @param folder where it is kept; null: in memory only
   */
  RehearsalEtcd(RehearsalFleet fleet, @Nullable Path folder) {
    this.fleet = fleet;
    this.file = folder == null ? null : file(folder);
    this.newcomers = folder == null ? null : newcomers(folder);
  }

  static Path file(Path folder) {
    return folder.resolve("etcd.json");
  }

  private static Path newcomers(Path folder) {
    return folder.resolve("etcd.newcomers");
  }

  private void load() {
    if (file != null && newcomers != null) {
      try {
        List<RehearsalStore.@Nullable Stamp> now = stamps(file, newcomers);
        if (!now.equals(read)) {
          load(file, newcomers);
          read = now;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the rehearsal's etcd cannot be read", e);
      }
    }
  }

  private static List<RehearsalStore.@Nullable Stamp> stamps(Path kept, Path since)
      throws IOException {
    return Arrays.asList(RehearsalStore.Stamp.of(kept), RehearsalStore.Stamp.of(since));
  }

  /** Becomes what another one kept in a folder. */
  synchronized void load(Path kept) throws IOException {
    load(file(kept), newcomers(kept));
  }

  private void load(Path kept, Path since) throws IOException {
    if (Files.exists(kept)) {
      shared = JSON.readValue(Files.readString(kept), new TypeReference<Shared>() {});
    }
    if (Files.exists(since)) {
      Files.readAllLines(since).forEach(node -> shared.nodes().putIfAbsent(node, ""));
    }
  }

  private void keep(int made) {
    shared = shared.made(made);
    if (file != null) {
      try {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
          PrivateFiles.makeFolder(folder);
        }
        // Whole or not at all: a run may be killed, and other processes read.
        PrivateFiles.write(file, JSON.writeValueAsString(shared));
        if (newcomers != null) {
          Files.deleteIfExists(newcomers);
          read = stamps(file, newcomers);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the rehearsal's etcd cannot be kept", e);
      }
    }
  }

  /** The members without their ids: equal for equal clusters. */
  synchronized List<String> members() {
    load();
    return shared.members().values().stream()
        .map(m -> m.name() + " " + m.url() + (m.learner() ? " learner" : ""))
        .sorted()
        .toList();
  }

  /**
   * Starts the member of a machine.
   *
   * @return why it does not start; null when it does
   */
  synchronized @Nullable String start(String machine, RehearsalState state) throws NodeException {
    load();
    String identity = state.text(IDENTITY);
    if (identity != null) {
      return shared.members().containsKey(identity)
          ? start(identity, state.onDisk("etcd"))
          : "the member has been permanently removed from the cluster";
    }
    String bootstrap = text(state, BOOTSTRAP) + "\n" + text(state, UNIT);
    Matcher matcher = CLUSTER.matcher(bootstrap);
    if (!matcher.find()) {
      return "it has no data, and nothing says with whom to begin";
    }
    Map<String, String> urls = new LinkedHashMap<>();
    for (String entry : matcher.group(1).split(",")) {
      urls.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1));
    }
    boolean existing = bootstrap.contains(EXISTING);
    if (!existing && shared.members().isEmpty()) {
      urls.forEach((name, url) -> add(new Member(name, url, false)));
    }
    if (!existing && running() == 0) {
      // A cluster that begins: nothing is stored.
      shared = shared.storing("");
    }
    Set<String> known = new HashSet<>();
    shared.members().values().forEach(m -> known.add(m.url()));
    if (!known.equals(Set.copyOf(urls.values()))) {
      return "error validating peerURLs: member count is unequal";
    }
    for (var entry : shared.members().entrySet()) {
      if (entry.getValue().url().equals(urls.get(machine))) {
        entry.setValue(entry.getValue().named(machine));
        String refusal = start(entry.getKey(), state.onDisk("etcd"));
        if (refusal != null) {
          return refusal;
        }
        state.folders.put(DATA, "etcd:etcd 700");
        state.files.put(IDENTITY, new RehearsalState.Entry(entry.getKey(), "etcd:etcd", "600"));
        keep(shared.made());
        return null;
      }
    }
    return "it is no member";
  }

  /** A member starts, or starts again: then another one leads. */
  private @Nullable String start(String id, @Nullable String version) throws NodeException {
    Map<String, String> others = new LinkedHashMap<>();
    boolean all = true;
    for (var member : shared.members().entrySet()) {
      if (!member.getKey().equals(id)) {
        String runs = fleet.running(member.getValue().name(), "etcd");
        all &= runs != null;
        if (runs != null) {
          others.put(member.getValue().name(), runs);
        }
      }
    }
    String refusal = RehearsalSkew.etcdRefusal(version, shared.version(), others);
    if (refusal != null) {
      return refusal;
    }
    String heir = id.equals(leader()) ? voter(id) : "";
    if (!heir.isEmpty()) {
      shared = shared.ledBy(heir);
    }
    Integer own = RehearsalSkew.minor(version);
    if (all && own != null) {
      int lowest = own;
      for (String other : others.values()) {
        Integer theirs = RehearsalSkew.minor(other);
        lowest = theirs == null ? lowest : Math.min(lowest, theirs);
      }
      boolean isBack = ("3." + lowest).equals(shared.downgrade());
      // Told to go back they speak the older version, also while all of them are newer; the last
      // one that is older ends it.
      if (shared.downgrade().isEmpty() || isBack) {
        shared = shared.storing("3." + lowest);
      }
      boolean ended = isBack && version != null && version.startsWith(shared.downgrade() + ".");
      for (String other : others.values()) {
        ended &= other.startsWith(shared.downgrade() + ".");
      }
      shared = ended ? shared.goingBackTo("") : shared;
    }
    keep(shared.made());
    return null;
  }

  /** The id of the member that leads; empty: none. */
  private String leader() throws NodeException {
    return isVoter(shared.leader()) ? shared.leader() : voter("");
  }

  /** The first voting member that runs, but for one; empty: there is none. */
  private String voter(String but) throws NodeException {
    for (String id : shared.members().keySet()) {
      if (!id.equals(but) && isVoter(id)) {
        return id;
      }
    }
    return "";
  }

  private boolean isVoter(String id) throws NodeException {
    Member member = shared.members().get(id);
    return member != null && !member.learner() && takesPart(member);
  }

  /** Whether a member runs, and the others take its certificate. */
  private boolean takesPart(Member member) throws NodeException {
    RehearsalState state = fleet.stateOf(member.name());
    return state != null
        && state.started.containsKey("etcd.service")
        && fleet.trust().takesPart(state);
  }

  /** Whether a machine's member finds no quorum because certificates have ended. */
  synchronized boolean isApart(RehearsalState state, String machine) throws NodeException {
    load();
    int running = 0;
    int trusted = 0;
    for (Member member : shared.members().values()) {
      RehearsalState own = member.name().equals(machine) ? state : fleet.stateOf(member.name());
      if (member.learner() || own == null || !own.started.containsKey("etcd.service")) {
        continue;
      }
      running++;
      trusted += fleet.trust().takesPart(own) ? 1 : 0;
    }
    int majority = voting(shared.members(), false) / 2 + 1;
    return running >= majority
        && (trusted < majority || !fleet.trust().takesPart(state) && isMember(state));
  }

  private boolean isMember(RehearsalState state) {
    return state.started.containsKey("etcd.service");
  }

  synchronized String leaderName() throws NodeException {
    load();
    Member member = shared.members().get(leader());
    return member == null ? "" : member.name();
  }

  synchronized void lead(String name) throws NodeException {
    load();
    for (var member : shared.members().entrySet()) {
      if (member.getValue().name().equals(name) && isVoter(member.getKey())) {
        shared = shared.ledBy(member.getKey());
        keep(shared.made());
        return;
      }
    }
    throw new IllegalArgumentException(name + " has no voting member that runs");
  }

  synchronized Set<String> cordoned() {
    load();
    return new TreeSet<>(shared.cordoned().keySet());
  }

  synchronized void cordon(String name) {
    load();
    shared.cordoned().put(name, false);
    keep(shared.made());
  }

  /** Whose machines may run API servers. */
  synchronized Set<String> masters() {
    load();
    Set<String> names = new TreeSet<>();
    shared.members().values().forEach(m -> names.add(m.name()));
    return names;
  }

  synchronized Set<String> nodeNames() {
    load();
    return new TreeSet<>(shared.nodes().keySet());
  }

  private static String text(RehearsalState state, String path) {
    String text = state.text(path);
    return text == null ? "" : text;
  }

  private void add(Member member) {
    int number = shared.made() + 1;
    shared.members().put(Long.toHexString(0xa000_0000_0000_0000L + number), member);
    keep(number);
  }

  /**
   * Whether nothing has to be done for a change.
   *
   * @param machine who is to make it
   */
  synchronized boolean isDone(ClusterChange change, RehearsalState machine) throws NodeException {
    load();
    return holds(change, machine);
  }

  private boolean holds(ClusterChange change, RehearsalState machine) throws NodeException {
    return switch (change) {
      case AddLearner add ->
          shared.members().values().stream().anyMatch(m -> m.url().equals(add.peerUrl()));
      case PromoteLearner promote ->
          shared.members().values().stream()
              .anyMatch(m -> m.url().equals(promote.peerUrl()) && !m.learner());
      case RemoveMember remove -> !shared.members().containsKey(remove.id());
      case MoveLeader move -> !leader().equals(move.from());
      case SnapshotBefore snapshot -> holds(snapshot.change(), machine);
      case TakeSnapshot snapshot -> false;
      case BringSnapshot bring -> false;
      case LabelNodes label -> shared.nodes().entrySet().containsAll(label.labels().entrySet());
      case MarkNodes mark ->
          shared.nodes().keySet().containsAll(mark.marks().keySet()) && differences(mark).isEmpty();
      case DrainNode drain -> !shared.nodes().containsKey(drain.node());
      case DeleteNode delete -> !shared.nodes().containsKey(delete.node());
      // What had come back meanwhile would not be seen.
      case EvictPods evict -> false;
      case Uncordon back -> !shared.cordoned().getOrDefault(back.node(), false);
      case RestApiServer rest ->
          !machine.started.containsKey(API_SERVER) || rest.until().equals(machine.running("etcd"));
      case ServeApiServer serve -> machine.started.containsKey(API_SERVER);
      case AsideData aside ->
          machine.has(aside.folder() + RESTORED)
              || machine.has(aside.folder() + "/member")
              || !machine.has(DATA);
      case RestoreData restore -> machine.has(DATA) && machine.has(restore.folder() + RESTORED);
      case KeepInstalled keep -> new RehearsalKept(machine).keeps(keep.folder());
      case MoveKept move -> !new RehearsalKept(machine).keeps(move.from());
      case DowngradeEtcd down -> shared.version().equals(down.minor());
      case CancelDowngrade cancel -> shared.downgrade().isEmpty();
      case PublishAuthorities tell ->
          RehearsalAuthorities.isSame(published(tell.name()), text(machine, tell.file()));
    };
  }

  /**
   * Makes a change.
   *
   * @param machine who makes it
   * @return why the cluster refuses; null when it is done
   */
  synchronized @Nullable String apply(ClusterChange change, RehearsalState machine)
      throws NodeException {
    load();
    String refusal =
        switch (change) {
          case MoveLeader move -> moveTo(move.to());
          case SnapshotBefore snapshot -> null;
          case TakeSnapshot snapshot -> snapshot(snapshot.folder(), machine);
          case BringSnapshot bring ->
              machine.text(bring.folder() + "/record") == null ? "there is no snapshot" : null;
          case DrainNode drain -> null;
          case DeleteNode delete -> {
            shared.nodes().remove(delete.node());
            shared.cordoned().remove(delete.node());
            shared.marks().remove(delete.node());
            yield null;
          }
          case EvictPods evict -> {
            shared.cordoned().putIfAbsent(evict.node(), true);
            yield null;
          }
          case RestApiServer rest -> {
            String digest = machine.stop(API_SERVER);
            if (digest != null) {
              machine.resting.put(API_SERVER, digest);
            }
            yield null;
          }
          case ServeApiServer serve -> {
            String digest = machine.resting.get(API_SERVER);
            if (digest == null) {
              yield "Unit kube-apiserver.service not found.";
            }
            machine.start(API_SERVER, digest);
            tell(machine);
            yield null;
          }
          case KeepInstalled keep -> {
            new RehearsalKept(machine).keep(keep.folder());
            yield null;
          }
          case MoveKept move -> {
            new RehearsalKept(machine).move(move.from(), move.to());
            yield null;
          }
          case DowngradeEtcd down -> hasQuorum() ? downgrade(down.minor()) : NO_QUORUM;
          case CancelDowngrade cancel -> {
            shared = shared.goingBackTo("");
            yield hasQuorum() ? null : NO_QUORUM;
          }
          case Uncordon back -> {
            shared.cordoned().remove(back.node());
            yield null;
          }
          case PublishAuthorities tell -> {
            shared.published().put(tell.name(), text(machine, tell.file()));
            // Each API server sees to it that its own are there.
            for (String master : masters()) {
              RehearsalState other = fleet.stateOf(master);
              if (other != null) {
                tell(other);
              }
            }
            yield null;
          }
          case AsideData aside -> aside(aside.folder(), machine);
          case RestoreData restore -> restore(restore, machine);
          case LabelNodes label -> label(label.labels());
          case MarkNodes mark -> mark(mark.marks());
          case AddLearner add -> hasQuorum() ? add(add.peerUrl()) : NO_QUORUM;
          case PromoteLearner promote -> hasQuorum() ? promote(promote.peerUrl()) : NO_QUORUM;
          case RemoveMember remove -> hasQuorum() ? remove(remove.id()) : NO_QUORUM;
        };
    if (refusal == null) {
      keep(shared.made());
    }
    return refusal;
  }

  /** An API server that runs tells aggregated ones which authorities it accepts. */
  synchronized void serves(RehearsalState machine) {
    load();
    if (tell(machine)) {
      keep(shared.made());
    }
  }

  private boolean tell(RehearsalState machine) {
    String own = RehearsalAuthorities.told(machine);
    String there = published(RehearsalAuthorities.PUBLISHED);
    String both = own == null ? there : RehearsalAuthorities.both(there, own);
    if (RehearsalAuthorities.isSame(both, there)) {
      return false;
    }
    shared.published().put(RehearsalAuthorities.PUBLISHED, both);
    return true;
  }

  /** Which authorities aggregated API servers find under a name; empty: none. */
  synchronized String published(String name) {
    load();
    return shared.published().getOrDefault(name, "");
  }

  private static @Nullable String aside(String folder, RehearsalState machine) {
    machine.stop(API_SERVER);
    machine.stop("etcd.service");
    String owner = machine.folders.get(DATA);
    String identity = machine.text(IDENTITY);
    machine.removeFolder(DATA);
    machine.folders.put(folder + "/member", owner == null ? "etcd:etcd 700" : owner);
    if (identity != null) {
      machine.files.put(
          folder + "/member/snap/db", new RehearsalState.Entry(identity, "etcd:etcd", "600"));
    }
    return null;
  }

  /** Real machines would let it pass, and end as two clusters. */
  private @Nullable String restore(RestoreData restore, RehearsalState machine)
      throws NodeException {
    if (!shared.restored().equals(restore.folder())) {
      for (Member member : shared.members().values()) {
        for (String unit : List.of(API_SERVER, "etcd.service")) {
          if (fleet.runs(member.name(), unit)) {
            return unit + " of the old cluster runs on " + member.name();
          }
        }
      }
      Map<String, String> nodes = new TreeMap<>();
      restore.nodes().forEach(n -> nodes.put(n, shared.nodes().getOrDefault(n, "")));
      shared =
          new Shared(
              new LinkedHashMap<>(),
              nodes,
              null,
              null,
              null,
              null,
              shared.made(),
              restore.folder(),
              shared.marks(),
              shared.published());
      new TreeMap<>(restore.members()).forEach((name, url) -> add(new Member(name, url, false)));
    }
    for (var member : shared.members().entrySet()) {
      if (member.getValue().name().equals(restore.member())) {
        machine.removeFolder(DATA);
        machine.folders.put(DATA, "etcd:etcd 700");
        machine.files.put(IDENTITY, new RehearsalState.Entry(member.getKey(), "etcd:etcd", "600"));
        machine.files.put(
            restore.folder() + RESTORED, new RehearsalState.Entry("", "root:root", "644"));
        return null;
      }
    }
    return restore.member() + " is no member of the new cluster";
  }

  private @Nullable String snapshot(String folder, RehearsalState machine) throws NodeException {
    if (!hasQuorum()) {
      return NO_QUORUM;
    }
    RehearsalSnapshot.leave(
        folder, machine, leader(), String.valueOf(machine.running("etcd")), shared.nodes().size());
    return null;
  }

  /** As etcd validates it: by one minor version, and from 3.6 on. */
  private @Nullable String downgrade(String minor) {
    Integer now = RehearsalSkew.minor(shared.version());
    Integer then = RehearsalSkew.minor(minor);
    if (now == null || then == null || then != now - 1 || now < 6) {
      return "etcdserver: invalid downgrade target version";
    }
    shared = shared.storing(minor).goingBackTo(minor);
    return null;
  }

  private @Nullable String moveTo(String id) throws NodeException {
    if (!isVoter(id)) {
      return "the leader did not change";
    }
    shared = shared.ledBy(id);
    return null;
  }

  private @Nullable String label(Map<String, String> labels) {
    if (!shared.nodes().keySet().containsAll(labels.keySet())) {
      return "not all nodes register with the API";
    }
    shared.nodes().putAll(labels);
    return null;
  }

  private @Nullable String mark(Map<String, Map<String, String>> marks) {
    if (!shared.nodes().keySet().containsAll(marks.keySet())) {
      return "not all nodes register with the API";
    }
    marks.forEach((node, wanted) -> shared.marks().put(node, marksOf(node).marked(wanted)));
    return null;
  }

  private RehearsalMarks marksOf(String node) {
    return shared.marks().getOrDefault(node, RehearsalMarks.none());
  }

  /** What a change of nodes' labels and taints comes to, in words; empty: nothing. */
  private String differences(MarkNodes change) {
    return new TreeMap<>(change.marks())
        .entrySet().stream()
            .filter(node -> !marksOf(node.getKey()).isMarked(node.getValue()))
            .map(node -> node.getKey() + ": " + marksOf(node.getKey()).words(node.getValue()))
            .collect(Collectors.joining("; "));
  }

  /** Why something has to be done for a change; empty: that shows by itself. */
  synchronized String reason(ClusterChange change) {
    load();
    return change instanceof MarkNodes mark ? differences(mark) : "";
  }

  synchronized Map<String, String> marks(String node) {
    load();
    return Map.copyOf(marksOf(node).marks());
  }

  /**
   * A person marks a node.
   *
   * @param value null: the mark goes
   */
  synchronized void mark(String node, String mark, @Nullable String value) {
    load();
    shared.marks().put(node, marksOf(node).byHand(mark, value));
    keep(shared.made());
  }

  private @Nullable String add(String peerUrl) throws NodeException {
    if (shared.members().values().stream().anyMatch(Member::learner)) {
      return "etcdserver: too many learner members in cluster";
    }
    if (running() < shared.members().size()) {
      return "etcdserver: unhealthy cluster";
    }
    add(new Member("", peerUrl, true));
    return null;
  }

  private @Nullable String promote(String peerUrl) throws NodeException {
    if (shared.members().values().stream().noneMatch(m -> m.url().equals(peerUrl))) {
      return "etcd has no such member to promote: " + peerUrl + " is no member";
    }
    for (var entry : shared.members().entrySet()) {
      Member member = entry.getValue();
      if (member.url().equals(peerUrl)) {
        if (member.name().isEmpty() || !fleet.runs(member.name(), "etcd.service")) {
          return "etcdserver: can only promote a learner member which is in sync with leader";
        }
        entry.setValue(new Member(member.name(), member.url(), false));
      }
    }
    return null;
  }

  private @Nullable String remove(String id) throws NodeException {
    Map<String, Member> rest = new LinkedHashMap<>(shared.members());
    rest.remove(id);
    if (voting(rest, true) < voting(rest, false) / 2 + 1) {
      return "etcdserver: re-configuration failed due to not enough started members";
    }
    shared.members().keySet().retainAll(rest.keySet());
    return null;
  }

  /** A kubelet that starts makes its node known. */
  synchronized void register(String node) {
    load();
    if (shared.nodes().putIfAbsent(node, "") == null && file != null && newcomers != null) {
      try {
        PrivateFiles.append(newcomers, node + "\n");
        read = stamps(file, newcomers);
      } catch (IOException e) {
        throw new UncheckedIOException("the rehearsal's etcd cannot be kept", e);
      }
    }
  }

  private int running() throws NodeException {
    int running = 0;
    for (Member member : shared.members().values()) {
      running += takesPart(member) ? 1 : 0;
    }
    return running;
  }

  private int voting(Map<String, Member> members, boolean running) throws NodeException {
    int count = 0;
    for (Member member : members.values()) {
      boolean counts = !running || takesPart(member);
      count += !member.learner() && counts ? 1 : 0;
    }
    return count;
  }

  private boolean hasQuorum() throws NodeException {
    return voting(shared.members(), true) > voting(shared.members(), false) / 2;
  }

  /** As the member of the machine lists them; null when it does not answer. */
  synchronized @Nullable List<EtcdMember> listed(RehearsalState state) throws NodeException {
    load();
    String identity = state.text(IDENTITY);
    boolean answers =
        identity != null
            && state.started.containsKey("etcd.service")
            && shared.members().containsKey(identity)
            && fleet.trust().takesPart(state)
            && fleet.trust().answersClients(state)
            && hasQuorum();
    return answers ? all() : null;
  }

  /** What is stored, told as {@code assets/status/use.sh} tells it; empty: no member answers. */
  synchronized String keys(RehearsalState state) throws NodeException {
    if (listed(state) == null) {
      return "";
    }
    List<String> keys = new ArrayList<>();
    for (Member member : shared.members().values()) {
      if (fleet.runs(member.name(), "kube-apiserver.service")) {
        keys.add("namespaces/default");
      }
    }
    shared.nodes().keySet().forEach(n -> keys.add("leases/kube-node-lease/" + n));
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("header").put("revision", 1 + keys.size());
    ArrayNode pairs = answer.putArray("kvs");
    keys.forEach(k -> pairs.addObject().put("key", ("/registry/" + k).getBytes(UTF_8)));
    return "keys " + answer.put("count", keys.size()) + "\n";
  }

  private List<EtcdMember> all() {
    List<EtcdMember> members = new ArrayList<>();
    shared
        .members()
        .forEach((id, m) -> members.add(new EtcdMember(id, m.name(), m.url(), m.learner())));
    return members;
  }

  /** The cluster as a master on the machine sees it. */
  synchronized MasterView view(RehearsalState state) throws NodeException {
    List<EtcdMember> members = listed(state);
    if (members == null) {
      return new MasterView(
          null, List.of(), Set.of(), List.of(), List.of(), api(state, false), null);
    }
    Set<String> reads = new HashSet<>();
    String leader = leader();
    for (var entry : shared.members().entrySet()) {
      Member member = entry.getValue();
      if (!member.learner() && takesPart(member)) {
        reads.add(entry.getKey());
      }
    }
    ApiAnswer api = api(state, true);
    return new MasterView(
        own(state, leader),
        members,
        reads,
        List.of(),
        List.of(),
        api,
        api.isReady() ? nodes() : null);
  }

  private ApiAnswer api(RehearsalState state, boolean etcd) {
    return fleet.trust().isApiServerRefused(state)
        ? ApiAnswer.expired()
        : etcd && state.started.containsKey(API_SERVER) ? ApiAnswer.ready() : ApiAnswer.none();
  }

  private @Nullable MemberStatus own(RehearsalState state, String leader) {
    String identity = state.text(IDENTITY);
    Member member = identity == null ? null : shared.members().get(identity);
    return identity == null || member == null
        ? null
        : new MemberStatus(
            identity,
            "c1",
            leader,
            member.learner(),
            new Vitals("simulated", leader.equals(identity), 1, 1, 4096, 4096),
            List.of());
  }

  private List<ApiNode> nodes() throws NodeException {
    List<ApiNode> nodes = new ArrayList<>();
    for (var node : shared.nodes().entrySet()) {
      boolean ready = fleet.runs(node.getKey(), "kubelet.service");
      Set<String> roles = new HashSet<>();
      for (String label : node.getValue().split(" ")) {
        if (!label.isEmpty()) {
          roles.add(label.endsWith("/worker") ? "worker" : "master");
        }
      }
      nodes.add(
          new ApiNode(
              node.getKey(),
              ready ? "True" : "Unknown",
              null,
              "simulated",
              !shared.cordoned().containsKey(node.getKey()),
              "",
              roles));
    }
    return nodes;
  }
}
