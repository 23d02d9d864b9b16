package io.quorate;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TextColor;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the program and the arrows between them: who may know whom. */
class ArchitectureTest {

  private static final Map<String, Set<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("inventory", Set.of("plan")),
              Map.entry("plan", Set.of()),
              Map.entry("pki", Set.of()),
              Map.entry("backup", Set.of("plan")),
              Map.entry("platform", Set.of("inventory", "plan")),
              Map.entry("recipe", Set.of("inventory", "plan", "pki", "platform")),
              Map.entry("node", Set.of("plan")),
              Map.entry("target", Set.of("node", "backup", "plan")),
              Map.entry("run", Set.of("plan")),
              Map.entry("engine", Set.of("plan", "run", "node")),
              Map.entry("wizard", Set.of("usecase", "inventory", "recipe", "plan")),
              Map.entry(
                  "usecase",
                  Set.of(
                      "engine", "recipe", "node", "run", "target", "backup", "inventory", "plan")),
              Map.entry(
                  "journey",
                  Set.of("usecase", "wizard", "engine", "recipe", "node", "inventory", "plan")),
              Map.entry("console", Set.of("wizard", "run", "inventory", "plan")),
              Map.entry("tui", Set.of("wizard", "run", "inventory", "plan"))));

  /**
   * Who may turn a secret into text: what writes it to a node, into a pipe or into a file that its
   * owner alone reads, and what judges it without telling.
   */
  private static final Set<String> MAY_REVEAL =
      Set.of(
          "backup.OpeningKey",
          "backup.ScryptStanzas",
          "cli.option.VaultOptions",
          "console.FormQuestions",
          "engine.HandOverJson",
          "inventory.rule.EtcdRules",
          "inventory.file.InventoryWriter",
          "inventory.file.SettingEdits",
          "inventory.setting.SettingForm",
          "inventory.setting.SettingReader",
          "inventory.setting.SettingValues",
          "inventory.rule.TextRules",
          "inventory.form.IniWriter",
          "inventory.form.KeptSecrets",
          "usecase.AccessHome",
          "usecase.RunResults",
          "usecase.RunDocument",
          "journey.WizardWork",
          "node.ssh.Authentication",
          "node.ssh.Privilege",
          "node.rehearsal.RehearsalWork",
          "node.ssh.Sudo",
          "plan.Operation",
          "plan.Secrets",
          "plan.Shell",
          "platform.ManifestsNetwork",
          "recipe.authority.HeldAuthority",
          "recipe.cluster.CertificateTable",
          "recipe.cluster.EndedCertificates",
          "recipe.component.AdminKubeconfig",
          "recipe.component.ClusterPki",
          "recipe.component.EncryptionFile",
          "recipe.component.EtcdRecipe",
          "recipe.component.PkiRecipe",
          "recipe.cluster.ReadBack",
          "recipe.component.SharedSecrets",
          "recipe.component.SigningKeys",
          "recipe.cluster.StatusReading",
          "run.Redaction",
          "wizard.Draft",
          "wizard.InstallWizard");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.quorate");

  @Test
  void arrowsPointDownwardsOnly() {
    List<String> broken = new ArrayList<>();
    for (var entry : MAY_USE.entrySet()) {
      Set<String> forbidden = new HashSet<>(MAY_USE.keySet());
      forbidden.add("cli");
      forbidden.remove(entry.getKey());
      forbidden.removeAll(entry.getValue());
      String[] packages =
          forbidden.stream().map(p -> "io.quorate." + p + "..").toArray(String[]::new);
      var result =
          noClasses()
              .that()
              .resideInAPackage("io.quorate." + entry.getKey() + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(packages)
              .allowEmptyShould(true)
              .evaluate(CLASSES);
      broken.addAll(result.getFailureReport().getDetails());
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyRoomIsInThePicture() {
    Set<String> rooms = new TreeSet<>(MAY_USE.keySet());
    rooms.add("cli");
    assertThat(CLASSES)
        .extracting(one -> one.getPackageName().replaceFirst("io\\.quorate\\.?", ""))
        .map(name -> name.replaceFirst("\\..*", ""))
        .filteredOn(name -> !name.isEmpty())
        .isSubsetOf(rooms);
  }

  @Test
  void secretsAreRevealedWhereTheyHaveToBe() {
    Set<String> found = new TreeSet<>();
    for (JavaClass one : CLASSES) {
      boolean reveals =
          Stream.concat(
                  one.getMethodCallsFromSelf().stream(), one.getMethodReferencesFromSelf().stream())
              .anyMatch(
                  call ->
                      call.getName().startsWith("reveal")
                          && call.getTargetOwner().getName().startsWith("io.quorate.plan.Secret"));
      if (reveals) {
        found.add(one.getName().replace("io.quorate.", "").replaceFirst("\\$.*", ""));
      }
    }
    assertThat(found).contains("plan.Shell").isSubsetOf(MAY_REVEAL);
  }

  /** What a recipe says goes through a use case; commands only tell refusals and findings. */
  @Test
  void commandsPlanNothing() {
    noClasses()
        .that()
        .resideInAPackage("io.quorate.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.quorate.recipe..", "io.quorate.platform..")
        .check(CLASSES);
  }

  /** Each room of the recipes knows those before it, and none after. */
  @Test
  void roomsOfRecipesKnowThoseBelow() {
    List<String> rooms =
        List.of(
            "io.quorate.recipe",
            "io.quorate.recipe.authority",
            "io.quorate.recipe.component",
            "io.quorate.recipe.cluster",
            "io.quorate.recipe.cis",
            "io.quorate.recipe.preflight",
            "io.quorate.recipe.lifecycle",
            "io.quorate.recipe.keys",
            "io.quorate.recipe.upgrade");
    for (int i = 0; i < rooms.size() - 1; i++) {
      noClasses()
          .that()
          .resideInAPackage(rooms.get(i))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(rooms.subList(i + 1, rooms.size()).toArray(String[]::new))
          .check(CLASSES);
    }
    assertThat(CLASSES.that(resideInAnyPackage("io.quorate.recipe..")))
        .allMatch(c -> rooms.contains(c.getPackageName()));
  }

  /**
   * The base of the commands knows those before it; the commands do not know each other's rooms.
   */
  @Test
  void roomsOfCommandsKnowThoseBelow() {
    Map<String, Set<String>> mayUse =
        Map.ofEntries(
            Map.entry("option", Set.of()),
            Map.entry("screen", Set.of()),
            Map.entry("run", Set.of("option", "screen")),
            Map.entry("command", Set.of("option", "run")),
            Map.entry("look", Set.of("option", "screen", "run", "command")),
            Map.entry("wizard", Set.of("option", "screen", "run", "command", "look")),
            Map.entry("inventory", Set.of("option", "screen", "run", "command", "wizard")),
            Map.entry("backup", Set.of("option", "command", "wizard")),
            Map.entry("keys", Set.of("option", "command")),
            Map.entry("journey", Set.of("option", "command", "wizard")));
    String commands = "io.quorate.cli";
    Set<String> broken = new TreeSet<>();
    for (JavaClass one : CLASSES.that(resideInAnyPackage(commands + ".*"))) {
      String room = one.getPackageName().substring(commands.length() + 1);
      assertThat(mayUse).containsKey(room);
      one.getDirectDependenciesFromSelf().stream()
          .map(d -> d.getTargetClass().getPackageName())
          .filter(p -> (p + ".").startsWith(commands + "."))
          .map(p -> p.equals(commands) ? "cli" : p.substring(commands.length() + 1))
          .filter(p -> !p.equals(room) && !mayUse.getOrDefault(room, Set.of()).contains(p))
          .forEach(p -> broken.add(room + " uses " + p + ": " + one.getName()));
    }
    assertThat(broken).isEmpty();
  }

  /** A room that grows beyond this has more than one thing in it. */
  @Test
  void noRoomIsLongerThanFiveThousandLines() throws IOException {
    Map<String, Long> lines = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/quorate"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        try (Stream<String> own = Files.lines(file)) {
          lines.merge(String.valueOf(file.getParent()), own.count(), Long::sum);
        }
      }
    }
    assertThat(lines).hasSizeGreaterThan(20);
    assertThat(lines).allSatisfy((room, count) -> assertThat(count).as(room).isLessThan(5_000));
  }

  @Test
  void thereAreNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("io.quorate.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  /** A room of a room may use what stands before it: the rooms of one have no circles either. */
  @Test
  void thereAreNoCyclesBetweenRoomsOfARoom() {
    for (String room : List.of("cli", "inventory", "node", "plan", "run")) {
      SlicesRuleDefinition.slices()
          .assignedFrom(
              new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass one) {
                  String name = one.getPackageName();
                  return name.startsWith("io.quorate." + room)
                      ? SliceIdentifier.of(name)
                      : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                  return "the rooms of " + room;
                }
              })
          .should()
          .beFreeOfCycles()
          .check(CLASSES);
    }
  }

  @Test
  void librariesStayInTheirRooms() {
    Map<String, List<String>> rooms =
        Map.of(
            "com.googlecode.lanterna..", List.of("io.quorate.tui.."),
            "org.jline..", List.of("io.quorate.tui..", "io.quorate.console.."),
            "net.schmizz..", List.of("io.quorate.node.."),
            "com.hierynomus..", List.of("io.quorate.node.."),
            "picocli..", List.of("io.quorate.cli.."),
            "com.exceptionfactory..", List.of("io.quorate.backup.."),
            "software.amazon.awssdk..", List.of("io.quorate.target.."),
            "org.apache.commons.compress..", List.of("io.quorate.backup..", "io.quorate.node.."),
            "org.bouncycastle..",
                List.of("io.quorate.pki..", "io.quorate.node..", "io.quorate.backup.."));
    for (var entry : rooms.entrySet()) {
      noClasses()
          .that()
          .resideOutsideOfPackages(entry.getValue().toArray(String[]::new))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(entry.getKey())
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  /**
   * TextColor's methods speak of java.awt, which the packaged runtime lacks: what resolves them by
   * reflection dies there, and nowhere else.
   */
  @Test
  void nothingReflectsOverLanternasColours() {
    noClasses()
        .should()
        .callMethod(TextColor.ANSI.class, "valueOf", String.class)
        .orShould()
        .callMethod(TextColor.class, "toColor")
        .orShould()
        .callMethod(TextColor.ANSI.class, "toColor")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.awt..", "javax.swing..", "java.beans..", "java.sql..")
        .check(CLASSES);
    // A map or a set of an enum asks for its values by reflection, too: few may hold one.
    noClasses()
        .that()
        .haveNameNotMatching("io\\.quorate\\.tui\\.terminal\\.(Theme|FrameScreen|CellPalette).*")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(TextColor.class)
        .check(CLASSES);
  }

  /** Its factory opens windows, its widgets keep every line, its terminals fork and wait. */
  @Test
  void ofLanternaOnlyTheProtocolIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.googlecode.lanterna.gui2..",
            "com.googlecode.lanterna.terminal.swing..",
            "com.googlecode.lanterna.terminal.virtual..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.googlecode.lanterna.terminal.DefaultTerminalFactory")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.googlecode.lanterna.terminal.ansi.UnixTerminal")
        .check(CLASSES);
  }
}
