package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.pki.Authority;
import io.quorate.pki.CertificateView;
import io.quorate.pki.Credential;
import io.quorate.pki.PkiException;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.CertificateList;
import io.quorate.plan.facts.CertificateList.Entry;
import io.quorate.plan.facts.CertificateList.Kind;
import io.quorate.plan.facts.CertificateList.State;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.OpenRotations;
import io.quorate.recipe.component.TlsPort;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what the nodes answered to {@link CertificateProbe}, and judges each certificate. */
public final class CertificateTable {

  static final String PKI = ClusterPki.FOLDER + "/";

  private final Instant now;

  /** The authorities' certificates as the nodes have them. */
  private final Set<String> authorities = new LinkedHashSet<>();

  private final List<Entry> entries = new ArrayList<>();

  private CertificateTable(Instant now) {
    this.now = now;
  }

  /**
   * @param facts the answers to {@link CertificateProbe#requests}
   * @param operator the text of the certificate in the operator's kubeconfig; null: it has none
   * @param kubeconfig where that is
   */
  public static CertificateList of(
      Inventory inventory,
      ClusterFacts facts,
      @Nullable String operator,
      String kubeconfig,
      Instant now) {
    CertificateTable table = read(inventory, facts, now);
    if (operator != null) {
      Entry own = table.entry("", Kind.KUBECONFIG, kubeconfig, operator);
      // An entry of that name may lead to another cluster.
      if (own.ends() != null && !own.authority().isEmpty()) {
        table.entries.add(own);
      }
    }
    List<String> worries = new ArrayList<>(CertificateWorries.of(table.entries, now));
    worries.addAll(ApiServerAge.worries(inventory, facts, VersionMatrix.of(inventory, facts), now));
    worries.addAll(OpenRotations.worries(facts));
    return new CertificateList(
        inventory.clusterName(), now, table.entries, facts.unreachable(), worries);
  }

  private static CertificateTable read(Inventory inventory, ClusterFacts facts, Instant now) {
    CertificateTable table = new CertificateTable(now);
    facts.nodes().values().forEach(table::learn);
    for (Host host : inventory.hosts()) {
      NodeFacts found = facts.nodes().get(host.name());
      if (found != null) {
        table.read(host, found);
      }
    }
    return table;
  }

  /** What wants attention among the certificates that nodes told of, a sentence each. */
  static List<String> worries(Inventory inventory, ClusterFacts facts, Instant now) {
    List<String> worries =
        new ArrayList<>(CertificateWorries.of(read(inventory, facts, now).entries, now));
    worries.addAll(OpenRotations.worries(facts));
    return worries;
  }

  /** Whether nobody can be asked on a node what it shows. */
  public static boolean lacksOpenssl(NodeFacts facts) {
    return records(facts).contains("without openssl");
  }

  private static List<String> records(NodeFacts facts) {
    return facts.records().getOrDefault(ProbeRequest.CERTIFICATES, "").lines().toList();
  }

  private void learn(NodeFacts facts) {
    facts
        .pki()
        .forEach(
            (path, text) -> {
              if (path.endsWith("ca.crt")) {
                try {
                  authorities.addAll(Credential.each(text.reveal()));
                } catch (PkiException unreadable) {
                  // Its own line says so.
                  return;
                }
              }
            });
  }

  private void read(Host host, NodeFacts facts) {
    Map<String, String> files = new LinkedHashMap<>();
    facts.pki().entrySet().stream()
        .filter(e -> e.getKey().startsWith(PKI) && e.getKey().endsWith(".crt"))
        .sorted(
            Comparator.comparing((Map.Entry<String, Secret> e) -> !e.getKey().endsWith("ca.crt"))
                .thenComparing(Map.Entry::getKey))
        .forEach(e -> files.put(e.getKey(), e.getValue().reveal()));
    Map<String, String> shown = new TreeMap<>();
    Map<String, String> kubeconfigs = new LinkedHashMap<>();
    for (String record : records(facts)) {
      String[] words = record.split(" ");
      switch (words[0]) {
        case "file" -> {
          if (words.length == 3) {
            files.put(words[1], decoded(words[2]));
          }
        }
        case "port" -> {
          if (words.length == 3) {
            shown.put(words[1], decoded(words[2]));
          }
        }
        case "kubeconfig" -> {
          if (words.length == 4) {
            kubeconfigs.put(
                words[1],
                words[2].equals("in") ? decoded(words[3]) : files.getOrDefault(words[3], ""));
          }
        }
        default -> {
          // The end, or that nobody can be asked.
        }
      }
    }
    files.forEach(
        (path, text) -> {
          if (path.endsWith("ca.crt")) {
            each(text).forEach(one -> entries.add(entry(host.name(), Kind.AUTHORITY, path, one)));
          } else {
            entries.add(entry(host.name(), Kind.FILE, path, text));
          }
        });
    kubeconfigs.forEach(
        (path, text) -> entries.add(entry(host.name(), Kind.KUBECONFIG, path, text)));
    if (!lacksOpenssl(facts) && records(facts).contains("end")) {
      TlsPort.of(host).forEach(p -> shown(host, p, shown, files).ifPresent(entries::add));
    }
  }

