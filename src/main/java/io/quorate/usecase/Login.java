package io.quorate.usecase;

import io.quorate.inventory.Access;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.node.ssh.ConnectFailure;
import io.quorate.node.ssh.ConnectFailure.AuthenticationFailed;
import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.node.ssh.ConnectFailure.PassphraseNeeded;
import io.quorate.node.ssh.ConnectFailure.SudoPasswordNeeded;
import io.quorate.node.ssh.ConnectFailure.WrongSudoPassword;
import io.quorate.node.ssh.Credentials;
import io.quorate.node.ssh.HostKeys;
import io.quorate.plan.Secret;
import io.quorate.usecase.access.Endpoints;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gets a person into the nodes: asks for the secrets that are missing, and has unknown host keys
 * decided. Where nobody answers, nobody is asked, and what is missing stays a failure. What was
 * typed once holds for later logins; of logins side by side one asks, and the others go on with
 * what was typed.
 */
public final class Login {

  /** How often a wrong secret may be typed. */
  private static final int TRIES = 3;

  private final Person person;
  private final boolean rehearsal;
  private final HostKeys hostKeys = HostKeys.standard();

  /** Through which nodes were reached before; null at first. */
  private volatile @Nullable NodeConnector way;

  /** What was told of ssh_config. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private volatile Credentials credentials = Credentials.none();
  private boolean askedAhead;

  /**
   * @param rehearsal whether the nodes are simulated, which let everybody in
   */
  public Login(Person person, boolean rehearsal) {
    this.person = person;
    this.rehearsal = rehearsal;
  }

  /** For nodes of a cluster that is reached already. */
  public Login(Person person, NodeConnector way) {
    this(person, way.rehearsal());
    this.way = way;
    this.askedAhead = true;
    if (way instanceof NodeConnector.Ssh ssh) {
      this.credentials = ssh.credentials();
    }
  }

  /**
   * Connects to all nodes until nobody can mend the failures that are left.
   *
   * @param absent nodes that are known not to answer, with the reason: they are not tried again
   * @param bearable failures of which nothing is asked
   */
  public ClusterSession enter(
      Inventory inventory, Map<String, NodeException> absent, Predicate<NodeException> bearable)
      throws IOException, InterruptedException {
    if (rehearsal) {
      return ClusterSession.open(inventory, reach(inventory), absent);
    }
    askAhead(inventory.access());
    if (person.answers()) {
      long nodes = inventory.hosts().stream().filter(h -> !absent.containsKey(h.name())).count();
      person.say("Connecting to " + (nodes == 1 ? "the node …" : nodes + " nodes …"));
    }
    int asked = 0;
    while (true) {
      Credentials tried = credentials;
      NodeConnector reach = reach(inventory);
      tell(reach);
      ClusterSession session = ClusterSession.open(inventory, reach, absent);
      List<NodeException> failures = unbearable(session, bearable);
      if (failures.isEmpty() || !person.answers()) {
        way = reach;
        return session;
      }
      List<HostKeyUnknown> unknown = only(HostKeyUnknown.class, failures);
      boolean mended = unknown.isEmpty() ? asked++ < TRIES && ask(failures, tried) : trust(unknown);
      if (!mended) {
        way = reach;
        return session;
      }
      session.close();
    }
  }

  /** Where the way to the nodes is from that the inventory does not say, once. */
  private void tell(NodeConnector reach) {
    if (reach instanceof NodeConnector.Ssh ssh) {
      for (String line : Endpoints.fromConfig(ssh.inOrder())) {
        if (told.add(line)) {
          person.say(line);
        }
      }
    }
  }

  /** The failures that are not borne. */
  public static List<NodeException> unbearable(
      ClusterSession session, Predicate<NodeException> bearable) {
    return session.failures().values().stream().filter(bearable.negate()).toList();
  }

  private NodeConnector reach(Inventory inventory) {
    NodeConnector before = way;
    if (rehearsal) {
      return before == null ? NodeConnector.rehearsal(inventory) : before.of(inventory);
    }
    return NodeConnector.ssh(
        inventory,
        credentials,
        before instanceof NodeConnector.Ssh ssh ? ssh.hostKeys() : hostKeys);
  }

  private synchronized void askAhead(Access access) throws InterruptedException {
    if (askedAhead || !person.answers()) {
      return;
    }
    askedAhead = true;
    if (access.askPassword()) {
      Secret password = person.secret("SSH password of " + access.userOrUsual(), "");
      credentials = password == null ? credentials : credentials.withPassword(password);
    }
    if (access.become() && access.askBecomePassword()) {
      Secret password = person.secret("sudo password of " + access.userOrUsual(), "");
      credentials = password == null ? credentials : credentials.withSudoPassword(password);
    }
  }

  /** Whether another try makes sense. */
  private synchronized boolean ask(List<NodeException> failures, Credentials tried)
      throws InterruptedException {
    if (tried != credentials) {
      // Somebody was asked meanwhile.
      return true;
    }
    for (PassphraseNeeded failure : only(PassphraseNeeded.class, failures)) {
      Secret typed = person.secret("Passphrase of the key", message(failure));
      credentials = typed == null ? credentials : credentials.withPassphrase(typed);
      return typed != null;
    }
    for (ConnectFailure failure : sudo(failures)) {
      Secret typed =
          person.secret("sudo password of " + failure.endpoint().user(), message(failure));
      credentials = typed == null ? credentials : credentials.withSudoPassword(typed);
      return typed != null;
    }
    for (AuthenticationFailed failure : only(AuthenticationFailed.class, failures)) {
      Secret typed =
          person.secret("SSH password of " + failure.endpoint().user(), message(failure));
      credentials = typed == null ? credentials : credentials.withPassword(typed);
      return typed != null;
    }
    return false;
  }

  private static String message(NodeException failure) {
    return String.valueOf(failure.getMessage());
  }

  private synchronized boolean trust(List<HostKeyUnknown> unknown)
      throws IOException, InterruptedException {
    if (!person.trusts(unknown)) {
      return false;
    }
    HostKeys known = way instanceof NodeConnector.Ssh ssh ? ssh.hostKeys() : hostKeys;
    for (HostKeyUnknown key : unknown) {
      known.accept(key);
    }
    return true;
  }

  private static List<ConnectFailure> sudo(List<NodeException> failures) {
    return failures.stream()
        .filter(f -> f instanceof SudoPasswordNeeded || f instanceof WrongSudoPassword)
        .map(ConnectFailure.class::cast)
        .toList();
  }

  private static <T> List<T> only(Class<T> kind, List<NodeException> failures) {
    return failures.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
