package io.quorate.node.rehearsal;

import io.quorate.node.Node.NodeException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom simulated processes accept: those whose certificate an authority has issued that they have
 * read as they started. API servers tell aggregated ones which authorities these are to accept, and
 * each adds its own to what is told, as real ones do.
 */
final class RehearsalAuthorities {

  static final String API_SERVER = "kube-apiserver.service";
  static final String PUBLISHED = "requestheader-client-ca-file";

  /**
   * What people put behind API servers: lines as {@code assets/status/aggregated.sh} tells them.
   */
  private static final String BEHIND = "/var/lib/rehearsal/aggregated";

  private static final String FRONT_PROXY_CA = "/etc/kubernetes/pki/front-proxy-ca.crt";
  private static final String FRONT_PROXY = "/etc/kubernetes/pki/front-proxy-client.crt";

  /** Which files a unit reads as it starts, and never again. */
  private static final Map<String, List<String>> READ =
      Map.of(API_SERVER, List.of(FRONT_PROXY_CA, FRONT_PROXY));

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----\n";
  private static final String END = "\n-----END CERTIFICATE-----\n";

  private static final Pattern ASKED =
      Pattern.compile("(?m)^(takes|refuses) '(\\S+)' 'https://\\[?([^'\\]]+?)]?:6443'");
  private static final Pattern TOLD =
      Pattern.compile("(?m)^(publishes|publishes_only) '(\\S+)' '(\\S+)'");
  private static final Pattern ANSWERED = Pattern.compile("(?m)^answers '(\\S+)'");

  private final RehearsalFleet fleet;

  RehearsalAuthorities(RehearsalFleet fleet) {
    this.fleet = fleet;
  }

  /** Takes down what a unit has read. */
  static void started(RehearsalState state, String unit) {
    stopped(state, unit);
    for (String path : READ.getOrDefault(unit, List.of())) {
      String text = state.text(path);
      if (text != null) {
        state.read.put(unit + " " + path, text);
      }
    }
  }

  static void stopped(RehearsalState state, String unit) {
    state.read.keySet().removeIf(key -> key.startsWith(unit + " "));
  }

  /** What a running API server tells aggregated ones; null: nothing. */
  static @Nullable String told(RehearsalState state) {
    return state.read.get(API_SERVER + " " + FRONT_PROXY_CA);
  }

  /** As {@code assets/status/aggregated.sh} tells it. */
  static String behind(RehearsalState state) {
    String made = state.text(BEHIND);
    return (made == null ? "" : made) + "end\n";
  }

  /** The certificates of both texts, each once. */
  static String both(String some, String others) {
    Set<Certificate> all = new LinkedHashSet<>(certificates(some));
    all.addAll(certificates(others));
    StringBuilder text = new StringBuilder();
    for (Certificate one : all) {
      text.append(BEGIN).append(encoded(one)).append(END);
    }
    return text.toString();
  }

  private static String encoded(Certificate one) {
    try {
      return Base64.getEncoder().encodeToString(one.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }

  /** Whether two texts have the same certificates. */
  static boolean isSame(String some, String others) {
    return Set.copyOf(certificates(some)).equals(Set.copyOf(certificates(others)));
  }

  private static Collection<? extends Certificate> certificates(@Nullable String text) {
    if (text == null) {
      return List.of();
    }
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      // What tests put there in a certificate's place.
      return List.of();
    }
  }

  /** Whether one of the authorities has issued a certificate. */
  private static boolean accept(@Nullable String authorities, @Nullable String leaf) {
    for (Certificate one : certificates(leaf)) {
      for (Certificate authority : certificates(authorities)) {
        try {
          one.verify(authority.getPublicKey());
          return true;
        } catch (GeneralSecurityException e) {
          // Another one may have.
          continue;
        }
      }
    }
    return false;
  }

  /**
   * Why a condition that asks whom API servers accept, or what they tell, does not come true on a
   * machine; null: nothing of that keeps it.
   */
  @Nullable String refusal(String condition, RehearsalState state, String machine)
      throws NodeException {
    Matcher asked = ASKED.matcher(condition);
    while (asked.find()) {
      String leaf = state.text(asked.group(2) + ".crt");
      boolean taken = accept(authoritiesAt(asked.group(3), state, machine), leaf);
      if (asked.group(1).equals("takes") != taken && (taken || leaf != null)) {
        return asked.group(3) + (taken ? " still accepts " : " does not accept ") + asked.group(2);
      }
      if (leaf == null && asked.group(1).equals("takes")) {
        return "there is no " + asked.group(2) + ".crt";
      }
    }
    Matcher told = TOLD.matcher(condition);
    while (told.find()) {
      String there = fleet.etcd().published(told.group(2));
      if (told.group(1).equals("publishes")) {
        String wanted = BEGIN + told.group(3) + END;
        if (!isSame(there, both(there, wanted))) {
          return "the new authority is not published yet";
        }
      } else if (!isSame(there, String.valueOf(state.text(told.group(3))))) {
        return "other certificates than those of " + told.group(3) + " are published";
      }
    }
    Matcher answered = ANSWERED.matcher(condition);
    return answered.find() && !accept(fleet.etcd().published(PUBLISHED), shown(state))
        ? answered.group(1) + " does not answer through this API server: HTTP 401"
        : null;
  }

  private static @Nullable String shown(RehearsalState state) {
    return state.read.get(API_SERVER + " " + FRONT_PROXY);
  }

  private @Nullable String authoritiesAt(String address, RehearsalState state, String machine)
      throws NodeException {
    if (address.equals("127.0.0.1")) {
      return told(state);
    }
    for (String master : fleet.etcd().masters()) {
      RehearsalState other = master.equals(machine) ? state : fleet.stateOf(master);
      if (other != null && fleet.isAt(master, address)) {
        return told(other);
      }
    }
    return null;
  }

  /** Who refuses whom as things run, a sentence each. */
  List<String> refused() throws NodeException {
    List<String> refused = new ArrayList<>();
    for (String client : fleet.etcd().masters()) {
      RehearsalState state = fleet.stateOf(client);
      if (state == null || !state.started.containsKey(API_SERVER)) {
        continue;
      }
      if (!accept(fleet.etcd().published(PUBLISHED), shown(state))) {
        refused.add("aggregated API servers refuse " + client);
      }
      for (String server : fleet.etcd().masters()) {
        RehearsalState other = fleet.stateOf(server);
        if (other != null
            && other.started.containsKey(API_SERVER)
            && !accept(told(other), shown(state))) {
          refused.add(server + " refuses the front proxy of " + client);
        }
      }
    }
    return refused.stream().sorted().collect(Collectors.toList());
  }
}
