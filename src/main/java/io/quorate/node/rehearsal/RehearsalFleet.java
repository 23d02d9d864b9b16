package io.quorate.node.rehearsal;

import io.quorate.node.Fleet;
import io.quorate.node.Node.NodeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Simulated machines, to be used as a {@link Fleet.Source}. They outlive the connections to them,
 * and with a folder the process: a run that was killed is resumed on the same machines.
 */
public final class RehearsalFleet implements Fleet.Source {

  private final Map<String, RehearsalMachine> machines = new LinkedHashMap<>();
  private final RehearsalFaults faults;
  private final double speed;
  private final long seed;
  private final @Nullable RehearsalStore store;
  private final RehearsalTexts texts;
  private final RehearsalEtcd etcd;

  private volatile InstantSource clock = RehearsalTrust.none();

  /** Machines that only earlier rehearsals knew. */
  private final Map<String, RehearsalMachine> others = new ConcurrentHashMap<>();

  /** Machines that have Debian 12 when they are new. */
  public RehearsalFleet(
      Map<String, List<String>> addresses,
      double speed,
      long seed,
      RehearsalFaults faults,
      @Nullable Path folder) {
    this(addresses, speed, seed, faults, folder, RehearsalSystem.DEBIAN_12);
  }

  /**
   * @param addresses each machine's own addresses, by its name
   * @param speed 1: about as fast as real machines; 0: without any waiting
   * @param seed the same one gives the same rehearsal
   * @param folder where the machines are kept; null: in memory only
   * @param system what those have that were not kept before
   */
  public RehearsalFleet(
      Map<String, List<String>> addresses,
      double speed,
      long seed,
      RehearsalFaults faults,
      @Nullable Path folder,
      RehearsalSystem system) {
    addresses.forEach((name, own) -> machines.put(name, new RehearsalMachine(name, own, system)));
    this.speed = speed;
    this.seed = seed;
    this.faults = faults;
    this.texts = new RehearsalTexts(folder);
    this.store = folder == null ? null : new RehearsalStore(folder, texts);
    this.etcd = new RehearsalEtcd(this, folder);
  }

  /** In memory, without waiting, and nothing goes wrong but what is told. */
  public static RehearsalFleet swift(Map<String, List<String>> addresses, RehearsalFaults faults) {
    return new RehearsalFleet(addresses, 0, 1, faults, null);
  }

  /**
   * The same, beginning with machines that another rehearsal kept.
   *
   * @param kept their folder, which stays as it is
   */
  public static RehearsalFleet swift(
      Map<String, List<String>> addresses, RehearsalFaults faults, Path kept) throws IOException {
    RehearsalFleet fleet = swift(addresses, faults);
    RehearsalStore store = new RehearsalStore(kept, new RehearsalTexts(kept));
    for (RehearsalMachine machine : fleet.machines.values()) {
      machine.load(store);
    }
    fleet.etcd.load(kept);
    return fleet;
  }

  /** The same machines, each freshly installed with that system. */
  public RehearsalFleet with(RehearsalSystem system) throws NodeException {
    for (RehearsalMachine machine : machines.values()) {
      keep(machine, RehearsalState.fresh(system));
      save(machine);
    }
    return this;
  }

  /** By which time the machines judge certificates; before this is said, none has ended. */
  public RehearsalFleet at(InstantSource time) {
    clock = time;
    return this;
  }

  /** The time on the machines. */
  Instant now() {
    return clock == RehearsalTrust.none() ? Instant.now() : clock.instant();
  }

  RehearsalTrust trust() {
    return new RehearsalTrust(clock, this);
  }

  RehearsalAuthorities authorities() {
    return new RehearsalAuthorities(this);
  }

  /** Whether a machine is reached at an address. */
  boolean isAt(String name, String address) {
    RehearsalMachine machine = machines.get(name);
    return machine != null && (name.equals(address) || machine.addresses().contains(address));
  }

  /** What a machine is, also one that only earlier rehearsals knew; null when nobody did. */
  @Nullable RehearsalState stateOf(String name) throws NodeException {
    RehearsalMachine machine = known(name);
    return machine == null || machine.isBroken() ? null : machine.copyOfState();
  }

  public RehearsalFaults faults() {
    return faults;
  }

  /**
   * @throws IllegalArgumentException when there is none of that name
   */
  public RehearsalMachine machine(String name) {
    RehearsalMachine machine = machines.get(name);
    if (machine == null) {
      throw new IllegalArgumentException(name + " is not in the rehearsal");
    }
    return machine;
  }

  /**
   * etcd's members, without their ids: {@code NAME URL}, and {@code learner} where one has no vote.
   */
  public List<String> members() {
    return etcd.members();
  }

  /** The nodes that the API has. */
  public Set<String> nodes() {
    return etcd.nodeNames();
  }

