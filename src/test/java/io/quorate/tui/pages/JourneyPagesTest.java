package io.quorate.tui.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.ansible.GroupRoles;
import io.quorate.inventory.ansible.GroupWithoutRole;
import io.quorate.plan.Finding;
import io.quorate.plan.Phase;
import io.quorate.plan.facts.Benchmark;
import io.quorate.plan.facts.Benchmark.State;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.lifecycle.RemoveNodePlan;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.Pictures;
import io.quorate.tui.Program.Update;
import io.quorate.tui.TextCanvas;
import io.quorate.usecase.AddNodes;
import io.quorate.usecase.BenchmarkLines;
import io.quorate.usecase.RemoveNodes;
import io.quorate.usecase.UseCase;
import io.quorate.usecase.support.BundleLines;
import io.quorate.usecase.support.BundleResult;
import io.quorate.usecase.support.BundleResult.Held;
import io.quorate.usecase.upgrade.Upgrade;
import io.quorate.usecase.upgrade.UpgradeTarget;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Exit;
import io.quorate.wizard.NewHosts;
import io.quorate.wizard.PlanPreview;
import io.quorate.wizard.SeenCluster;
import io.quorate.wizard.journey.AddJourney;
import io.quorate.wizard.journey.BackupJourney;
import io.quorate.wizard.journey.Choices;
import io.quorate.wizard.journey.CisJourney;
import io.quorate.wizard.journey.Cluster;
import io.quorate.wizard.journey.ClusterPage;
import io.quorate.wizard.journey.DrillJourney;
import io.quorate.wizard.journey.FieldsPage;
import io.quorate.wizard.journey.GroupsPage;
import io.quorate.wizard.journey.Journey;
import io.quorate.wizard.journey.JourneyEffect;
import io.quorate.wizard.journey.JourneyReport;
import io.quorate.wizard.journey.JourneyWizard;
import io.quorate.wizard.journey.Journeys;
import io.quorate.wizard.journey.Looked;
import io.quorate.wizard.journey.Moment;
import io.quorate.wizard.journey.NodesPage;
import io.quorate.wizard.journey.Question;
import io.quorate.wizard.journey.RemoveJourney;
import io.quorate.wizard.journey.RestoreJourney;
import io.quorate.wizard.journey.ReviewPage;
import io.quorate.wizard.journey.SupportJourney;
import io.quorate.wizard.journey.UpgradeJourney;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Journeys on a cluster that is there, by keys and as text in three sizes. {@code mvn test
 * -Dtest=JourneyPagesTest -Dformat=write} draws the pictures anew.
 */
class JourneyPagesTest {

  private static final Pictures PICTURES =
      new Pictures(Path.of("src/test/resources/golden/journeys"));

  private static final Cluster SEEN =
      new Cluster(SeenCluster.inventory(), Path.of("home.yaml"), false);

  /** Drives the program as its loop does. */
  private static final class Driver {
    private final Shell<JourneyWizard> program;
    private final List<Effect> effects = new ArrayList<>();
    private final List<Effect> stops = new ArrayList<>();
    private Screen<JourneyWizard> screen;

    Driver(Journey journey) {
      this(JourneyWizard.of(journey, SEEN, Choices.none()));
    }

    Driver(JourneyWizard wizard) {
      program = JourneyPages.shell(wizard, false, InstantSource.fixed(SeenCluster.NOW));
      screen = program.start();
    }

    static Driver seeing(Journey kind, String... dead) {
      return new Driver(kind)
          .send(new Message.Tick(0))
          .send(new Message.Reported(new JourneyReport.Seen(SeenCluster.looked(dead))));
    }

    /** On the first page of an upgrade. */
    static Driver running(Looked looked) {
      return new Driver(UpgradeJourney.JOURNEY)
          .send(new Message.Tick(0))
          .send(new Message.Reported(new JourneyReport.Seen(looked)));
    }

    /** On the page that asks where to. */
    static Driver to(Looked looked) {
      return running(looked)
          .press(Key.F10)
          .send(new Message.Reported(new JourneyReport.Seen(looked)));
    }

    Driver send(Message message) {
      Update<Screen<JourneyWizard>, Effect> update = program.update(screen, message);
      screen = update.model();
      effects.addAll(update.effects());
      stops.addAll(update.stops());
      return this;
    }

    Driver press(Key... keys) {
      for (Key key : keys) {
        send(new Message.Pressed(KeyPress.of(key)));
      }
      return this;
    }

    Driver type(String text) {
      text.chars().forEach(c -> send(new Message.Pressed(KeyPress.of((char) c))));
      return this;
    }

    Driver planned() {
      return planned(
          List.of("Voting members 3 → 2, quorum 2 → 2, survives 0 → no failure."),
          new PlanPreview.Change("member a1 of node-1 is gone", ""));
    }

    Driver planned(List<String> words, PlanPreview.Change... changes) {
      return planned(
          words, new PlanPreview.StepPlan(Phase.ETCD, "node-1 leaves etcd", List.of(changes)));
    }

    Driver planned(List<String> words, PlanPreview.StepPlan step) {
      long ticket = screen.wizard().review().ticket();
      return send(
          new Message.Reported(
              new JourneyReport.PlanMade(
                  ticket,
                  words,
                  List.of(),
                  new PlanPreview(List.of(new PlanPreview.NodePlan("node-2", List.of(step), ""))),
                  false,
                  JourneyReport.Agreeing.byYes(),
                  List.of())));
    }

    <E extends JourneyEffect> List<E> asked(Class<E> kind) {
      return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    TextCanvas drawn() {
      TextCanvas canvas = new TextCanvas(screen.width(), screen.height(), Glyphs.UNICODE);
      program.view(screen, canvas.canvas());
      return canvas;
    }

    String draw() {
      return drawn().toText();
    }

    boolean reviews() {
      return screen.wizard().current() instanceof ReviewPage;
    }

    String typed() {
      return screen.wizard().choices().text(NodesPage.TYPED);
    }

    /** What the newest work of a kind is to do. */
    UseCase useCase(ReviewPage page, Moment at) {
      return page.useCase(at.cluster(), at.choices());
    }
  }