  /** While an authority takes the place of another, both are in its file. */
  private static List<String> each(String text) {
    try {
      return Credential.each(text);
    } catch (PkiException unreadable) {
      return List.of(text);
    }
  }

  private Optional<Entry> shown(
      Host host, TlsPort port, Map<String, String> shown, Map<String, String> files) {
    String text = shown.get(String.valueOf(port.number()));
    String place = port.process() + ":" + port.number();
    String file = files.get(port.file());
    if (text == null) {
      // Of a process without a file nobody knows whether there should be anything.
      return file == null
          ? Optional.empty()
          : Optional.of(missing(host.name(), Kind.PROCESS, place, "it shows none"));
    }
    Entry found = entry(host.name(), Kind.PROCESS, place, text);
    if (port.file().isEmpty() || file == null) {
      return Optional.of(found);
    }
    try {
      String serial = CertificateView.of(file).serial();
      return Optional.of(
          serial.equals(found.serial()) || found.state() == State.MISSING
              ? found
              : with(
                  found,
                  found.state() == State.ENDED ? State.ENDED : State.OLD,
                  "its file has another: it was not started since"));
    } catch (PkiException unreadable) {
      return Optional.of(found);
    }
  }

  private static Entry with(Entry e, State state, String note) {
    return new Entry(
        e.node(),
        e.kind(),
        e.place(),
        e.subject(),
        e.names(),
        e.authority(),
        e.serial(),
        e.begins(),
        e.ends(),
        state,
        note);
  }

  private static Entry missing(String node, Kind kind, String place, String why) {
    return new Entry(node, kind, place, "", List.of(), "", "", null, null, State.MISSING, why);
  }

  private Entry entry(String node, Kind kind, String place, String text) {
    CertificateView view;
    String authority;
    try {
      view = CertificateView.of(text);
      authority = kind == Kind.AUTHORITY ? "" : authority(view, kind, text);
    } catch (PkiException unreadable) {
      return missing(node, kind, place, Objects.toString(unreadable.getMessage(), "unreadable"));
    }
    String subject =
        view.organizations().isEmpty()
            ? view.commonName()
            : view.commonName() + " (" + String.join(", ", view.organizations()) + ")";
    return new Entry(
        node,
        kind,
        place,
        subject,
        view.names(),
        authority,
        view.serial(),
        view.begins(),
        view.ends(),
        state(view),
        authority.isEmpty() && kind != Kind.AUTHORITY ? "no authority of this cluster's" : "");
  }

  private String authority(CertificateView view, Kind kind, String text) {
    for (String one : authorities) {
      if (CertificateView.isSigned(text, one)) {
        return CertificateView.of(one).commonName();
      }
    }
    // Controller manager and scheduler make an authority of their own at each start.
    boolean own =
        view.selfSigned() || view.issuer().startsWith(view.commonName().split("@")[0] + "-ca");
    return own && kind == Kind.PROCESS ? CertificateList.ITSELF : "";
  }

  private State state(CertificateView view) {
    if (view.ends().isBefore(now)) {
      return State.ENDED;
    }
    if (view.begins().isAfter(now)) {
      return State.NOT_YET_VALID;
    }
    return view.ends().isBefore(now.plus(Authority.RENEW_BEFORE)) ? State.ENDS_SOON : State.GOOD;
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
