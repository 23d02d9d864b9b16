package io.quorate.recipe.component;

import static java.time.ZoneOffset.UTC;

import io.quorate.inventory.Host;
import io.quorate.pki.Authority;
import io.quorate.pki.Credential;
import io.quorate.pki.PkiException;
import io.quorate.pki.ServiceAccountKeys;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.authority.ClusterAuthority;
import io.quorate.recipe.authority.HeldAuthority;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all masters share: made once, and read back from the masters ever after.
 *
 * @param encryption how Secrets are kept in etcd
 */
public record SharedSecrets(
    HeldAuthority kubernetes,
    HeldAuthority etcd,
    HeldAuthority frontProxy,
    SigningKeys serviceAccounts,
    Encryption encryption) {

  public static final String CA = ClusterPki.FOLDER + "/ca";
  public static final String ETCD_CA = ClusterPki.FOLDER + "/etcd/ca";
  static final String FRONT_PROXY_CA = ClusterPki.FOLDER + "/front-proxy-ca";
  public static final String SERVICE_ACCOUNT_KEY = ClusterPki.FOLDER + "/sa.key";
  public static final String SERVICE_ACCOUNT_PUBLIC = ClusterPki.FOLDER + "/sa.pub";
  public static final String ENCRYPTION = ClusterPki.FOLDER + "/encryption.yaml";

  /** The record of a rotation of the key that has begun and not ended. */
  public static final String KEY_ROTATION = "rotating-keys";

  private static final int CA_YEARS = 10;

  private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE.withZone(UTC);

  /** A whole set makes a master one that the others follow. */
  private static final List<String> WHOLE =
      List.of(
          CA + ".crt",
          CA + ".key",
          ETCD_CA + ".crt",
          ETCD_CA + ".key",
          FRONT_PROXY_CA + ".crt",
          FRONT_PROXY_CA + ".key",
          SERVICE_ACCOUNT_KEY,
          SERVICE_ACCOUNT_PUBLIC);

  /**
   * The file that says how Secrets are kept in etcd.
   *
   * @param text for whom has none yet
   * @param own what each master has, by its name, where that differs: while a key is rotated
   */
  public record Encryption(Secret text, Map<String, Secret> own) {
    public Encryption {
      own = Map.copyOf(own);
    }

    Secret of(Host master) {
      return own.getOrDefault(master.name(), text);
    }
  }

  /**
   * Reads them from the masters, or makes them where no master has a whole set.
   *
   * @throws GuardRefused when masters disagree, or when a set may be lost: a master that was not
   *     asked may hold it, or etcd has data that belongs to one
   */
  static SharedSecrets of(Context context) {
    return of(context, context.inventory().masters());
  }

  /**
   * @param masters those that may hold them: not one that has yet to join
   */
  public static SharedSecrets of(Context context, List<Host> masters) {
    Map<String, NodeFacts> holders = new LinkedHashMap<>();
    for (Host master : masters) {
      NodeFacts facts = context.facts().nodes().get(master.name());
      if (facts != null && facts.pki().keySet().containsAll(WHOLE)) {
        holders.put(master.name(), facts);
      }
    }
    if (holders.isEmpty()) {
      refuseToReplace(context);
      return create(context.now());
    }
    refuseDisagreement(holders);
    var first = holders.entrySet().iterator().next();
    return read(first.getKey(), holders);
  }

  /** The files of a master, by path, without which a cluster cannot be made again. */
  public static List<String> paths() {
    return Stream.concat(WHOLE.stream(), Stream.of(ENCRYPTION)).toList();
  }

  /**
   * Whether a master has other authorities than these: then it is of another cluster. What one of
   * them lacks differs in nothing; while one takes another's place both have one of them at least.
   *
   * @param found on the master, by path
   * @param kept those of the cluster, by path
   * @return the paths of the certificates that differ
   */
  public static List<String> otherAuthorities(Map<String, Secret> found, Map<String, Secret> kept) {
    return Arrays.stream(ClusterAuthority.values())
        .map(ClusterAuthority::certificatePath)
        .filter(path -> found.containsKey(path) && kept.containsKey(path))
        .filter(path -> !isSame(text(found, path).strip(), text(kept, path).strip()))
        .toList();
  }

  private static boolean isSame(String found, String kept) {
    try {
      return found.equals(kept) || Credential.isShared(found, kept);
    } catch (PkiException unreadable) {
      // Whatever it is, it is not the other.
      return false;
    }
  }

  HeldAuthority held(ClusterAuthority which) {
    return switch (which) {
      case KUBERNETES -> kubernetes;
      case ETCD -> etcd;
      case FRONT_PROXY -> frontProxy;
    };
  }

  private static SharedSecrets create(Instant now) {
    return new SharedSecrets(
        first(ClusterAuthority.KUBERNETES, now),
        first(ClusterAuthority.ETCD, now),
        first(ClusterAuthority.FRONT_PROXY, now),
        SigningKeys.of(ServiceAccountKeys.create()),
        newEncryption());
  }

  private static HeldAuthority first(ClusterAuthority which, Instant now) {
    return HeldAuthority.of(Authority.create(which.commonName(), now, CA_YEARS));
  }

  /** One that is to take the place of another; it has a name of its own, for people to tell. */
  public static Authority next(ClusterAuthority which, Instant now) {
    return Authority.create(which.commonName() + "@" + DATE.format(now), now, CA_YEARS);
  }

  private static Encryption newEncryption() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    String text =
        new Template("kubernetes/encryption.yaml")
            .fill(Map.of("key", Base64.getEncoder().encodeToString(key)));
    return new Encryption(new Secret(text), Map.of());
  }

  private static SharedSecrets read(String master, Map<String, NodeFacts> holders) {
    Encryption encryption = encryption(holders);
    try {
      return new SharedSecrets(
          HeldAuthority.read(ClusterAuthority.KUBERNETES, holders),
          HeldAuthority.read(ClusterAuthority.ETCD, holders),
          HeldAuthority.read(ClusterAuthority.FRONT_PROXY, holders),
          SigningKeys.read(holders),
          encryption == null ? newEncryption() : encryption);
    } catch (PkiException e) {
      throw new GuardRefused(
          "The certificate authorities on " + master + " cannot be used: " + e.getMessage() + ".",
          "Restore "
              + ClusterPki.FOLDER
              + " there from another master or a backup, or move it away if this is no cluster.");
    }
  }

  private static void refuseDisagreement(Map<String, NodeFacts> holders) {
    Set<String> rotating = rotating(holders);
    for (String path : WHOLE) {
      if (rotating.contains(path)) {
        continue;
      }
      Map<String, List<String>> byContent = new LinkedHashMap<>();
      holders.forEach(
          (master, facts) ->
              byContent
                  .computeIfAbsent(text(facts.pki(), path).strip(), k -> new ArrayList<>())
                  .add(master));
      if (byContent.size() > 1) {
        String sides =
            byContent.values().stream()
                .map(names -> String.join(", ", names))
                .collect(Collectors.joining(" against "));
        throw new GuardRefused(
            "The masters do not have the same " + path + ": " + sides + ".",
            "They belong to different clusters: take the masters that are not of this cluster out"
                + " of the inventory.");
      }
    }
  }

  /** What masters may differ in, since it is being rotated. */
  private static Set<String> rotating(Map<String, NodeFacts> holders) {
    Set<String> paths = new HashSet<>();
    if (SigningKeys.isRotating(holders)) {
      paths.addAll(SigningKeys.PATHS);
    }
    for (ClusterAuthority which : ClusterAuthority.values()) {
      if (HeldAuthority.isRotating(which, holders)) {
        paths.add(which.certificatePath());
        paths.add(which.keyPath());
      }
    }
    return paths;
  }

  /**
   * The encryption key; masters that had none yet read Secrets in clear and get it. While a key is
   * rotated each keeps what it has: any of these reads what the others write.
   */
  private static @Nullable Encryption encryption(Map<String, NodeFacts> holders) {
    Map<String, Secret> own = new LinkedHashMap<>();
    Map<Secret, List<String>> byText = new LinkedHashMap<>();
    holders.forEach(
        (master, facts) ->
            Optional.ofNullable(facts.pki().get(ENCRYPTION))
                .ifPresent(
                    s -> {
                      own.put(master, s);
                      byText.computeIfAbsent(s, k -> new ArrayList<>()).add(master);
                    }));
    if (byText.size() > 1) {
      if (holders.values().stream().noneMatch(f -> f.records().containsKey(KEY_ROTATION))) {
        throw otherEncryption(byText.values());
      }
      return new Encryption(
          byText.keySet().stream()
              .max(Comparator.comparing(s -> EncryptionFile.read(s).count()))
              .orElseThrow(),
          own);
    }
    return byText.isEmpty() ? null : new Encryption(byText.keySet().iterator().next(), Map.of());
  }

  /**
   * @param sides names of masters that have the same
   */
  public static GuardRefused otherEncryption(Collection<List<String>> sides) {
    return new GuardRefused(
        "The masters do not have the same " + ENCRYPTION + ": " + sides + ".",
        "Put the file of one on the others; Secrets that another key wrote are lost without it.");
  }

  private static void refuseToReplace(Context context) {
    List<String> silent =
        context.inventory().masters().stream()
            .map(Host::name)
            .filter(name -> !context.facts().nodes().containsKey(name))
            .toList();
    if (!silent.isEmpty()) {
      throw new GuardRefused(
          "No master that answers has the cluster's certificate authorities, and "
              + String.join(", ", silent)
              + " did not answer.",
          "Make every master reachable: a first install needs them all, and a cluster that exists"
              + " must not get new authorities.");
    }
    List<String> withData =
        context.inventory().masters().stream()
            .filter(h -> EtcdCluster.hasData(context.factsOf(h)))
            .map(Host::name)
            .toList();
    if (!withData.isEmpty()) {
      throw new GuardRefused(
          "etcd has data on "
              + String.join(", ", withData)
              + ", but no master has the certificate authorities that belong to it.",
          "Restore "
              + ClusterPki.FOLDER
              + " on a master from a backup, or remove "
              + EtcdCluster.DATA
              + " if that cluster is not wanted any more.");
    }
  }

  private static String text(Map<String, Secret> files, String path) {
    Secret found = files.get(path);
    return found == null ? "" : found.reveal();
  }
}