  private static final Question NEW_KEY =
      new Question.Trust(
          7,
          List.of(
              new Question.HostKey(
                  "node-5",
                  "192.168.88.15",
                  "ssh-ed25519",
                  "SHA256:obviouslyFakeObviouslyFakeObviouslyFake")));

  private static Map<String, Supplier<Driver>> screens() {
    Map<String, Supplier<Driver>> screens = new LinkedHashMap<>();
    screens.put(
        "remove-looking", () -> new Driver(RemoveJourney.JOURNEY).send(new Message.Tick(0)));
    screens.put("remove", () -> Driver.seeing(RemoveJourney.JOURNEY, "node-1"));
    screens.put("remove-dead", () -> Driver.seeing(RemoveJourney.JOURNEY, "node-1").type(" "));
    screens.put(
        "remove-refused",
        () -> Driver.seeing(RemoveJourney.JOURNEY, "node-1").press(Key.DOWN).type(" "));
    screens.put(
        "remove-plan",
        () -> Driver.seeing(RemoveJourney.JOURNEY, "node-1").type(" ").press(Key.F10).planned());
    screens.put(
        "remove-asked",
        () ->
            Driver.seeing(RemoveJourney.JOURNEY, "node-1")
                .type(" ")
                .press(Key.F10)
                .planned()
                .press(Key.F10));
    screens.put("groups", JourneyPagesTest::strange);
    screens.put("groups-refused", () -> strange().press(Key.DOWN).press(Key.F10));
    screens.put("groups-help", () -> strange().press(Key.F1));
    screens.put("backup-where", () -> new Driver(BackupJourney.JOURNEY).send(new Message.Tick(0)));
    screens.put("restore-from", () -> new Driver(RestoreJourney.JOURNEY).send(new Message.Tick(0)));
    screens.put("restore-plan", JourneyPagesTest::restorePlanned);
    screens.put("trial", () -> new Driver(DrillJourney.JOURNEY).send(new Message.Tick(0)));
    screens.put("cis-asking", () -> looking(CisJourney.JOURNEY));
    screens.put("cis", () -> answered(looking(CisJourney.JOURNEY), BENCHMARK));
    screens.put("cis-help", () -> answered(looking(CisJourney.JOURNEY), BENCHMARK).press(Key.F1));
    screens.put("support-where", () -> looking(SupportJourney.JOURNEY));
    screens.put(
        "support-nowhere",
        () -> looking(SupportJourney.JOURNEY).type("/nowhere/at/all/b.tar.gz").press(Key.F10));
    screens.put("support", () -> answered(looking(SupportJourney.JOURNEY).press(Key.F10), BUNDLE));
    screens.put("remove-help", () -> Driver.seeing(RemoveJourney.JOURNEY).type("?"));
    screens.put(
        "remove-plan-help",
        () -> Driver.seeing(RemoveJourney.JOURNEY).type(" ").press(Key.F10).planned().type("?"));
    screens.put("add", () -> Driver.seeing(AddJourney.JOURNEY));
    screens.put(
        "add-typed",
        () ->
            Driver.seeing(AddJourney.JOURNEY)
                .send(new Message.Pasted("node-[5-6] 192.168.88.[15-16] master")));
    screens.put(
        "add-bad",
        () -> Driver.seeing(AddJourney.JOURNEY).send(new Message.Pasted("node-5 10.0.0")));
    screens.put("add-help", () -> Driver.seeing(AddJourney.JOURNEY).press(Key.F1));
    screens.put(
        "add-keys",
        () -> {
          Driver driver = Driver.seeing(AddJourney.JOURNEY).type("node-5 192.168.88.15");
          return driver.press(Key.F10).send(new Message.Reported(new JourneyReport.Asked(NEW_KEY)));
        });
    screens.put(
        "upgrade-looking", () -> new Driver(UpgradeJourney.JOURNEY).send(new Message.Tick(0)));
    screens.put("upgrade", () -> Driver.running(LIKE));
    screens.put("upgrade-half", () -> Driver.running(HALF));
    screens.put("upgrade-none", () -> Driver.running(SeenCluster.looked()).press(Key.F10));
    screens.put("upgrade-help", () -> Driver.running(LIKE).press(Key.F1));
    screens.put("upgrade-to", () -> Driver.to(LIKE));
    screens.put("upgrade-to-help", () -> Driver.to(LIKE).press(Key.F1));
    screens.put("upgrade-far", () -> Driver.to(OLD).press(BACK).type("1.37"));
    screens.put("upgrade-older", () -> Driver.to(LIKE).press(BACK).type("1.34"));
    screens.put(
        "upgrade-others",
        () -> Driver.to(LIKE).press(Key.DOWN).type(" ").press(Key.DOWN).press(BACK).type("3.4.34"));
    screens.put("upgrade-how", () -> Driver.to(LIKE).press(Key.F10));
    screens.put("upgrade-plan", JourneyPagesTest::upgradePlanned);
    screens.put("upgrade-asked", () -> upgradePlanned().press(Key.F10));
    return screens;
  }

  /**
   * On the page where groups get their roles: none of their names says one, but one suggests it.
   */
  private static Driver strange() {
    Driver driver = new Driver(JourneyWizard.of(RemoveJourney.JOURNEY, List.of("site.ini"), false));
    driver.press(Key.F10);
    return driver.send(
        new Message.Reported(
            new JourneyReport.RolesWanted(
                1,
                "site.ini",
                List.of(
                    new GroupWithoutRole("control", List.of("node-1", "node-2", "node-3"), null),
                    new GroupWithoutRole("compute", List.of("node-4"), null),
                    new GroupWithoutRole("nodes", List.of("node-1", "node-4"), Role.WORKER)))));
  }

