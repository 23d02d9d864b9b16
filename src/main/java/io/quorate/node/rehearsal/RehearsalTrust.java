package io.quorate.node.rehearsal;

import io.quorate.node.Node.NodeException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates simulated processes show and take, by the time of the rehearsal: etcd reads
 * its files at every connection, all others as they start. Whoever has or meets one that has ended
 * is refused, as real processes do.
 */
final class RehearsalTrust {

  static final String ETCD_PEER = "/etc/etcd/pki/peer.crt";
  private static final String ETCD_SERVER = "/etc/etcd/pki/server.crt";
  private static final String ETCD_CLIENT = "/etc/kubernetes/pki/etcd/healthcheck-client.crt";
  private static final String API_ETCD_CLIENT = "/etc/kubernetes/pki/apiserver-etcd-client.crt";
  private static final String API_SERVER = "kube-apiserver.service";
  private static final String ETCD = "etcd.service";

  /** Which file a unit reads as it starts, to show what it has. */
  private static final Map<String, String> SHOWN =
      Map.of(
          API_SERVER,
          "/etc/kubernetes/pki/apiserver.crt",
          "kubelet.service",
          "/etc/kubernetes/pki/kubelet.crt");

  private static final Map<String, String> PORTS =
      new TreeMap<>(Map.of("6443", API_SERVER, "10250", "kubelet.service"));
  private static final Map<String, String> ETCD_PORTS =
      new TreeMap<>(Map.of("2379", ETCD_SERVER, "2380", ETCD_PEER));

  private static final Pattern ENTERS = Pattern.compile("--cert (\\S+)");
  private static final Pattern PRESENTS =
      Pattern.compile("(?m)^(?:presents|shows) '\\S+?:(\\d+)' (\\S+)");
  private static final Pattern KUBECONFIG =
      Pattern.compile("(?m)^([\\w-]*client-certificate(?:-data)?): (\\S+)");

  /**
   * By which of them the patterns are told from far: a condition is a long text, and asked often.
   */
  private static final List<String> PRESENTED = List.of("presents '", "shows '");

  private static final List<String> ETCD_ASKED = List.of("etcdctl", ":2379", ":2380");
  private static final List<String> API_ASKED = List.of("kubectl", "https://");
  private static final InstantSource NONE = InstantSource.fixed(Instant.EPOCH);

  private final InstantSource clock;
  private final RehearsalFleet fleet;

  /** When certificates end, by their text. */
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();

  RehearsalTrust(InstantSource clock, RehearsalFleet fleet) {
    this.clock = clock;
    this.fleet = fleet;
  }

  /** Takes down what a unit shows from now on. */
  static void started(RehearsalState state, String unit) {
    String file = SHOWN.get(unit);
    String text = file == null ? null : state.text(file);
    if (text != null) {
      state.shown.put(unit, text);
    }
  }

  private boolean hasEnded(@Nullable String text) {
    return clock != NONE
        && text != null
        && ends.computeIfAbsent(text, RehearsalTrust::end).isBefore(clock.instant());
  }