  /** The name of the machine whose member leads etcd; empty: none does. */
  public String leader() throws NodeException {
    return etcd.leaderName();
  }

  /** Has another member lead etcd, of which the machine's is a voting one that runs. */
  public void lead(String name) throws NodeException {
    etcd.lead(name);
  }

  /**
   * Whom of those that show a certificate others refuse as things run, a sentence each.
   *
   * @see io.quorate.node.rehearsal.RehearsalAuthorities
   */
  public List<String> refused() throws NodeException {
    return authorities().refused();
  }

  /** Which authorities aggregated API servers are told to accept, as one text. */
  public String published() {
    return etcd.published(RehearsalAuthorities.PUBLISHED);
  }

  /** The nodes that get no new pods. */
  public Set<String> cordoned() {
    return etcd.cordoned();
  }

  /** The node's owner lets no new pods there. */
  public void cordon(String name) {
    etcd.cordon(name);
  }

  /**
   * Labels and taints of a node, beside those of its roles.
   *
   * @return {@code label KEY} or {@code taint KEY:EFFECT}, to the value
   */
  public Map<String, String> marks(String node) {
    return etcd.marks(node);
  }

  /**
   * A person sets a label or a taint of a node.
   *
   * @param mark {@code label KEY} or {@code taint KEY:EFFECT}
   * @param value null: it goes
   */
  public void mark(String node, String mark, @Nullable String value) {
    etcd.mark(node, mark, value);
  }

  /** Breaks a machine down: it is not reached, and nothing runs there until it is put right. */
  public void breakDown(String name) {
    machine(name).breakDown(true);
  }

  /** A machine that broke down is reached again, and everything runs there as it did before. */
  public void bringBack(String name) {
    machine(name).breakDown(false);
  }

  /** A machine of that name with a fresh disk, also in the place of one that broke down. */
  public void putRight(String name) throws NodeException {
    keep(machine(name), RehearsalState.fresh(machine(name).copyOfState().system));
    save(machine(name));
    machine(name).breakDown(false);
  }

  RehearsalEtcd etcd() {
    return etcd;
  }

  @Override
  public RehearsalNode connect(String name) throws NodeException, InterruptedException {
    faults.throwIfKilled();
    if (!machines.containsKey(name)) {
      throw new NodeException(name + " is not in the rehearsal");
    }
    RehearsalMachine machine = machine(name);
    if (machine.isBroken()) {
      throw new NodeException(name + ": simulated: it does not answer");
    }
    RehearsalPace pace = new RehearsalPace(speed, seed ^ name.hashCode());
    pace.take(200);
    read(machine);
    return new RehearsalNode(this, machine, pace);
  }

  /** Whether the unit runs on a machine, also one that only earlier rehearsals knew. */
  boolean runs(String name, String unit) throws NodeException {
    RehearsalMachine machine = known(name);
    return machine != null && machine.isActive(unit);
  }

  /** The version of a program that runs there, likewise; null when it does not run. */
  @Nullable String running(String name, String program) throws NodeException {
    RehearsalMachine machine = known(name);
    return machine == null ? null : machine.running(program);
  }

  private @Nullable RehearsalMachine known(String name) throws NodeException {
    RehearsalMachine machine = machines.get(name);
    if (machine == null) {
      if (store == null || name.isEmpty()) {
        return null;
      }
      machine = others.computeIfAbsent(name, n -> new RehearsalMachine(n, List.of(n)));
    }
    read(machine);
    return machine;
  }

  private void read(RehearsalMachine machine) throws NodeException {
    if (store != null) {
      try {
        machine.load(store);
      } catch (IOException e) {
        throw new NodeException(machine.name() + ": its rehearsal cannot be read", e);
      }
    }
  }

  /** What an operation has made of a machine. */
  void keep(RehearsalMachine machine, RehearsalState state) {
    state.files.replaceAll((path, entry) -> shared(entry));
    machine.replaceState(state);
  }

  private RehearsalState.Entry shared(RehearsalState.Entry entry) {
    if (!RehearsalTexts.isLong(entry.text())) {
      return entry;
    }
    String one = texts.one(entry.text());
    return one == entry.text() ? entry : new RehearsalState.Entry(one, entry.owner(), entry.mode());
  }

  /**
   * Called when a node has done what it was told, or as much of it as it got to. A process that is
   * killed before leaves the machine as it was before that: as if the order had not reached it.
   */
  void save(RehearsalMachine machine) throws NodeException {
    if (store != null) {
      try {
        machine.save(store);
      } catch (IOException e) {
        throw new NodeException(machine.name() + ": its rehearsal cannot be kept", e);
      }
    }
  }

  RehearsalTexts texts() {
    return texts;
  }
}