  /** The file is opened again with what was said, and the way goes on behind the page. */
  @Test
  void groupsGetTheirRoles() {
    Driver driver = strange().press(Key.F10);
    assertThat(driver.draw()).contains("No group has the masters.", "2/5");
    assertThat(driver.asked(JourneyEffect.Open.class)).hasSize(1);
    driver.press(Key.RIGHT, Key.DOWN, Key.RIGHT, Key.RIGHT, Key.DOWN, Key.LEFT, Key.LEFT);
    driver.press(Key.F10);
    JourneyEffect.Open again = driver.asked(JourneyEffect.Open.class).getLast();
    assertThat(again.file()).isEqualTo("site.ini");
    assertThat(again.kept()).isEqualTo("site-quorate.yaml");
    assertThat(again.roles()).isEqualTo(new GroupRoles(List.of("control"), List.of("compute")));

    Problem taken = Problem.error(GroupsPage.KEPT, "It is there already.", "Name another file.");
    driver.send(new Message.Reported(new JourneyReport.NotOpened(again.ticket(), List.of(taken))));
    assertThat(driver.draw()).contains("It is there already.", "2/5");
    driver.press(Key.DOWN).type("other.yaml").press(Key.F10);
    JourneyEffect.Open other = driver.asked(JourneyEffect.Open.class).getLast();
    assertThat(other.kept()).isEqualTo("other.yaml");
    assertThat(other.roles()).isEqualTo(again.roles());
    driver.send(new Message.Reported(new JourneyReport.Opened(other.ticket(), SEEN, List.of())));
    assertThat(driver.draw()).contains("3/5");
    // Back at it, what was said stands there still.
    assertThat(driver.press(Key.ESCAPE).draw()).contains("2/5", "other.yaml", "masters");
  }

  /** Where another file says its roles itself, the page is gone. */
  @Test
  void groupsOfAnotherFileNeedNoRoles() {
    Driver driver = strange().press(Key.ESCAPE).type("home.yaml").press(Key.F10);
    JourneyEffect.Open other = driver.asked(JourneyEffect.Open.class).getLast();
    assertThat(other).isEqualTo(new JourneyEffect.Open(2, "home.yaml", ""));
    driver.send(new Message.Reported(new JourneyReport.Opened(2, SEEN, List.of())));
    assertThat(driver.draw()).contains("2/4");
  }

  private static final String LEFT =
      "Each start of a pod would ask its registry, and fail while that is away; who wants it says"
          + " so with apiserver_extra_args.";

  private static final List<String> BENCHMARK =
      BenchmarkLines.of(
          new Benchmark(
              "1.12",
              "home",
              SeenCluster.NOW,
              List.of(
                  line("1.1.1", "Mode of the API server's unit", State.HELD, "", "0600"),
                  line("1.2.11", "Admission: AlwaysPullImages", State.NOT_HELD, LEFT, "off"),
                  line("1.2.15", "No profiling", State.NOT_HELD, "", "--profiling=true")),
              Map.of("node-4", "connection refused by 192.168.88.14 port 22")),
          false);

  private static Benchmark.Line line(
      String number, String title, State state, String left, String found) {
    return new Benchmark.Line(
        number,
        number.substring(0, 3) + (number.startsWith("1.1") ? " Files of masters" : " API server"),
        title,
        state,
        !left.isEmpty(),
        left,
        state == State.NOT_HELD && left.isEmpty() ? "quorate install puts it right." : "",
        List.of(
            new Benchmark.Found("node-1", state, found),
            new Benchmark.Found("node-2", state, found)));
  }

  private static final List<String> BUNDLE =
      BundleLines.of(
          new BundleResult(
              Path.of("/home/ada/quorate-support-20261128-081500.tar.gz"),
              48_211,
              List.of(
                  new Held("quorate.txt", 612, 0, 0, 0),
                  new Held("inventory.yaml", 902, 0, 1, 4),
                  new Held("nodes/node-1/machine.txt", 1_204, 0, 0, 6),
                  new Held("nodes/node-1/etcd.log", 81_920, 40_960, 0, 12),
                  new Held("runs/20261128-0700/events.jsonl", 210_400, 0, 2, 80)),
              List.of(),
              new TreeMap<>(Map.of("values of settings", 1, "private keys", 2)),
              new TreeMap<>(Map.of("names", 44, "IP addresses", 58)),
              Path.of("/home/ada/quorate-support-20261128-081500.tar.gz.names")));

  private static Driver looking(Journey journey) {
    return new Driver(journey).send(new Message.Tick(0));
  }

  private static Driver answered(Driver driver, List<String> lines) {
    long ticket = driver.screen.wizard().answer().ticket();
    return driver.send(new Message.Reported(new JourneyReport.Answered(ticket, lines)));
  }

  /** The answer is read, asked for again, and left for the menu. */
  @Test
  void whatIsAskedIsAnsweredAndAskedAgain() {
    Driver driver = looking(CisJourney.JOURNEY).press(Key.F10);
    assertThat(driver.screen.exit()).isNull();
    answered(driver, BENCHMARK).press(Key.F5);
    assertThat(driver.asked(JourneyEffect.Inquire.class)).hasSize(2);
    assertThat(driver.draw()).contains("Asking all nodes").doesNotContain("of 3 lines");
    // What an older request comes to is out of date.
    driver.send(new Message.Reported(new JourneyReport.Answered(1, List.of("old"))));
    assertThat(driver.draw()).doesNotContain("old");
    answered(driver, BENCHMARK).press(Key.F10);
    assertThat(driver.screen.exit()).isEqualTo(new Exit.Answered());
  }