  private static Instant end(String text) {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      return certificate.getNotAfter().toInstant();
    } catch (CertificateException e) {
      // What tests put there in a certificate's place.
      return Instant.MAX;
    }
  }

  /** Whether a member's peers take what it shows. */
  boolean takesPart(RehearsalState state) {
    return !hasEnded(state.text(ETCD_PEER));
  }

  /** Whether a machine's own member can be asked by its clients. */
  boolean answersClients(RehearsalState state) {
    return !hasEnded(state.text(ETCD_SERVER)) && !hasEnded(state.text(ETCD_CLIENT));
  }

  /** Whether the API server that runs on a machine is refused by those who ask it. */
  boolean isApiServerRefused(RehearsalState state) {
    return state.started.containsKey(API_SERVER) && hasEnded(state.shown.get(API_SERVER));
  }

  /**
   * Why a condition that asks etcd or the API does not come true on a machine; null: certificates
   * do not keep it from that. What it asks is read from its commands.
   */
  @Nullable String refusal(String condition, RehearsalState state, String machine)
      throws NodeException {
    String rest = condition;
    if (has(condition, PRESENTED)) {
      Matcher presents = PRESENTS.matcher(condition);
      while (presents.find()) {
        String refusal = shows(presents.group(1), presents.group(2), state);
        if (refusal != null) {
          return refusal;
        }
      }
      rest = presents.replaceAll("");
    }
    Matcher enters = ENTERS.matcher(condition);
    while (enters.find()) {
      if (hasEnded(state.text(enters.group(1)))) {
        return enters.group(1) + ": certificate has expired";
      }
    }
    if (has(rest, ETCD_ASKED)) {
      return !answersClients(state)
          ? "etcd: tls: expired certificate"
          : fleet.etcd().isApart(state, machine)
              ? "etcdserver: no leader: the members refuse one another, x509: certificate has expired"
              : null;
    }
    return has(rest, API_ASKED) ? apiRefusal(state, machine) : null;
  }

  private static boolean has(String text, List<String> words) {
    return words.stream().anyMatch(text::contains);
  }

  private @Nullable String shows(String port, String file, RehearsalState state) {
    String unit = PORTS.get(port);
    String shown = unit == null ? state.text(file) : state.shown.get(unit);
    return unit != null && !state.started.containsKey(unit)
        ? port + " shows no certificate"
        : shown != null && shown.equals(state.text(file))
            ? null
            : port + " shows another certificate than " + file + " has";
  }

  private @Nullable String apiRefusal(RehearsalState state, String machine) throws NodeException {
    boolean own = state.started.containsKey(API_SERVER);
    if (own) {
      return isApiServerRefused(state)
          ? "the API server's certificate has expired"
          : serves(state, machine) ? null : "the API server does not reach etcd";
    }
    boolean any = false;
    for (String master : fleet.etcd().masters()) {
      RehearsalState other = fleet.stateOf(master);
      if (other != null && other.started.containsKey(API_SERVER)) {
        any = true;
        if (!isApiServerRefused(other) && serves(other, master)) {
          return null;
        }
      }
    }
    return any ? "no API server shows a certificate that has not expired" : null;
  }

  /** Whether an API server reaches its etcd, as far as certificates go. */
  private boolean serves(RehearsalState state, String machine) throws NodeException {
    return !hasEnded(state.text(API_ETCD_CLIENT))
        && !hasEnded(state.text(ETCD_SERVER))
        && !fleet.etcd().isApart(state, machine);
  }

  /** As {@code assets/status/certificates.sh} tells it. */
  static String answer(RehearsalState state) {
    List<String> lines = new ArrayList<>();
    ETCD_PORTS
        .values()
        .forEach(
            path -> {
              String text = state.text(path);
              if (text != null) {
                lines.add("file " + path + " " + base64(text));
              }
            });
    state.files.forEach(
        (path, entry) -> {
          if (path.matches("/etc/kubernetes/[^/]+\\.conf")) {
            Matcher named = KUBECONFIG.matcher(entry.text().replaceAll("(?m)^[ -]+", ""));
            if (named.find() && named.group(1).equals("client-certificate")) {
              lines.add("kubeconfig " + path + " at " + named.group(2));
            }
          }
        });
    ETCD_PORTS.forEach(
        (port, path) -> {
          String text = state.text(path);
          if (state.started.containsKey(ETCD) && text != null) {
            lines.add("port " + port + " " + base64(text));
          }
        });
    PORTS.forEach(
        (port, unit) -> {
          String text = state.started.containsKey(unit) ? state.shown.get(unit) : null;
          if (text != null) {
            lines.add("port " + port + " " + base64(text));
          }
        });
    lines.add("end");
    return String.join("\n", lines) + "\n";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A clock by which nothing has ended. */
  static InstantSource none() {
    return NONE;
  }
}
