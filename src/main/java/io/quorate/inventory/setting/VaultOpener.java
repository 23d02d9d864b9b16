package io.quorate.inventory.setting;

import io.quorate.inventory.Problem;
import io.quorate.inventory.SealedForms;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.secret.VaultException;
import io.quorate.inventory.yaml.Written;
import io.quorate.plan.Secret;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens the Ansible Vault values in what was written: from here on they are secrets. One that stays
 * shut becomes a problem. In a file that is sealed as a whole all texts of settings that may hold a
 * secret count as sealed.
 */
public final class VaultOpener {
  private static final Written SHUT = new Written.Scalar("", false, null);

  private final Vault vault;
  private final List<Problem> problems;
  private final Set<String> files;
  private SealedForms forms = SealedForms.none();
  private final Set<String> sealed = new LinkedHashSet<>();

  /**
   * @param files those that are sealed as a whole
   */
  VaultOpener(Vault vault, Set<String> files, List<Problem> problems) {
    this.vault = vault;
    this.files = files;
    this.problems = problems;
  }

  /** The fields that are, or hold, sealed values. */
  Set<String> sealed() {
    return sealed;
  }

  /** What came sealed and is no secret by its nature. */
  SealedForms forms() {
    return forms;
  }

  /** The draft with its values opened; nothing stands for those that stay shut. */
  Draft opened(Draft draft) {
    Map<Setting, Written> settings = new EnumMap<>(Setting.class);
    draft.settings().forEach((key, value) -> settings.put(key, opened(key, key.key(), value)));
    List<Draft.HostDraft> hosts = new ArrayList<>();
    for (Draft.HostDraft host : draft.hosts()) {
      Map<Setting, Written> own = new EnumMap<>(Setting.class);
      String prefix = "hosts." + host.name() + ".";
      host.settings().forEach((key, value) -> own.put(key, opened(key, prefix + key.key(), value)));
      hosts.add(new Draft.HostDraft(host.name(), own, host.roles(), host.place()));
    }
    return new Draft(settings, hosts, draft.places());
  }

  private Written opened(Setting setting, String field, Written written) {
    Written opened = inside(setting, field, setting.key(), written);
    return opened == SHUT ? new Written.Nothing(written.place()) : opened;
  }

  private Written inside(Setting setting, String field, String name, Written written) {
    return switch (written) {
      case Written.Vault value -> open(setting, field, name, value);
      case Written.Sequence sequence -> {
        List<Written> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(inside(setting, field, name, item)));
        yield new Written.Sequence(items, sequence.place());
      }
      case Written.Mapping mapping -> {
        Map<String, Written.Entry> entries = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach(
                (key, entry) ->
                    entries.put(
                        key,
                        new Written.Entry(
                            entry.keyPlace(), inside(setting, field, key, entry.value()))));
        yield new Written.Mapping(entries, mapping.place());
      }
      case Written.Scalar scalar ->
          setting.mayHoldSecret() && !isLogged(setting, name)
              ? ofFile(setting, name, scalar)
              : scalar;
      case Written.Opened open -> open;
      case Written.Nothing nothing -> nothing;
    };
  }

  public static final String SEALED_FLAG =
      "A flag cannot be a secret: every user of a node reads it in the process list.";

  /** A name of a host is on every screen, and a flag in the process list: sealing hides neither. */
  private static Problem cannotStaySecret(Setting setting, String field) {
    return setting.isFlags()
        ? Problem.error(
            field,
            SEALED_FLAG,
            "Put the secret into a file that root alone reads and name that file in the flag; a flag"
                + " that is none stands in clear.")
        : Problem.note(
            field,
            "This value is sealed, but it is none that can stay a secret: it is shown where it is"
                + " used, on screens and on the nodes.",
            "Nothing has to be done; the file and the run's folder keep it sealed.");
  }

  /** Variables that etcd takes for its settings stand in its log, with what they say. */
  private static boolean isLogged(Setting setting, String name) {
    return setting == Setting.ETCD_ENVIRONMENT && name.startsWith("ETCD_");
  }

  public static final String IN_LOG_REMEDY =
      "Put the secret into a file that only etcd reads, if the setting takes one; a value that is no"
          + " secret stands in clear.";

  /**
   * Why a variable of etcd holds no secret: etcd logs each that it takes, and those it does not.
   */
  public static String inLog(String name) {
    return name + " cannot hold a secret: etcd writes what its ETCD_ variables say into its log.";
  }

  private Written ofFile(Setting setting, String name, Written.Scalar scalar) {
    boolean text =
        setting.kind() != Setting.Kind.TREE
            || TreeReader.isText(name, scalar.text(), scalar.plain());
    if (!text || scalar.text().isBlank() || !isSealed(scalar.place())) {
      return scalar;
    }
    try {
      return new Written.Opened(
          new Secret(scalar.text(), vault.seal(scalar.text(), "").strip()), scalar.place());
    } catch (VaultException e) {
      throw new IllegalStateException("the file itself was opened", e);
    }
  }

  private boolean isSealed(Problem.@Nullable Place place) {
    return place != null && files.contains(place.file());
  }

  private Written open(Setting setting, String field, String name, Written.Vault value) {
    sealed.add(field);
    if (isLogged(setting, name)) {
      problems.add(Problem.error(field, inLog(name), IN_LOG_REMEDY).at(value.place()));
    }
    try {
      String text = vault.open(value.sealed());
      if (setting.mayHoldSecret()) {
        return new Written.Opened(new Secret(text, value.sealed().strip()), value.place());
      }
      forms = forms.with(field, text, value.sealed().strip());
      problems.add(cannotStaySecret(setting, field).at(value.place()));
      return new Written.Scalar(text, false, value.place());
    } catch (VaultException e) {
      problems.add(Problem.error(field, e.getMessage(), e.remedy()).at(value.place()));
      return SHUT;
    }
  }
}