  @Test
  void aBundleIsNotMadeTwiceByAKey() {
    Driver driver = answered(looking(SupportJourney.JOURNEY).press(Key.F10), BUNDLE);
    driver.press(Key.F5);
    assertThat(driver.asked(JourneyEffect.Inquire.class)).hasSize(1);
    assertThat(driver.draw()).contains("The support bundle is").doesNotContain("F5");
  }

  /** Whoever goes back while nodes are asked waits no longer for them. */
  @Test
  void goingBackStopsTheQuestion() {
    Driver driver = looking(SupportJourney.JOURNEY).press(Key.F10, Key.ESCAPE);
    assertThat(driver.stops).isEqualTo(driver.asked(JourneyEffect.Inquire.class));
    assertThat(driver.draw()).contains("That was cancelled", "Replace names");
    driver.press(Key.F10);
    driver.send(
        new Message.Reported(
            new JourneyReport.Refused(
                driver.screen.wizard().answer().ticket(), "No space left on device.")));
    assertThat(driver.draw()).contains("No space left on device.", "F5 ask again");
  }

  private static Driver restorePlanned() {
    return new Driver(RestoreJourney.JOURNEY)
        .send(new Message.Tick(0))
        .type("home.quorate")
        .press(Key.DOWN)
        .type("key.txt")
        .press(Key.F10)
        .planned(
            List.of(
                "before: etcd has no quorum (3 voting members, 1 healthy, quorum 2); node-2 has"
                    + " revision 81234, 412 objects",
                "after:  home as it was on 2026-11-28 03:00 UTC, 5 h ago: revision 80117, 405"
                    + " objects, Kubernetes 1.36.4, etcd 3.6.14",
                "lost:   9 pods, 2 configmaps that were made or changed since the backup",
                "masters: node-1, node-2, node-3; what they have now is kept there in"
                    + " /var/backups/etcd/restore-20261128T081500Z"),
            new PlanPreview.StepPlan(
                Phase.RESTORE,
                "etcd's data of the backup",
                List.of(
                    new PlanPreview.Change("the old data aside", ""),
                    new PlanPreview.Change("the backup's data", ""))));
  }

  /** Nothing opens a backup by itself, and a passphrase is not seen. */
  @Test
  void aBackupIsOpenedWithAKeyOrAPassphrase() {
    for (Journey journey : List.of(RestoreJourney.JOURNEY, DrillJourney.JOURNEY)) {
      Driver driver = new Driver(journey).send(new Message.Tick(0)).press(Key.F10);
      assertThat(driver.draw()).contains("No backup is named");
      driver.type("home.quorate").press(Key.F10);
      assertThat(driver.draw()).contains("Nothing is named that opens the backup");
      driver.press(Key.DOWN).type("correct horse");
      assertThat(driver.draw()).contains("or its passphrase").doesNotContain("correct horse");
      driver.press(Key.UP).type("key.txt");
      assertThat(driver.draw()).doesNotContain("or its passphrase");
    }
  }

  private static Driver upgradePlanned() {
    PlanPreview.Change restart = new PlanPreview.Change("kube-apiserver.service", "restarted");
    return Driver.to(LIKE)
        .press(Key.F10, Key.F10)
        .planned(
            List.of(
                "  Kubernetes 1.35.7 → 1.36.4",
                "  etcd 3.6.12 → 3.6.14",
                "The way:",
                "  1. etcd 3.6.14",
                "  2. control plane 1.35.9",
                "  3. control plane 1.36.4",
                "  4. kubelets 1.36.4"),
            restart,
            new PlanPreview.Change("etcd.service", "restarted"),
            restart);
  }

  private static final Key[] BACK = Collections.nCopies(7, Key.BACKSPACE).toArray(Key[]::new);

  /** The same everywhere; the inventory wants a later one. */
  private static final Looked LIKE = SeenCluster.running("1.35.7", "1.35.7", "3.6.12", "2.2.1");

  /** An upgrade was cut off before its worker. */
  private static final Looked HALF = SeenCluster.running("1.36.4", "1.35.9", "3.6.14", "2.3.4");

  /** Many minor versions behind. */
  private static final Looked OLD = SeenCluster.running("1.30.1", "1.30.1", "3.5.16", "1.7.24");

  /**
   * What is typed is judged at its field; a passphrase is not seen, and a key makes it needless.
   */
  @Test
  void aBackupIsSealedWithAKeyOrAPassphrase() {
    Driver driver = new Driver(BackupJourney.JOURNEY).send(new Message.Tick(0));
    driver.type("/nowhere/at/all").press(Key.F10);
    assertThat(driver.draw()).contains("/nowhere/at/all is not a folder");
    driver.press(Key.DOWN, Key.DOWN).type("correct horse");
    assertThat(driver.draw()).contains("or a passphrase").doesNotContain("correct horse");
    driver.press(Key.UP).type("age1short").press(Key.F10);
    assertThat(driver.draw())
        .contains("age1short is not a recipient")
        .doesNotContain("or a passphrase");
  }

  @TestFactory
  Stream<DynamicTest> screensLookLikeTheirPictures() {
    return PICTURES.tests(
        screens(), (d, width, height) -> d.send(new Message.Resized(width, height)).drawn());
  }

  @Test
  void everySizeCanBeDrawn() {
    for (var journey : screens().values()) {
      Driver driver = journey.get();
      for (int width = 1; width < 140; width += 13) {
        for (int height = 1; height < 50; height += 7) {
          String drawn = driver.send(new Message.Resized(width, height)).draw();
          assertThat(drawn.lines().count()).isEqualTo(height);
        }
      }
    }
  }

  @Test
  void theClusterIsLookedAtAgainUntilThePlanIsRead() {
    Driver driver = Driver.seeing(RemoveJourney.JOURNEY, "node-1");
    assertThat(driver.asked(JourneyEffect.Look.class)).hasSize(1);
    driver.send(new Message.Tick(4_900));
    assertThat(driver.asked(JourneyEffect.Look.class)).hasSize(1);
    driver.send(new Message.Tick(5_100)).send(new Message.Tick(20_000));
    assertThat(driver.asked(JourneyEffect.Look.class)).hasSize(2);
    driver.send(new Message.Reported(new JourneyReport.Seen(SeenCluster.looked())));
    driver.type(" ").press(Key.F10).send(new Message.Tick(60_000));
    assertThat(driver.asked(JourneyEffect.Look.class)).hasSize(2);
  }

