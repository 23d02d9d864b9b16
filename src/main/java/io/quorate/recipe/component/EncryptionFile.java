package io.quorate.recipe.component;

import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Secret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * How API servers keep objects in etcd (EncryptionConfiguration), and what it becomes while a key
 * is rotated. The first key of a stanza's first provider writes; all keys read.
 */
public record EncryptionFile(List<Stanza> stanzas) {

  private static final String HEADER =
      "# How Secrets are kept in etcd. The same on every master; without these keys they are"
          + " lost.\n";

  private static final String VERSION = "apiserver.config.k8s.io/v1";
  private static final String KIND = "EncryptionConfiguration";

  /** Those whose keys are in the file; what they write begins with their name and the key's. */
  private static final List<String> KEYED = List.of("secretbox", "aescbc", "aesgcm");

  private static final Pattern NUMBERED = Pattern.compile("key([0-9]{1,8})");

  /** As long as each of the providers takes it, in bytes. */
  private static final int KEY_BYTES = 32;

  public EncryptionFile {
    stanzas = List.copyOf(stanzas);
  }

  /** A key and the name by which what it wrote is known. */
  record Key(String name, Secret secret) {
    static Key make(String name) {
      byte[] key = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(key);
      return new Key(name, new Secret(Base64.getEncoder().encodeToString(key)));
    }
  }

  /**
   * One way to write and read.
   *
   * @param keys those of a provider that has them in the file
   * @param rest what any other one is told
   */
  record Provider(String name, List<Key> keys, Map<String, Object> rest) {
    Provider {
      keys = List.copyOf(keys);
    }

    Provider with(List<Key> others) {
      return new Provider(name, others, rest);
    }

    private Map<String, Object> tree() {
      return KEYED.contains(name)
          ? Map.of(
              name,
              Map.of(
                  "keys",
                  keys.stream()
                      .map(
                          k -> {
                            Map<String, Object> key = new LinkedHashMap<>();
                            key.put("name", k.name());
                            key.put("secret", k.secret().reveal());
                            return key;
                          })
                      .toList()))
          : Map.of(name, rest);
    }
  }

  /** What is kept in the same way. */
  public record Stanza(List<String> resources, List<Provider> providers) {
    public Stanza {
      resources = List.copyOf(resources);
      providers = List.copyOf(providers);
    }

    /** Who writes. */
    public String provider() {
      return providers.getFirst().name();
    }

    /** Whether what is written is encrypted with a key of this file. */
    public boolean isKeyed() {
      return KEYED.contains(provider());
    }

    /** What begins a value in etcd that a key wrote. */
    public String prefix(String key) {
      return "k8s:enc:" + provider() + ":v1:" + key + ":";
    }

    private List<Key> keys() {
      return providers.getFirst().keys();
    }

    private Optional<Key> key(String name) {
      return keys().stream().filter(k -> k.name().equals(name)).findFirst();
    }

    private List<Key> without(String name) {
      return keys().stream().filter(k -> !k.name().equals(name)).toList();
    }

    private Stanza with(List<Key> keys) {
      List<Provider> all = new ArrayList<>(providers);
      all.set(0, providers.getFirst().with(keys));
      return new Stanza(resources, all);
    }
  }

