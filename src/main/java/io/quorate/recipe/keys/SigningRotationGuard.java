package io.quorate.recipe.keys;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.pki.ServiceAccountKeys;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.Template;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.keys.IssuedTokens.Endless;
import io.quorate.recipe.lifecycle.LiveProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the key of service accounts' tokens can be rotated as the cluster is. */
public final class SigningRotationGuard {

  /** Clocks that are apart, and a token that was asked for as its API server stopped. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /** As many Secrets as are named. */
  private static final int NAMED = 10;

  /** Which flags of whom name other keys than ours. */
  private static final List<Flag> FLAGS =
      List.of(
          new Flag(
              Component.APISERVER,
              "--service-account-key-file",
              SharedSecrets.SERVICE_ACCOUNT_PUBLIC),
          new Flag(
              Component.APISERVER,
              "--service-account-signing-key-file",
              SharedSecrets.SERVICE_ACCOUNT_KEY),
          new Flag(
              Component.APISERVER,
              "--service-account-signing-endpoint",
              SharedSecrets.SERVICE_ACCOUNT_KEY),
          new Flag(
              Component.CONTROLLER_MANAGER,
              "--service-account-private-key-file",
              SharedSecrets.SERVICE_ACCOUNT_KEY));

  private static final RotatedSigningKey WHAT = new RotatedSigningKey();

  private static final String ISSUER = "--service-account-issuer=";

  private record Flag(Component component, String name, String file) {}

  private SigningRotationGuard() {}

  /** What is asked for it, by the node's name. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>(LiveProbe.looks(inventory));
    ProbeRequest signing =
        ProbeRequest.asking(Map.of(ProbeRequest.SIGNING, new Template("status/signing.sh").text()));
    inventory
        .masters()
        .forEach(h -> requests.computeIfPresent(h.name(), (n, r) -> r.with(signing)));
    return requests;
  }

  /** What one of the masters that serve is asked then, by its name. */
  public static Map<String, ProbeRequest> tokens(Inventory inventory, ClusterFacts facts) {
    return RotationGuard.ofOneThatServes(inventory, facts, ProbeRequest.TOKENS, "status/tokens.sh");
  }

  /**
   * Lets a rotation pass, as far as its two plans ask for the same.
   *
   * @throws GuardRefused when a master would not come to trust what another signs
   */
  public static void judge(Inventory inventory, ClusterFacts facts) {
    RotationGuard.judge(inventory, facts, "the new key", "accept tokens that the others sign");
    FLAGS.forEach(f -> RotationGuard.refuseFlag(inventory, f.component(), f.name(), f.file()));
    inventory.components().flags(Component.APISERVER).stream()
        .filter(f -> f.startsWith(ISSUER) && !f.startsWith(ISSUER + "https://"))
        .findFirst()
        .ifPresent(
            f -> {
              throw new GuardRefused(
                  "API servers tell their keys only where the issuer is an https address, and by"
                      + " the inventory it is not ("
                      + f
                      + "): it could not be proved which keys they trust.",
                  "Rotate the key by hand.");
            });
    Map<String, ServiceAccountKeys> files = Rotation.files(WHAT, inventory, facts);
    RotationGuard.refuseWithout(inventory, files.keySet(), SharedSecrets.SERVICE_ACCOUNT_KEY);
    RotationGuard.refuseStrangers(WHAT, files, "tokens that %s signs");
    if (!Rotation.isUnderWay(WHAT, facts)) {
      refuseSeveral(files);
    }
  }

  private static void refuseSeveral(Map<String, ServiceAccountKeys> files) {
    if (files.values().stream().map(ServiceAccountKeys::signer).distinct().count() > 1) {
      throw new GuardRefused(
          "The masters do not sign with the same " + SharedSecrets.SERVICE_ACCOUNT_KEY + ".",
          "Put the file of one on the others.");
    }
  }

  /**
   * Lets the first plan pass.
   *
   * @throws GuardRefused when the old key is being taken away already
   */
  public static void judgeSwitch(SigningRotation rotation) {
    if (!rotation.state().over() && rotation.state().isEnding()) {
      throw new GuardRefused(
          "The old key is being taken away: some masters do not trust it any more.",
          "Go on with that: `quorate certificates rotate-signing-key --remove-old`.");
    }
  }