  /** A choice that was fine becomes a bad one when another node dies meanwhile. */
  @Test
  void theGuardJudgesWhatIsSeenNow() {
    Driver driver = Driver.seeing(RemoveJourney.JOURNEY).press(Key.DOWN).type(" ");
    assertThat(driver.screen.wizard().judgement().allowed()).isTrue();
    driver.send(new Message.Reported(new JourneyReport.Seen(SeenCluster.looked("node-1"))));
    assertThat(driver.screen.wizard().judgement().allowed()).isFalse();
    driver.press(Key.F10);
    assertThat(driver.reviews()).isFalse();
    assertThat(driver.asked(JourneyEffect.MakePlan.class)).isEmpty();
  }

  /** Next does nothing while nothing is chosen, and says so until the focus moves. */
  @Test
  void whoeverGoesOnWithNothingIsToldWhy() {
    Driver add = Driver.seeing(AddJourney.JOURNEY).press(Key.TAB);
    assertThat(add.draw()).doesNotContain("Nothing is typed yet.");
    add.press(Key.ENTER);
    assertThat(add.draw()).contains("✗ Nothing is typed yet. Type the nodes to add");
    assertThat(add.screen.spot().item()).isZero();
    assertThat(add.type("node-9 10.9.0.9").draw()).doesNotContain("Nothing is typed yet.");
    Driver remove = Driver.seeing(RemoveJourney.JOURNEY).press(Key.F10);
    assertThat(remove.draw()).contains("✗ No node is selected yet.");
  }

  @Test
  void nothingStartsBeforeTheSecondQuestion() {
    Driver driver = Driver.seeing(RemoveJourney.JOURNEY, "node-1").type(" ").press(Key.F10);
    driver.press(Key.F10, Key.RIGHT, Key.ENTER);
    assertThat(driver.asked(JourneyEffect.Start.class)).isEmpty();
    driver.planned().press(Key.F10, Key.ENTER);
    assertThat(driver.asked(JourneyEffect.Start.class)).isEmpty();
    driver.press(Key.F10, Key.RIGHT, Key.ENTER);
    JourneyEffect.Start start = driver.asked(JourneyEffect.Start.class).getFirst();
    assertThat(driver.useCase(start.page(), start.at()))
        .isEqualTo(
            RemoveNodes.of(
                List.of("node-1"), false, RemoveNodePlan.USUAL_DRAIN, false, Path.of("home.yaml")));
    driver.send(new Message.Reported(new JourneyReport.Started("/runs/1")));
    assertThat(driver.program.finished(driver.screen)).isTrue();
  }

  @Test
  void aPreflightThatFailsForbidsToGo() {
    Driver driver = Driver.seeing(AddJourney.JOURNEY).type("node-5 192.168.88.15").press(Key.F10);
    driver.send(
        new Message.Reported(
            new JourneyReport.PlanMade(
                1,
                List.of(),
                List.of(
                    new Finding(
                        "node-5",
                        Finding.Kind.DISK,
                        "Disk",
                        Finding.Status.FAILED,
                        "Full.",
                        "Free it.")),
                new PlanPreview(List.of()),
                false,
                JourneyReport.Agreeing.byYes(),
                List.of())));
    driver.press(Key.F10);
    assertThat(driver.screen.overlay()).isNull();
    assertThat(driver.draw()).contains("Refused: node-5: Disk: Full.", "Free it.");
  }

  /** Old data is wiped only after a question, and the typed line says so afterwards. */
  @Test
  void oldDataIsAskedAbout() {
    Driver driver = Driver.seeing(AddJourney.JOURNEY).type("node-5 192.168.88.15 master");
    driver.press(Key.F10).send(oldData(driver)).press(Key.RIGHT, Key.ENTER);
    assertThat(driver.typed()).isEqualTo("node-5 192.168.88.15 master wipe");
    JourneyEffect.MakePlan again = driver.asked(JourneyEffect.MakePlan.class).getLast();
    assertThat(driver.useCase(again.page(), again.at()))
        .isEqualTo(new AddNodes(SEEN.inventory(), Set.of("node-5"), SEEN.file()));
  }

  @Test
  void whoeverKeepsOldDataIsAskedAgainWhoJoins() {
    Driver driver = Driver.seeing(AddJourney.JOURNEY).type("node-5 192.168.88.15 master");
    driver.press(Key.F10).send(oldData(driver)).press(Key.ENTER);
    assertThat(driver.reviews()).isFalse();
    assertThat(driver.typed()).isEqualTo("node-5 192.168.88.15 master");
  }

  private static Message oldData(Driver driver) {
    Choices choices = driver.screen.wizard().choices();
    String wiping = NewHosts.wiping(driver.typed(), SeenCluster.inventory(), List.of("node-5"));
    return new Message.Reported(
        new JourneyReport.Undecided(
            driver.screen.wizard().review().ticket(),
            new ReviewPage.Decision(
                "Old data of etcd",
                "On node-5 lies what an earlier member of etcd left.",
                "Wipe it?",
                "Keep it, do not join",
                "Wipe it and join",
                choices.with(NodesPage.TYPED, wiping))));
  }

  @Test
  void anAnswerToAnOlderQuestionIsPassedOver() {
    Driver driver =
        Driver.seeing(RemoveJourney.JOURNEY, "node-1").type(" ").press(Key.F10).press(Key.F5);
    driver.send(new Message.Reported(new JourneyReport.Refused(1, "old")));
    assertThat(driver.screen.wizard().review().busy()).isTrue();
    driver.send(new Message.Reported(new JourneyReport.Refused(2, "It would do harm.")));
    assertThat(driver.draw()).contains("It would do harm.");
  }