  /**
   * @throws GuardRefused when it cannot be understood
   */
  public static EncryptionFile read(Secret text) {
    try {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text.reveal());
      if (tree instanceof Map<?, ?> map
          && VERSION.equals(map.get("apiVersion"))
          && KIND.equals(map.get("kind"))
          && map.get("resources") instanceof List<?> stanzas
          && !stanzas.isEmpty()) {
        return new EncryptionFile(stanzas.stream().map(EncryptionFile::stanza).toList());
      }
      throw refused("it is no " + KIND + " of " + VERSION);
    } catch (YAMLException e) {
      // Its message may quote a key.
      throw refused("it is no YAML");
    }
  }

  private static GuardRefused refused(String why) {
    return new GuardRefused(
        SharedSecrets.ENCRYPTION + " cannot be understood: " + why + ".",
        "Put it right on the masters: the API server's documentation describes it.");
  }

  private static Stanza stanza(@Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> map
        && map.get("resources") instanceof List<?> resources
        && map.get("providers") instanceof List<?> providers
        && !providers.isEmpty())) {
      throw refused("an entry below resources has not both resources and providers");
    }
    return new Stanza(
        resources.stream().map(String::valueOf).toList(),
        providers.stream().map(EncryptionFile::provider).toList());
  }

  private static Provider provider(@Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> map && map.size() == 1)) {
      throw refused("a provider is not one name with its settings");
    }
    Map.Entry<?, ?> only = map.entrySet().iterator().next();
    String name = String.valueOf(only.getKey());
    Map<String, Object> settings = new LinkedHashMap<>();
    if (only.getValue() instanceof Map<?, ?> told) {
      told.forEach((k, v) -> settings.put(String.valueOf(k), v));
    }
    if (!KEYED.contains(name)) {
      return new Provider(name, List.of(), settings);
    }
    if (!(settings.get("keys") instanceof List<?> keys && !keys.isEmpty())) {
      throw refused("the provider " + name + " has no keys");
    }
    return new Provider(name, keys.stream().map(EncryptionFile::key).toList(), Map.of());
  }

  private static Key key(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map
        && map.get("name") instanceof String name
        && map.get("secret") instanceof String secret) {
      return new Key(name, new Secret(secret));
    }
    throw refused("a key has not both a name and a secret");
  }

  /** As it is written on a master. */
  public Operation written() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", VERSION);
    tree.put("kind", KIND);
    tree.put(
        "resources",
        stanzas.stream()
            .map(
                s -> {
                  Map<String, Object> stanza = new LinkedHashMap<>();
                  stanza.put("resources", s.resources());
                  stanza.put("providers", s.providers().stream().map(Provider::tree).toList());
                  return stanza;
                })
            .toList());
    return new WriteFile(
        SharedSecrets.ENCRYPTION, Content.secret(HEADER + YamlText.of(tree)), "root:root", "0600");
  }

  /** Those of what is encrypted with a key of this file. */
  public List<Stanza> keyed() {
    return stanzas.stream().filter(Stanza::isKeyed).toList();
  }

  /** The names of the keys by which is written, and of those beside them. */
  public List<String> keys() {
    return keyed().stream().flatMap(s -> s.keys().stream()).map(Key::name).distinct().toList();
  }

  /** How many keys it has, each counted for what it reads. */
  int count() {
    return keyed().stream().mapToInt(s -> s.keys().size()).sum();
  }

  /** The number of a name that no key here has yet, such as 2 of key2. */
  public int next() {
    return 1
        + stanzas.stream()
            .flatMap(s -> s.providers().stream())
            .flatMap(p -> p.keys().stream())
            .map(k -> NUMBERED.matcher(k.name()))
            .filter(Matcher::matches)
            .mapToInt(m -> Integer.parseInt(m.group(1)))
            .max()
            .orElse(0);
  }

  /** The same without the keys that are rotated: what has to be alike on all masters. */
  public EncryptionFile withoutKeys() {
    return mapped(s -> s.with(List.of()));
  }

  public boolean reads(String key) {
    return keyed().stream().allMatch(s -> s.key(key).isPresent());
  }

  public boolean writes(String key) {
    return keyed().stream().allMatch(s -> s.keys().getFirst().name().equals(key));
  }

  /** Whether no other key is there beside it. */
  public boolean hasAlone(String key) {
    return reads(key) && keyed().stream().allMatch(s -> s.keys().size() == 1);
  }

  /**
   * The same, where a key can be read and does not write yet.
   *
   * @param holder has the key already, in what is otherwise the same; where it has not, it is made
   */
  public EncryptionFile reading(String key, EncryptionFile holder) {
    List<Stanza> changed = new ArrayList<>();
    for (int i = 0; i < stanzas.size(); i++) {
      Stanza stanza = stanzas.get(i);
      if (!stanza.isKeyed()) {
        changed.add(stanza);
        continue;
      }
      Stanza other = holder.stanzas.get(i);
      Key found = stanza.key(key).or(() -> other.key(key)).orElseGet(() -> Key.make(key));
      List<Key> keys = new ArrayList<>(stanza.without(key));
      keys.add(Math.min(1, keys.size()), found);
      changed.add(stanza.with(keys));
    }
    return new EncryptionFile(changed);
  }

  /** The same, where a key that can be read writes. */
  public EncryptionFile writing(String key) {
    return mapped(
        s -> {
          List<Key> keys = new ArrayList<>(s.without(key));
          s.key(key).ifPresent(k -> keys.addFirst(k));
          return s.with(keys);
        });
  }

  /** The same, without any other key. */
  public EncryptionFile alone(String key) {
    return mapped(s -> s.with(s.key(key).stream().toList()));
  }

  private EncryptionFile mapped(UnaryOperator<Stanza> change) {
    return new EncryptionFile(
        stanzas.stream().map(s -> s.isKeyed() ? change.apply(s) : s).toList());
  }
}
