package io.quorate.inventory.release;

import io.quorate.inventory.EtcdToken;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.rule.Validation;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingForm;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.plan.ShellCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one call that gets from a file or a person's answers to an inventory that may be used. */
public final class InventoryLoader {
  /** As one reads a file; what stands nowhere in it comes first. */
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(
          Problem::place,
          Comparator.nullsFirst(
              Comparator.comparing(Problem.Place::file)
                  .thenComparingInt(Problem.Place::line)
                  .thenComparingInt(Problem.Place::column)));

  /** What is left of these when a part of them could not be read is worth judging. */
  private static final Set<Setting.Kind> OF_PARTS =
      Set.of(Setting.Kind.LIST, Setting.Kind.PORTS, Setting.Kind.MAP, Setting.Kind.TREE);

  private InventoryLoader() {}

  /**
   * @param inventory null when a problem is an error: what is refused cannot be used by mistake
   * @param problems all of them, with places when they came from a file
   * @param sealed the fields whose value, or a part of it, was an Ansible Vault value
   */
  public record Loaded(@Nullable Inventory inventory, List<Problem> problems, Set<String> sealed) {
    public Loaded {
      problems = List.copyOf(problems);
      sealed = Set.copyOf(sealed);
    }

    public boolean refused() {
      return problems.stream().anyMatch(Problem::isError);
    }
  }

  /**
   * Reads a file in whatever form it is, fills in versions, validates, and checks that the versions
   * fit.
   *
   * @param today what the end of support is compared with
   * @throws IOException when the file itself cannot be read
   */
  public static Loaded load(Path file, Occasion occasion, LocalDate today) throws IOException {
    return load(Source.of(file), occasion, today);
  }

  /** The same for a file whose form, or whose variables beside it, somebody names. */
  public static Loaded load(Source source, Occasion occasion, LocalDate today) throws IOException {
    return judge(Forms.read(source, Catalogue.load()), occasion, today);
  }

  /**
   * The same with Ansible Vault values opened. A secret that stands in clear is noted, unless the
   * file is only read to be written in another form.
   */
  public static Loaded load(Source source, Occasion occasion, LocalDate today, Vault vault)
      throws IOException {
    Reading reading = Forms.read(source, Catalogue.load(), vault);
    List<Problem> problems = new ArrayList<>(reading.problems());
    if (!source.makesToken()) {
      problems.addAll(inClear(reading));
    }
    return judge(
        new Reading(reading.inventory(), problems, reading.places(), reading.sealed()),
        occasion,
        today);
  }

  private static List<Problem> inClear(Reading reading) throws IOException {
    List<Problem> problems = new ArrayList<>();
    Inventory inventory = reading.inventory();
    Set<Setting> inClear = inventory == null ? Set.of() : SettingValues.secretsInClear(inventory);
    for (Setting setting : Setting.values()) {
      Problem.Place place = reading.places().get(setting.key());
      boolean clear =
          setting.secret() ? !reading.sealed().contains(setting.key()) : inClear.contains(setting);
      if (clear && place != null) {
        problems.add(
            Problem.note(
                    setting.key(),
                    setting.secret()
                        ? "This secret stands in clear; only the file's owner should be able to"
                            + " read it."
                        : "A secret in it stands in clear; only the file's owner should be able to"
                            + " read it.",
                    sealing(place.file()))
                .at(place));
      }
    }
    return problems;
  }

  /** What to do so that others may have the file, too. */
  private static String sealing(String file) throws IOException {
    if (file.equals(Piped.NAME.toString())) {
      return "Seal it where it comes from, or keep what is printed from others.";
    }
    Path path = Path.of(file);
    if (Forms.canSeal(path)) {
      return "To share the file, seal the secret: "
          + ShellCommand.of("quorate", "inventory", "encrypt", "-i", file);
    }
    String whole = ShellCommand.of("ansible-vault", "encrypt", file).toString();
    return Forms.isYaml(path)
        ? "To share the file, seal it where it comes from, or as a whole: " + whole
        : "To share the file, move the secret to group_vars/all.yml beside it and seal it"
            + " there, as single values are sealed in YAML alone; or seal the file as a whole: "
            + whole;
  }