  private static void click(Driver driver, String words) {
    String[] rows = driver.draw().split("\n");
    for (int y = 0; y < rows.length; y++) {
      if (rows[y].contains(words)) {
        driver.send(new Message.Clicked(rows[y].indexOf(words) + 1, y));
        return;
      }
    }
    throw new AssertionError("no " + words + " on\n" + driver.draw());
  }

  @Test
  void theMouseChoosesGoesOnAndAnswers() {
    Driver driver = Driver.seeing(RemoveJourney.JOURNEY, "node-1");
    click(driver, "[ Back ]");
    click(driver, "[ Stay ]");
    assertThat(driver.screen.overlay()).isNull();
    click(driver, "[ ] ✗ node-1");
    assertThat(driver.screen.wizard().choices().list(NodesPage.KEY)).containsExactly("node-1");
    click(driver, "[ Next ]");
    assertThat(driver.reviews()).isTrue();
    driver.planned().press(Key.F10);
    click(driver, "[ Remove ]");
    assertThat(driver.asked(JourneyEffect.Start.class)).hasSize(1);
  }

  private static final Message CANCEL =
      new Message.Pressed(new KeyPress(Key.CHARACTER, 'x', true, false, false));

  @Test
  void aLookIsCancelledAndNoOtherBeginsByItself() {
    Driver driver =
        new Driver(AddJourney.JOURNEY).send(new Message.Tick(0)).send(new Message.Tick(500));
    assertThat(driver.draw()).contains("asking all nodes", "^X cancels");
    driver.send(CANCEL).send(new Message.Ended(driver.asked(JourneyEffect.Look.class).getFirst()));
    assertThat(driver.stops).containsExactly(driver.asked(JourneyEffect.Look.class).getFirst());
    driver.send(new Message.Tick(60_000));
    assertThat(driver.draw())
        .contains("The look was cancelled. F5 looks again.", "No node was asked yet.")
        .doesNotContain("asking all nodes");
    assertThat(driver.asked(JourneyEffect.Look.class)).hasSize(1);
    driver.press(Key.F5);
    assertThat(driver.asked(JourneyEffect.Look.class)).hasSize(2);
    driver.send(new Message.Reported(new JourneyReport.Seen(SeenCluster.looked())));
    assertThat(driver.draw()).doesNotContain("was cancelled");
  }

  @Test
  void aPlanIsCancelledAndItsLateAnswerIsPassedOver() {
    Driver driver =
        Driver.seeing(RemoveJourney.JOURNEY, "node-1").type(" ").press(Key.F10).send(CANCEL);
    assertThat(driver.reviews()).isFalse();
    assertThat(driver.draw()).contains("The plan was cancelled.");
    driver.send(new Message.Reported(new JourneyReport.Refused(1, "late")));
    assertThat(driver.draw()).doesNotContain("late");
    assertThat(driver.press(Key.F10).screen.wizard().review().busy()).isTrue();
  }

  @Test
  void aStartIsCancelledUnlessItWentTooFar() {
    Driver driver =
        Driver.seeing(RemoveJourney.JOURNEY, "node-1").type(" ").press(Key.F10).planned();
    driver.press(Key.F10, Key.RIGHT, Key.ENTER).send(CANCEL);
    assertThat(driver.screen.wizard().starting()).isTrue();
    JourneyEffect.Start start = driver.asked(JourneyEffect.Start.class).getFirst();
    assertThat(driver.stops).contains(start);
    driver.send(new Message.Ended(start));
    assertThat(driver.screen.wizard().starting()).isFalse();
    assertThat(driver.draw()).contains("The start was cancelled; nothing was changed");
    driver.press(Key.F10, Key.RIGHT, Key.ENTER).send(CANCEL);
    driver.send(new Message.Reported(new JourneyReport.Started("/runs/1")));
    driver.send(new Message.Ended(start));
    assertThat(driver.screen.wizard().folder()).isEqualTo("/runs/1");
  }

  /** Where text is typed, a question mark is text; everywhere else it is F1. */
  @Test
  void helpIsAskedForWhereverOneIs() {
    for (Journey kind : List.of(AddJourney.JOURNEY, RemoveJourney.JOURNEY)) {
      for (KeyPress key : List.of(KeyPress.of(Key.F1), KeyPress.of('?'))) {
        Driver onButton = Driver.seeing(kind).press(Key.TAB).send(new Message.Pressed(key));
        assertThat(onButton.draw()).contains("─ Help ─", "Example: ", "Source: ", "any key closes");
      }
    }
    Driver typing = Driver.seeing(AddJourney.JOURNEY).type("?");
    assertThat(typing.screen.overlay()).isNull();
    assertThat(typing.typed()).isEqualTo("?");
    assertThat(typing.press(Key.F1).draw()).contains("─ Help ─");
    assertThat(typing.type("x").screen.overlay()).isNull();
    assertThat(typing.typed()).as("the key closes only").isEqualTo("?");
  }

  @Test
  void helpIsScrolledAndClosedByTheMouse() {
    Driver driver =
        Driver.seeing(RemoveJourney.JOURNEY).send(new Message.Resized(60, 18)).type("?");
    String top = driver.draw();
    assertThat(driver.send(new Message.Scrolled(5, 5, 3)).draw()).isNotEqualTo(top);
    assertThat(driver.press(Key.HOME).draw()).isEqualTo(top);
    driver.send(new Message.Clicked(1, 1));
    assertThat(driver.screen.overlay()).isNull();
  }

