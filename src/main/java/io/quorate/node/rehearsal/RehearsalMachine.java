package io.quorate.node.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A simulated machine. It outlives the connections to it, as a real one does, and with a {@link
 * RehearsalStore} also the process.
 */
public final class RehearsalMachine {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String name;
  private final List<String> addresses;
  private RehearsalState state;
  private boolean unsaved;
  private RehearsalStore.@Nullable Stamp stamp;
  private boolean broken;
  private @Nullable Object lockOwner;
  private String lockHolder = "";

  /**
   * @param addresses its own, the main one first; never empty
   */
  public RehearsalMachine(String name, List<String> addresses) {
    this(name, addresses, RehearsalSystem.DEBIAN_12);
  }

  /** One with that system. */
  public RehearsalMachine(String name, List<String> addresses, RehearsalSystem system) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(name + " has no address");
    }
    this.name = name;
    this.addresses = List.copyOf(addresses);
    this.state = RehearsalState.fresh(system);
  }

  public String name() {
    return name;
  }

  public List<String> addresses() {
    return addresses;
  }

  /** The text of a file; null when it is not there. */
  public synchronized @Nullable String file(String path) {
    return state.text(path);
  }

  /** Its files' texts by path. */
  public synchronized Map<String, String> files() {
    Map<String, String> texts = new TreeMap<>();
    state.files.forEach((path, entry) -> texts.put(path, entry.text()));
    return texts;
  }

  /** Its folders by path, to owner and mode. */
  public synchronized Map<String, String> folders() {
    return new TreeMap<>(state.folders);
  }

  /** Whether the unit runs. */
  public synchronized boolean isActive(String unit) {
    return !broken && state.started.containsKey(unit);
  }

  /**
   * The version of a program that its unit was last started with.
   *
   * @param program such as kubelet
   * @return null when it does not run, or is no download
   */
  public synchronized @Nullable String running(String program) {
    return broken ? null : state.running(program);
  }

  synchronized void breakDown(boolean off) {
    broken = off;
  }

  synchronized boolean isBroken() {
    return broken;
  }

  /** Everything it has, as text that is equal for equal machines. */
  public synchronized String fingerprint() {
    try {
      return JSON.writeValueAsString(state);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain fields can be written", e);
    }
  }

  synchronized RehearsalState copyOfState() {
    return state.copy();
  }

  synchronized void replaceState(RehearsalState changed) {
    state = changed;
    unsaved = true;
  }

  /**
   * @return null when it was taken; otherwise who has it
   */
  synchronized @Nullable String tryLock(Object owner, String holder) {
    if (lockOwner != null) {
      return lockHolder;
    }
    lockOwner = owner;
    lockHolder = holder;
    return null;
  }

  synchronized void unlock(Object owner) {
    if (lockOwner == owner) {
      lockOwner = null;
    }
  }

  /** Writes what it has, if that is not what was written last. */
  synchronized void save(RehearsalStore store) throws IOException {
    if (unsaved) {
      store.save(name, state);
      stamp = store.stamp(name);
      unsaved = false;
    }
  }

  /**
   * Becomes what was written; stays as it is when nothing was, when that is known already, and
   * while something is being done on it: a connection that begins meanwhile must not read an older
   * state.
   */
  synchronized void load(RehearsalStore store) throws IOException {
    RehearsalStore.Stamp found = unsaved ? null : store.stamp(name);
    if (found != null && !found.equals(stamp)) {
      state = store.load(name);
      stamp = found;
    }
  }
}