  /** Whether reading said why there is no token, which is the error then. */
  private static boolean explained(List<Problem> problems) {
    boolean explained = problems.stream().anyMatch(InventoryLoader::saysNoToken);
    problems.replaceAll(
        p -> saysNoToken(p) ? Problem.error(p.field(), p.what(), p.remedy()).at(p.place()) : p);
    return explained;
  }

  private static boolean saysNoToken(Problem problem) {
    return problem.what().endsWith(EtcdToken.NOT_THERE);
  }

  /** Whether no setting could be read, or a file of them could not: what is missed may be there. */
  private static boolean settingsAreMissing(Reading reading) {
    Problem.Place main = reading.places().get("");
    boolean none = reading.places().keySet().stream().noneMatch(f -> Setting.ofKey(f) != null);
    return reading.problems().stream()
        .filter(p -> p.isError() && p.field().isEmpty())
        .map(Problem::place)
        .anyMatch(
            place -> none || place != null && main != null && !place.file().equals(main.file()));
  }

  private static boolean isOfParts(String field) {
    Setting setting = Setting.ofKey(field);
    return field.isEmpty() || setting != null && OF_PARTS.contains(setting.kind());
  }

  /** What was sealed is not quoted. */
  private static Problem discreet(Problem problem, Reading reading) {
    return reading.sealed().contains(problem.field())
        ? new Problem(
            problem.severity(),
            problem.field(),
            problem.place(),
            problem.what().replaceAll("\".*\"", "This value"),
            problem.remedy())
        : problem;
  }

  /** The same for a first install. */
  public static Loaded load(Path file, LocalDate today) throws IOException {
    return load(file, Occasion.FIRST_INSTALL, today);
  }

  /** The same for a form's fields ({@link SettingForm}) and hosts. */
  public static Loaded answers(
      Map<String, String> typed, List<Host> hosts, Occasion occasion, LocalDate today) {
    return judge(SettingForm.read(typed, hosts, Catalogue.load()), occasion, today);
  }

  /** What a group says is wrong for each of its hosts. */
  private static void tellOnce(List<Problem> problems) {
    Set<List<Object>> told = new HashSet<>();
    problems.removeIf(
        p -> p.place() != null && !told.add(List.of(p.place(), p.what(), p.remedy())));
  }

  /** Judges what was read. */
  public static Loaded judge(Reading reading, Occasion occasion, LocalDate today) {
    List<Problem> problems = new ArrayList<>(Validation.weighed(reading.problems(), occasion));
    Inventory inventory = reading.inventory();
    if (inventory != null) {
      Set<String> unread =
          problems.stream()
              .filter(Problem::isError)
              .map(Problem::field)
              .collect(Collectors.toSet());
      boolean whole = !unread.contains("");
      List<Problem> found = new ArrayList<>(Validation.problems(inventory, occasion, whole));
      found.addAll(Compatibility.problems(inventory, Catalogue.load(), today));
      inventory = ManifestFolder.read(inventory, occasion, found);
      found.removeIf(p -> !isOfParts(p.field()) && unread.contains(p.field()));
      if (inventory.etcd().initialToken().isEmpty()
          && (settingsAreMissing(reading) || explained(problems))) {
        found.removeIf(p -> p.field().equals(Setting.ETCD_INITIAL_TOKEN.key()));
      }
      problems.addAll(reading.placed(found));
    }
    problems.replaceAll(problem -> discreet(problem, reading));
    tellOnce(problems);
    problems.sort(BY_PLACE);
    boolean refused = problems.stream().anyMatch(Problem::isError);
    return new Loaded(refused ? null : inventory, problems, reading.sealed());
  }
}