  @Test
  void helpSaysTheTimeThatPodsReallyGet() {
    assertThat(new Driver(RemoveJourney.JOURNEY).type("?").draw()).contains("within 120 s");
    Choices said = Choices.none().with(RemoveJourney.DRAIN, "300");
    Driver driver = new Driver(JourneyWizard.of(RemoveJourney.JOURNEY, SEEN, said));
    driver.send(new Message.Tick(0));
    driver.send(new Message.Reported(new JourneyReport.Seen(SeenCluster.looked())));
    assertThat(driver.type(" ?").draw()).contains("within 300 s");
  }

  @Test
  void leavingIsAsked() {
    Driver driver = Driver.seeing(RemoveJourney.JOURNEY).press(Key.ESCAPE, Key.ENTER);
    assertThat(driver.program.finished(driver.screen)).isFalse();
    driver.press(Key.ESCAPE, Key.RIGHT, Key.ENTER);
    assertThat(driver.program.finished(driver.screen)).isTrue();
    assertThat(driver.screen.wizard().folder()).isEmpty();
  }

  private static final Message CTRL_C =
      new Message.Pressed(new KeyPress(Key.CHARACTER, 'c', true, false, false));

  /** On the page that asks which cluster it is, which is being opened. */
  private static Driver opening() {
    return new Driver(JourneyWizard.of(RemoveJourney.JOURNEY, List.of(), false))
        .type("home.yaml")
        .press(Key.F10);
  }

  private static Message opened(Driver driver, Cluster cluster) {
    long ticket = driver.asked(JourneyEffect.Open.class).getLast().ticket();
    return new Message.Reported(
        new JourneyReport.Opened(ticket, cluster, List.of("It was read back.")));
  }

  @Test
  void aQuestionGoesWithTheWorkThatAsked() {
    Driver driver = opening();
    driver.send(
        new Message.Reported(
            new JourneyReport.Asked(new Question.Password(3, "Vault password", ""))));
    assertThat(driver.draw()).contains("─ Vault password ─");
    assertThat(driver.send(CANCEL).draw())
        .contains("Opening was cancelled.")
        .doesNotContain("Vault password");
  }

  @Test
  void whatIsBeingOpenedIsNotChangedMeanwhile() {
    Driver driver = opening().type("x").send(new Message.Pasted("y")).press(Key.F3);
    assertThat(driver.draw()).contains("home.yaml").doesNotContain("home.yamlx");
    driver.send(CANCEL).type("x");
    assertThat(driver.draw()).contains("home.yamlx");
  }

  /** Its nodes may be called the same, and are others. */
  @Test
  void anotherClusterIsSeenAndChosenAnew() {
    Driver driver = opening();
    driver.send(opened(driver, SEEN)).press(Key.ESCAPE);
    driver.send(new Message.Reported(new JourneyReport.Seen(SeenCluster.looked()))).type(" ");
    assertThat(driver.draw()).contains("Remove nodes (home)", "[x] ✓ node-1");
    driver.press(Key.F5, Key.ESCAPE);
    assertThat(driver.draw()).doesNotContain("(home)");
    Cluster other = new Cluster(Fixtures.inventory(), Path.of("demo.yaml"), false);
    driver.press(Key.F10).send(opened(driver, other));
    assertThat(driver.draw()).contains("It was read back.");
    driver.press(Key.ESCAPE);
    driver.send(new Message.Reported(new JourneyReport.Seen(SeenCluster.looked())));
    assertThat(driver.draw()).contains("Remove nodes (demo)", "Asking all nodes");
    assertThat(driver.screen.wizard().choices().list(NodesPage.KEY)).isEmpty();
    assertThat(driver.asked(JourneyEffect.Look.class)).hasSize(3);
  }

  @Test
  void theSameClusterKeepsWhatWasChosen() {
    Driver driver = opening();
    driver.send(opened(driver, SEEN)).press(Key.ESCAPE);
    driver.send(new Message.Reported(new JourneyReport.Seen(SeenCluster.looked()))).type(" ");
    driver.press(Key.ESCAPE, Key.F10).send(opened(driver, SEEN)).press(Key.ESCAPE);
    assertThat(driver.draw()).contains("[x] ✓ node-1");
  }

  @Test
  void ctrlCDeclinesAQuestion() {
    Driver driver =
        Driver.seeing(RemoveJourney.JOURNEY, "node-1").type(" ").press(Key.F10).planned();
    driver.press(Key.F10, Key.RIGHT).send(CTRL_C);
    assertThat(driver.screen.overlay()).isNull();
    assertThat(driver.asked(JourneyEffect.Start.class)).isEmpty();
    driver.send(CTRL_C);
    assertThat(driver.draw()).contains("Leave the wizard?");
    driver.send(CTRL_C);
    assertThat(driver.screen.overlay()).isNull();
    assertThat(driver.program.finished(driver.screen)).isFalse();
  }

  @Test
  void helpNamesNoSettingThatIsNone() {
    Driver driver = new Driver(JourneyWizard.of(RemoveJourney.JOURNEY, List.of(), false));
    assertThat(driver.press(Key.F1).draw()).contains("Example:").doesNotContain("Setting:");
  }

  private static Finding missing(String part) {
    return Finding.failed(
            "node-1",
            Finding.Kind.DOWNLOADS,
            "Downloads",
            part + " is not there: https://dl.k8s.io/.",
            "Want another version.")
        .of(part);
  }

  private static Message refusing(Driver driver, Finding... findings) {
    return new Message.Reported(
        new JourneyReport.PlanMade(
            driver.screen.wizard().review().ticket(),
            List.of(),
            List.of(findings),
            new PlanPreview(List.of()),
            false,
            JourneyReport.Agreeing.byYes(),
            List.of()));
  }

