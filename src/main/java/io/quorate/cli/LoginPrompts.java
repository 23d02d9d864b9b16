package io.quorate.cli;

import io.quorate.console.Prompts;
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
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Failures;
import io.quorate.usecase.NodeConnector;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gets the operator into the nodes: asks for the secrets that are missing, and has unknown host
 * keys decided. Without a terminal nobody is asked, and what is missing is refused.
 */
final class LoginPrompts {

  /** How often a wrong secret may be typed. */
  private static final int TRIES = 3;

  private final Inventory inventory;
  private final HostKeys hostKeys;
  private final boolean rehearsal;
  private final @Nullable Prompts prompts;
  private final Consumer<String> say;
  private Credentials credentials = Credentials.none();
  private int asked;

  /**
   * @param rehearsal whether the nodes are simulated, which let everybody in
   * @param prompts null when nobody can be asked
   */
  LoginPrompts(
      Inventory inventory, boolean rehearsal, @Nullable Prompts prompts, Consumer<String> say) {
    this.inventory = inventory;
    this.hostKeys = HostKeys.standard();
    this.rehearsal = rehearsal;
    this.prompts = prompts;
    this.say = say;
  }

  /** Null when a node did not let us in; the reasons have been said. */
  @Nullable ClusterSession enter() throws IOException, InterruptedException {
    return enter(failure -> false);
  }

  /**
   * The same, where some nodes need not let us in.
   *
   * @param bearable failures that are left to the journey, as its failures
   */
  @Nullable ClusterSession enter(Predicate<NodeException> bearable)
      throws IOException, InterruptedException {
    ClusterSession journey = open(bearable);
    List<NodeException> failures = unbearable(journey, bearable);
    if (failures.isEmpty()) {
      return journey;
    }
    journey.close();
    failures.forEach(f -> say.accept("error: " + f.getMessage()));
    return null;
  }

  /**
   * For those who only ask: whoever does not let us in, also after the person was asked for what is
   * missing, is left out, and said.
   *
   * @return null when nobody lets us in
   */
  @Nullable ClusterSession enterWhereLetIn() throws IOException, InterruptedException {
    ClusterSession journey = open(Failures::isGone);
    boolean some = journey.failures().size() < inventory.hosts().size();
    journey
        .failures()
        .forEach(
            (name, f) ->
                say.accept(
                    (some ? "warning: " + name + " is left out: " : "error: ")
                        + f.getMessage()
                        + "."));
    if (some) {
      return journey;
    }
    journey.close();
    return null;
  }

  private static List<NodeException> unbearable(
      ClusterSession journey, Predicate<NodeException> bearable) {
    return journey.failures().values().stream().filter(bearable.negate()).toList();
  }

  /** Until nobody can mend the failures that are left. */
  private ClusterSession open(Predicate<NodeException> bearable)
      throws IOException, InterruptedException {
    if (rehearsal) {
      return ClusterSession.open(inventory, NodeConnector.rehearsal(inventory));
    }
    askAhead(inventory.access());
    if (prompts != null) {
      int nodes = inventory.hosts().size();
      say.accept("Connecting to " + (nodes == 1 ? "the node …" : nodes + " nodes …"));
    }
    while (true) {
      ClusterSession journey =
          ClusterSession.open(inventory, NodeConnector.ssh(inventory, credentials, hostKeys));
      List<NodeException> failures = unbearable(journey, bearable);
      if (failures.isEmpty() || !mend(failures)) {
        return journey;
      }
      journey.close();
    }
  }

  private void askAhead(Access access) {
    if (prompts == null) {
      return;
    }
    if (access.askPassword()) {
      credentials = credentials.withPassword(prompts.secret("SSH password of " + access.user()));
    }
    if (access.become() && access.askBecomePassword()) {
      credentials =
          credentials.withSudoPassword(prompts.secret("sudo password of " + access.user()));
    }
  }

  /** Whether another try makes sense. */
  private boolean mend(List<NodeException> failures) throws IOException {
    if (prompts == null) {
      return false;
    }
    List<HostKeyUnknown> unknown = only(HostKeyUnknown.class, failures);
    if (!unknown.isEmpty()) {
      return decide(prompts, unknown);
    }
    if (asked++ >= TRIES) {
      return false;
    }
    for (PassphraseNeeded failure : only(PassphraseNeeded.class, failures)) {
      say.accept(String.valueOf(failure.getMessage()));
      credentials = credentials.withPassphrase(prompts.secret("Passphrase of the key"));
      return true;
    }
    for (ConnectFailure failure : sudo(failures)) {
      say.accept(String.valueOf(failure.getMessage()));
      credentials =
          credentials.withSudoPassword(
              prompts.secret("sudo password of " + failure.endpoint().user()));
      return true;
    }
    for (AuthenticationFailed failure : only(AuthenticationFailed.class, failures)) {
      say.accept(String.valueOf(failure.getMessage()));
      credentials =
          credentials.withPassword(prompts.secret("SSH password of " + failure.endpoint().user()));
      return true;
    }
    return false;
  }

  private boolean decide(Prompts person, List<HostKeyUnknown> unknown) throws IOException {
    say.accept(
        "The host keys of these machines are not known yet. Compare the fingerprints with what");
    say.accept("`ssh-keygen -lf /etc/ssh/ssh_host_…_key.pub` says on each machine's console:");
    unknown.stream()
        .map(
            key ->
                "  %-20s %-22s %s"
                    .formatted(
                        key.endpoint().name(),
                        key.endpoint().host(),
                        key.type() + " " + key.fingerprintSha256()))
        // A jump host is met on the way to each node behind it.
        .distinct()
        .forEach(say);
    if (!person.confirm("Trust " + (unknown.size() == 1 ? "it" : "all of them") + "?")) {
      return false;
    }
    for (HostKeyUnknown key : unknown) {
      hostKeys.accept(key);
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