  /**
   * Lets the second plan pass.
   *
   * @param facts with the answers to {@link #tokens}
   * @param longest how long tokens live that were given out, by whoever knows it
   * @param atOnce whether tokens of the old key may be refused while they still live
   * @throws GuardRefused when a token that the old key signed may still live
   */
  public static void judgeRemoval(
      SigningRotation asked, ClusterFacts facts, Optional<Duration> longest, boolean atOnce) {
    Rotation<ServiceAccountKeys> rotation = asked.state();
    if (!asked.isUnderWay(facts) && !rotation.over()) {
      throw new GuardRefused(
          "There is no old key: no rotation has begun.",
          "`quorate certificates rotate-signing-key` begins one.");
    }
    if (rotation.over() || rotation.isEnding()) {
      return;
    }
    if (!rotation.switched() || !rotation.signsEverywhere()) {
      throw new GuardRefused(
          "Not all masters sign with the new key yet.",
          "Go on with that first: `quorate certificates rotate-signing-key`.");
    }
    if (!atOnce) {
      IssuedTokens tokens = IssuedTokens.of(facts);
      refuseEndless(rotation, tokens);
      refuseEarly(tokens, longest);
    }
  }

  private static void refuseEndless(Rotation<ServiceAccountKeys> rotation, IssuedTokens tokens) {
    if (!tokens.known()) {
      throw new GuardRefused(
          "No API server tells which tokens there are: some of the old key may never end.",
          "Ask again when one serves, or say --at-once where none is in use any more.");
    }
    List<Endless> endless = tokens.endlessOf(rotation.next().signer());
    if (!endless.isEmpty()) {
      throw new GuardRefused(
          named(endless) + " a token that never ends, which the old key signed.",
          "Delete each Secret that nobody needs. Of each of the others, `kubectl -n NAMESPACE patch"
              + " secret NAME --type=json -p '[{\"op\":\"remove\",\"path\":\"/data/token\"}]'` makes"
              + " a new token; the old one is refused at once, so give the new one to whoever used"
              + " it.");
    }
  }

  /** How many Secrets have a token that never ends, and which, in words. */
  private static String named(List<Endless> endless) {
    String names =
        endless.stream().limit(NAMED).map(Endless::secret).collect(Collectors.joining(", "));
    return endless.size() == 1
        ? "The Secret " + names + " holds"
        : endless.size()
            + " Secrets ("
            + names
            + (endless.size() > NAMED ? ", ..." : "")
            + ") each hold";
  }

  /** Which tokens of the old key never end, a sentence without its end; mostly there are none. */
  public static Optional<String> endless(SigningRotation rotation, ClusterFacts facts) {
    List<Endless> endless = IssuedTokens.of(facts).endlessOf(rotation.state().next().signer());
    return endless.isEmpty()
        ? Optional.empty()
        : Optional.of(named(endless) + " a token that never ends");
  }

  /** How long tokens live, by what is known of them and what was said; empty: nobody can tell. */
  private static Optional<Duration> life(IssuedTokens tokens, Optional<Duration> longest) {
    Optional<Duration> said =
        longest.map(d -> d.compareTo(tokens.asked()) > 0 ? d : tokens.asked());
    return said.or(
        () ->
            tokens
                .limit()
                .map(
                    d ->
                        tokens.extended() && d.compareTo(IssuedTokens.EXTENSION) < 0
                            ? IssuedTokens.EXTENSION
                            : d));
  }

  private static void refuseEarly(IssuedTokens tokens, Optional<Duration> longest) {
    Optional<Duration> life = life(tokens, longest);
    if (life.isEmpty()) {
      throw new GuardRefused(
          "No flag limits how long tokens live (--service-account-max-token-expiration), so nobody"
              + " can tell when the last one of the old key ends. Pods ask for up to "
              + span(tokens.asked())
              + (tokens.extended()
                  ? ", which is extended to a year (--service-account-extend-token-expiration)."
                  : "."),
          "Say the longest that anybody was given, pods or people: --longest-token 24h.");
    }
    Duration left = life.get().plus(MARGIN).minus(tokens.switched());
    if (left.isPositive()) {
      throw new GuardRefused(
          "Tokens of the old key may live for another "
              + span(left)
              + ": all masters have signed with the new one for "
              + span(tokens.switched())
              + ", and tokens live for up to "
              + span(life.get())
              + ".",
          "Ask again then. Where the old key is in wrong hands, --at-once does not wait.");
    }
  }

  /** Rounded up, so that nobody asks too early. */
  static String span(Duration time) {
    long minutes = (time.toSeconds() + 59) / 60;
    long hours = (minutes + 59) / 60;
    return minutes < 120
        ? minutes + (minutes == 1 ? " minute" : " minutes")
        : hours < 72 ? hours + " hours" : (hours + 23) / 24 + " days";
  }
}