  /** A version that nobody published is refused at its field, and another one is asked for. */
  @Test
  void aVersionThatCannotBeHadIsRefusedWhereItWasTyped() {
    Driver driver = Driver.to(OLD).press(BACK).type("1.31.77").press(Key.F10, Key.F10);
    driver.send(refusing(driver, missing("Kubernetes-1.31.77")));
    assertThat(driver.reviews()).isFalse();
    assertThat(driver.draw())
        .contains("Which versions are wanted", "1.31.77", "is not there", "Want another version.");
    driver.press(Key.F10);
    assertThat(driver.draw()).contains("Which versions are wanted");
    driver.press(BACK).type("1.31.14");
    assertThat(driver.draw()).doesNotContain("is not there");
    driver.press(Key.F10, Key.F10);
    assertThat(driver.asked(JourneyEffect.MakePlan.class)).hasSize(2);
  }

  /** What was not typed, and what stands beside it, is read with the plan. */
  @Test
  void whatStandsBesideItIsReadWithThePlan() {
    Driver driver = Driver.to(OLD).press(BACK).type("1.31.77").press(Key.F10, Key.F10);
    Finding budget =
        Finding.failed("", Finding.Kind.BUDGETS, "Budgets", "No pod may leave.", "Relax it.");
    driver.send(refusing(driver, missing("Kubernetes-1.31.77"), budget));
    assertThat(driver.reviews()).isTrue();
    assertThat(driver.draw()).contains("is not there", "No pod may leave.");
  }

  /** A master, or nobody, is refused at the field in which it was typed. */
  @Test
  void whoCannotBeLeftIsRefusedAtItsField() {
    Driver driver = Driver.to(OLD).press(Key.F10);
    driver.press(Key.DOWN, Key.DOWN, Key.DOWN, Key.DOWN, Key.DOWN).type("node-1 node-9");
    assertThat(driver.press(Key.F10).draw())
        .contains(
            "How nodes are drained",
            "node-1: it is a master",
            "node-9: the inventory has no such node.");
    assertThat(driver.asked(JourneyEffect.MakePlan.class)).isEmpty();
  }

  /** It is done by the same use case and resumed by the same words as from a command line. */
  @Test
  void anUpgradeIsAskedForAsItWasTyped() {
    Driver driver = Driver.to(OLD).press(BACK).type("1.32").press(Key.DOWN, Key.DOWN);
    driver.press(BACK).press(BACK).press(BACK).type("1.31.9").press(Key.DOWN).type(" ");
    driver.press(Key.F10);
    driver.press(BACK).type("50%").press(Key.DOWN).press(BACK).type("600").press(Key.F10);
    JourneyEffect.MakePlan plan = driver.asked(JourneyEffect.MakePlan.class).getFirst();
    assertThat(driver.useCase(plan.page(), plan.at()))
        .isEqualTo(
            Upgrade.of(
                new UpgradeTarget("1.32", Map.of(), List.of("1.31.9"), true),
                1,
                Duration.ofSeconds(600),
                Upgrade.USUAL_CANARY,
                false,
                false,
                Set.of(),
                "",
                Path.of("home.yaml")));
    assertThat(plan.page().again(plan.at().choices()))
        .containsExactly(
            "--to",
            "1.32",
            "--through",
            "1.31.9",
            "--drain-once",
            "--workers-at-once",
            "50%",
            "--drain-timeout",
            "600");
  }

  /** Whoever goes through the suggestions and comes back has chosen nothing. */
  @Test
  void theUsualVersionIsNotTyped() {
    Driver driver = Driver.to(LIKE);
    assertThat(driver.draw()).contains("1.36.4", "home.yaml wants it");
    driver.press(Key.F2);
    assertThat(driver.draw()).contains("1.35.9", "newest patch");
    assertThat(driver.screen.wizard().choices().text(UpgradeTarget.TO)).isEqualTo("1.35.9");
    driver.press(Key.F2, Key.F2);
    assertThat(driver.screen.wizard().choices().text(UpgradeTarget.TO)).isEmpty();
  }

  @Test
  void aWayThatDoesNotExistIsNotGone() {
    Driver driver = Driver.to(LIKE).press(BACK).type("1.34").press(Key.F10);
    assertThat(driver.draw()).contains("Kubernetes 1.35.7 runs, and 1.34.11 is older.", "2/5");
    driver.press(Key.F3, Key.F10);
    assertThat(driver.draw()).contains("3/5", "Workers at a time");
  }

  /**
   * The page is looked at again while one types, and a master that is lost then forbids to go on.
   */
  @Test
  void anUpgradeNeedsEveryMaster() {
    assertThat(lost("node-2").press(Key.F10).draw())
        .contains("1/5", "node-2: no answer. Every master has to be reached for this.");
  }

  /**
   * A worker can be left as it is, which is said two pages later; without that it is refused then.
   */
  @Test
  void anUpgradeTellsOfAWorkerThatIsAway() {
    Driver driver = lost("node-4");
    assertThat(driver.draw()).contains("node-4: no answer.", "Leave as they are");
    assertThat(driver.press(Key.F10).draw()).contains("2/5");
  }

  private static Driver lost(String node) {
    Driver driver = Driver.running(LIKE).send(new Message.Tick(6_000));
    assertThat(driver.asked(JourneyEffect.Look.class)).hasSize(2);
    return driver.send(
        new Message.Reported(
            new JourneyReport.Seen(
                new Looked(
                    LIKE.inventory(),
                    LIKE.facts(),
                    SeenCluster.cluster(node),
                    LIKE.versions(),
                    LIKE.at()))));
  }

  @Test
  void everyPurposeAndLabelHasRoomOnAUsualScreen() {
    Stream.concat(
            Journeys.all().stream().flatMap(j -> j.pages().stream()),
            Stream.of(new ClusterPage(List.of(), false), new GroupsPage("", List.of())))
        .forEach(
            p -> {
              assertThat(p.purpose()).hasSizeLessThanOrEqualTo(78);
              if (p instanceof FieldsPage page) {
                assertThat(page.fields(Choices.none()))
                    .allSatisfy(f -> assertThat(f.label()).hasSizeLessThanOrEqualTo(20));
              }
            });
  }
}
