package io.quorate.tui.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Problem;
import io.quorate.plan.Finding;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.wizard.Exit;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.HostEntry;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.Page;
import io.quorate.wizard.SavedAnswers;
import io.quorate.wizard.WizardEffect;
import io.quorate.wizard.WizardReport;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WizardProgramTest {

  @Test
  void typingGoesIntoTheFieldWithTheFocus() {
    WizardDriver driver =
        WizardDriver.fresh().ctrl('u').type("lab").press(Key.TAB).ctrl('u').type("ops");
    assertThat(driver.wizard().value("cluster_name")).isEqualTo("lab");
    assertThat(driver.wizard().value("ansible_user")).isEqualTo("ops");
    driver.press(Key.F3);
    assertThat(driver.wizard().value("ansible_user")).isEqualTo("root");
    assertThat(driver.screen.spot().line().text()).isEqualTo("root");
  }

  @Test
  void badInputStaysInItsFieldAndTakesTheFocusWhenOneGoesOn() {
    WizardDriver driver =
        WizardDriver.fresh().press(Key.DOWN, Key.DOWN).type("22x").press(Key.TAB, Key.F10);
    assertThat(driver.page()).isEqualTo(Page.ACCESS);
    assertThat(driver.wizard().problemsAt("ansible_port")).anyMatch(Problem::isError);
    assertThat(driver.screen.spot().item()).isEqualTo(2);
    assertThat(driver.screen.spot().line().text()).isEqualTo("22x");
    driver.press(Key.BACKSPACE, Key.F10);
    assertThat(driver.page()).isEqualTo(Page.HOSTS);
  }

  @Test
  void enterGoesFieldByFieldToNext() {
    WizardDriver driver = WizardDriver.fresh();
    for (int i = 0; i < 9; i++) {
      driver.press(Key.ENTER);
    }
    assertThat(driver.page()).isEqualTo(Page.HOSTS);
    driver.press(Key.ESCAPE);
    assertThat(driver.page()).isEqualTo(Page.ACCESS);
  }

  @Test
  void aTypedSecretIsNeverDrawnUnlessRevealed() {
    WizardDriver driver =
        WizardDriver.fresh().press(Key.DOWN, Key.DOWN, Key.DOWN, Key.DOWN, Key.DOWN);
    driver.type(" ").press(Key.DOWN).type("geheim");
    assertThat(driver.wizard().value(WizardDriver.passwordField())).isEqualTo("geheim");
    assertThat(driver.draw()).doesNotContain("geheim");
    assertThat(driver.press(Key.F2).draw()).contains("geheim");
    assertThat(driver.press(Key.DOWN).draw()).doesNotContain("geheim");
    assertThat(driver.press(Key.F1).draw()).doesNotContain("geheim");
    assertThat(driver.effects.toString()).doesNotContain("geheim");
    assertThat(driver.screen.toString()).doesNotContain("geheim");
  }

  @Test
  void theTokenIsMaskedRevealedAndMadeAnew() {
    WizardDriver driver = WizardDriver.fresh().toRoles().press(Key.F10, Key.F10, Key.F10);
    assertThat(driver.page()).isEqualTo(Page.SECURITY);
    assertThat(driver.draw()).doesNotContain(WizardDriver.TOKEN);
    assertThat(driver.press(Key.F2).draw()).contains(WizardDriver.TOKEN);
    driver.press(Key.F3);
    assertThat(driver.wizard().value("etcd_initial_token"))
        .isNotEqualTo(WizardDriver.TOKEN)
        .hasSize(32);
    assertThat(driver.draw()).doesNotContain(driver.wizard().value("etcd_initial_token"));
  }

  @Test
  void aLongTextTakesTheWidthThatIsThere() {
    WizardDriver driver = WizardDriver.fresh().toRoles().press(Key.F10, Key.F10, Key.F10);
    String ports = driver.wizard().value("firewall_ports");
    assertThat(ports.length()).isGreaterThan(60);
    assertThat(driver.resize(80, 24).draw()).doesNotContain(ports);
    assertThat(driver.resize(200, 60).draw()).contains(ports);
  }

  @Test
  void suggestionsTurnAround() {
    WizardDriver driver = WizardDriver.fresh().toRoles().press(Key.F10);
    String before = driver.wizard().value("kubernetes_version");
    driver.press(Key.F2);
    String after = driver.wizard().value("kubernetes_version");
    assertThat(after).isNotEqualTo(before).matches("1\\.\\d+");
    assertThat(driver.draw()).contains("until 20");
  }

  // ---- hosts -------------------------------------------------------------------------------

  @Test
  void hostsAreAddedByLineAndByPasteAndTriedAtOnce() {
    WizardDriver driver =
        WizardDriver.fresh().press(Key.F10).type("node-1 192.168.9.1").press(Key.ENTER);
    assertThat(driver.asked(WizardEffect.CheckHosts.class)).hasSize(1);
    driver.paste("a 192.168.9.2\nb 192.168.9.3\n");
    assertThat(driver.wizard().hosts())
        .extracting(HostEntry::name)
        .containsExactly("node-1", "a", "b");
    assertThat(driver.asked(WizardEffect.CheckHosts.class).getLast().hosts()).hasSize(2);
  }

  @Test
  void aLineThatWasNotEnteredIsNotForgotten() {
    WizardDriver driver =
        WizardDriver.fresh().press(Key.F10).type("node-1 192.168.9.1").press(Key.F10);
    assertThat(driver.page()).isEqualTo(Page.HOSTS);
    assertThat(driver.wizard().hosts()).hasSize(1);
    assertThat(driver.press(Key.F10).page()).isEqualTo(Page.ROLES);
  }

  @Test
  void aFileOfAnotherInventoryIsRefusedAtItsField() {
    WizardDriver driver = WizardDriver.fresh().toReview().foundFile("kubernetes.yaml is taken.");
    assertThat(driver.draw()).contains("kubernetes.yaml is taken. Name another file.");
    assertThat(driver.press(Key.F10).page()).isEqualTo(Page.REVIEW);
    driver.foundFile("");
    assertThat(driver.draw()).doesNotContain("is taken");
    assertThat(driver.press(Key.F10).page()).isEqualTo(Page.PREFLIGHT);
  }

  @Test
  void theInventoryCanBeWrittenWithoutAnInstall() {
    WizardDriver driver = WizardDriver.fresh().toReview().press(Key.F6);
    assertThat(driver.asked(WizardEffect.WriteInventory.class).getFirst().path())
        .isEqualTo("kubernetes.yaml");
    driver.report(new WizardReport.Written("kubernetes.yaml"));
    assertThat(driver.draw()).contains("Written to kubernetes.yaml");
    driver.report(new WizardReport.Failed(WizardReport.Work.WRITE, "No space left"));
    assertThat(driver.draw()).contains("No space left");
    assertThat(driver.press(Key.F10, Key.ESCAPE).draw()).doesNotContain("No space left");
  }

  @Test
  void aBadLineIsEditedInPlace() {
    WizardDriver driver =
        WizardDriver.fresh()
            .press(Key.F10)
            .paste("a 192.168.9.2\nb 192.168.9.300\n")
            .press(Key.F10);
    assertThat(driver.page()).isEqualTo(Page.HOSTS);
    driver.press(Key.ENTER);
    assertThat(driver.screen.spot().line().text()).isEqualTo("b 192.168.9.300");
    driver.press(Key.BACKSPACE, Key.ENTER);
    assertThat(driver.wizard().hosts())
        .extracting(HostEntry::line)
        .containsExactly("a 192.168.9.2", "b 192.168.9.30");
  }

  /** A line waits where the cursor is, for all to see; one with a password does not. */
  @Test
  void aPasswordThatIsPastedIsNotShown() {
    WizardDriver driver =
        WizardDriver.fresh()
            .press(Key.F10)
            .paste("a ansible_host=192.168.9.2 ansible_password=fake-pw");
    assertThat(driver.draw()).contains("a password was taken out").doesNotContain("fake-pw");
    assertThat(driver.wizard().answers().badLines()).hasSize(1);
  }

  @Test
  void aHostIsRewrittenInPlaceAndKeepsItsRoles() {
    WizardDriver driver =
        WizardDriver.fresh().press(Key.F10).paste("a 192.168.9.2\nb 192.168.9.3\n");
    driver.press(Key.DOWN, Key.ENTER).type("1").press(Key.ENTER);
    assertThat(driver.wizard().hosts())
        .extracting(HostEntry::line)
        .containsExactly("a 192.168.9.21", "b 192.168.9.3");
    assertThat(driver.wizard().hosts().getFirst().isMaster()).isTrue();
    assertThat(driver.asked(WizardEffect.CheckHosts.class).getLast().hosts())
        .extracting(h -> h.host().address())
        .containsExactly("192.168.9.21");
  }

  @Test
  void unknownKeysAreDecidedOnTogether() {
    WizardDriver driver =
        WizardDriver.fresh().press(Key.F10).paste("a 192.168.9.2\nb 192.168.9.3\nc 192.168.9.4\n");
    driver
        .found("a", WizardDriver.NEW_KEY)
        .found("b", WizardDriver.NEW_KEY)
        .found("c", WizardDriver.NEW_KEY);
    driver.press(Key.F10);
    assertThat(driver.page()).isEqualTo(Page.HOSTS);
    assertThat(driver.draw())
        .contains("3 new host keys")
        .contains(WizardDriver.NEW_KEY.fingerprint());
    driver.press(Key.DOWN).type(" ").press(Key.TAB, Key.ENTER);
    assertThat(driver.asked(WizardEffect.AcceptHostKeys.class)).singleElement();
    assertThat(driver.asked(WizardEffect.AcceptHostKeys.class).getFirst().keys())
        .extracting(k -> k.host().host().name())
        .containsExactly("a", "c");
    assertThat(driver.page()).isEqualTo(Page.ROLES);
  }

  @Test
  void aChangedKeyIsExplained() {
    WizardDriver driver =
        WizardDriver.fresh().press(Key.F10).paste("a 192.168.9.2\n").press(Key.ENTER, Key.DOWN);
    driver.found(
        "a",
        new HostCheck.KeyChanged("ssh-rsa", "SHA256:" + "x".repeat(43), "~/.ssh/known_hosts:3"));
    assertThat(driver.draw()).contains("KEY CHANGED");
    assertThat(driver.press(Key.F1).draw())
        .contains("reinstalled")
        .contains("stand between")
        .contains("known_hosts:3");
  }

  // ---- preflight and run -------------------------------------------------------------------

  @Test
  void warningsAreAcknowledgedOneByOneAndTheRunIsConfirmed() {
    Finding first = WizardDriver.finding("node-1", Finding.Kind.MEMORY, Finding.Status.WARNING);
    Finding second = WizardDriver.finding("node-2", Finding.Kind.MEMORY, Finding.Status.WARNING);
    WizardDriver driver = WizardDriver.fresh().toPreflight(first, second);
    driver.press(Key.F10);
    assertThat(driver.screen.overlay()).isNull();
    driver.type("a");
    assertThat(driver.wizard().outlook().preflight().openWarnings()).containsExactly(second);
    driver.press(Key.F10);
    assertThat(driver.screen.overlay()).isNull();
    driver.type("a").press(Key.F10);
    assertThat(driver.screen.overlay()).isInstanceOf(Asking.class);
    driver.press(Key.ENTER);
    assertThat(driver.asked(WizardEffect.StartRun.class)).isEmpty();
    driver.press(Key.F10, Key.RIGHT, Key.ENTER);
    assertThat(driver.asked(WizardEffect.StartRun.class)).singleElement();
    assertThat(driver.page()).isEqualTo(Page.INSTALL);
    driver.report(new WizardReport.RunStarted("/runs/1"));
    assertThat(driver.screen.exit()).isEqualTo(new Exit.Started("/runs/1"));
    assertThat(driver.effects.getLast()).isInstanceOf(WizardEffect.ForgetAnswers.class);
  }

  @Test
  void nodesAreLookedAtAgainWhileThereIsSomethingToMend() {
    WizardDriver driver = WizardDriver.fresh();
    driver.send(new Message.Tick(1_000)).toPreflight();
    int looks = driver.asked(WizardEffect.RunPreflight.class).size();
    driver.send(new Message.Tick(5_900));
    assertThat(driver.asked(WizardEffect.RunPreflight.class)).hasSize(looks);
    driver.send(new Message.Tick(6_000)).send(new Message.Tick(20_000));
    assertThat(driver.asked(WizardEffect.RunPreflight.class)).hasSize(looks + 1);
    long ticket = driver.wizard().outlook().preflight().ticket();
    driver.report(
        new WizardReport.PreflightDone(
            ticket,
            List.of(WizardDriver.finding("node-1", Finding.Kind.OS, Finding.Status.OK)),
            List.of()));
    driver.send(new Message.Tick(60_000));
    assertThat(driver.asked(WizardEffect.RunPreflight.class)).hasSize(looks + 1);
  }

  @Test
  void escapeGivesUpTheFilterAndNotThePage() {
    WizardDriver driver = WizardDriver.fresh().toHosts();
    driver.type("/").type("no such host");
    assertThat(driver.draw()).contains("No row has that in it");
    driver.press(Key.ESCAPE);
    assertThat(driver.page()).isEqualTo(Page.HOSTS);
    assertThat(driver.draw()).doesNotContain("No row has that in it");
    driver.press(Key.ESCAPE);
    assertThat(driver.page()).isEqualTo(Page.ACCESS);
  }

  private static String footer(WizardDriver driver) {
    return driver.draw().lines().toList().getLast().strip();
  }

  @Test
  void theFooterSaysWhatTheFocusedThingDoes() {
    WizardDriver driver = WizardDriver.fresh().resize(80, 24);
    String always = "F10 next   F1 help   Esc back   ^Q leave";
    assertThat(footer(driver)).isEqualTo("Tab moves   F10 next   F1 help   Esc leave");
    driver.press(Key.F10);
    assertThat(footer(driver)).isEqualTo("Tab moves   " + always);
    driver.type("node-1 10.0.0.11");
    assertThat(footer(driver)).isEqualTo("Enter add   " + always);
    driver.press(Key.ENTER);
    assertThat(footer(driver)).isEqualTo("Tab moves   F5 check again   " + always);
    driver.press(Key.TAB);
    assertThat(footer(driver)).startsWith("Enter edit   d remove").endsWith(always);
    driver.press(Key.ENTER);
    assertThat(footer(driver)).startsWith("Enter change").contains("Esc cancel");
    driver.press(Key.ESCAPE).type("/");
    assertThat(footer(driver)).startsWith("Enter to the rows").contains("Esc cancel");
    driver.press(Key.ESCAPE, Key.TAB);
    assertThat(footer(driver)).startsWith("Enter next   F5 check again   F1 help");
    driver.press(Key.TAB);
    assertThat(footer(driver)).startsWith("Enter back").endsWith(always);
    driver.ctrl('q');
    assertThat(footer(driver)).isEqualTo("Enter Stay   Left/Right choose   Esc Stay");
    driver.press(Key.ESCAPE, Key.F1);
    assertThat(footer(driver)).startsWith("any key closes");
  }

  /** On every page and control, however narrow, help and a way out can be read. */
  @Test
  void helpAndTheWayOutStayInTheFooter() {
    WizardDriver driver = WizardDriver.fresh().resize(80, 24);
    driver.press(Key.F10).paste("node-[1-3] 192.168.9.[11-13]");
    for (Page page : List.of(Page.HOSTS, Page.ROLES, Page.VERSIONS, Page.NETWORK, Page.REVIEW)) {
      while (driver.page() != page) {
        driver.press(Key.F10);
      }
      for (int item = 0; item < 20; item++) {
        assertThat(footer(driver))
            .as(driver.page() + " " + item)
            .contains("F1 help")
            .contains("^Q leave")
            .contains("Esc ");
        driver.press(Key.TAB);
      }
    }
  }

  @Test
  void anEmptyTableTakesNoFocusAndLettersGoToTheLine() {
    WizardDriver driver = WizardDriver.fresh().press(Key.F10, Key.TAB);
    assertThat(footer(driver)).startsWith("Enter next");
    driver.type("node-1 10.0.0.11").press(Key.ENTER);
    assertThat(driver.wizard().hosts()).hasSize(1);
    // The last one goes, and with it the table.
    driver.press(Key.TAB).type("d");
    assertThat(driver.screen.spot().item()).isZero();
    // A button keeps the focus when a table appears before it.
    driver.press(Key.TAB).paste("node-2 10.0.0.12");
    assertThat(footer(driver)).startsWith("Enter next");
  }

  @Test
  void escapeGivesUpAChangeAndNotThePage() {
    WizardDriver driver = WizardDriver.fresh().press(Key.F10).type("node-1 10.0.0.11");
    driver.press(Key.ENTER, Key.TAB, Key.ENTER).type("x").press(Key.ESCAPE);
    assertThat(driver.page()).isEqualTo(Page.HOSTS);
    assertThat(driver.screen.spot().line().text()).isEmpty();
    assertThat(driver.wizard().hosts().getFirst().line()).isEqualTo("node-1 10.0.0.11");
    assertThat(footer(driver)).startsWith("Enter edit");
    assertThat(driver.press(Key.ESCAPE).page()).isEqualTo(Page.ACCESS);
  }

  @Test
  void aPageThatIsOpenedAgainDoesNotStandOnBack() {
    WizardDriver driver = WizardDriver.fresh().press(Key.F10).paste("node-1 10.0.0.11");
    driver.press(Key.BACK_TAB, Key.ENTER);
    assertThat(driver.page()).isEqualTo(Page.ACCESS);
    driver.press(Key.F10);
    assertThat(driver.page()).isEqualTo(Page.HOSTS);
    assertThat(driver.screen.spot().item()).isZero();
  }

  @Test
  void nodesByNodesAreASideOfThePreflight() {
    WizardDriver driver = WizardDriver.fresh().toPreflight();
    assertThat(driver.draw()).contains("Checks").doesNotContain("from / to");
    driver.press(Key.F2);
    assertThat(driver.draw()).contains("from / to").doesNotContain("Memory");
    driver.type("n");
    assertThat(driver.draw())
        .contains("from node-2 to node-1", "No answer from node-1", "Let these ports through");
    assertThat(driver.press(Key.F1).draw()).contains("cross", "own firewall");
    driver.press(Key.ESCAPE, Key.DOWN, Key.RIGHT);
    assertThat(driver.draw()).contains("? from node-3 to node-2");
    // The checks' own selection stays where it was.
    assertThat(driver.press(Key.F2).draw()).contains("node-1: Operating system");
  }

  @Test
  void bothSidesOfAWidePreflightTakeTheMouse() {
    WizardDriver driver = WizardDriver.fresh().toPreflight().resize(132, 43);
    String[] rows = driver.draw().split("\n");
    int y = 0;
    while (!rows[y].contains("from / to")) {
      y++;
    }
    int x = rows[y].lastIndexOf("node-1");
    driver.send(new Message.Clicked(x + 1, y + 2));
    assertThat(driver.draw()).contains("from node-2 to node-1");
    driver.send(new Message.Clicked(rows[y].indexOf("node-2") + 1, y + 2));
    assertThat(driver.draw()).contains("node-2: Memory");
  }

  // ---- the mouse ---------------------------------------------------------------------------

  /** Clicks on the first place where these words are. */
  private static WizardDriver click(WizardDriver driver, String words) {
    String[] rows = driver.draw().split("\n");
    for (int y = 0; y < rows.length; y++) {
      if (rows[y].contains(words)) {
        return driver.send(new Message.Clicked(rows[y].indexOf(words) + 1, y));
      }
    }
    throw new AssertionError("no " + words + " on\n" + driver.draw());
  }

  @Test
  void aClickAnswersAQuestion() {
    WizardDriver driver = WizardDriver.fresh().ctrl('q');
    driver.send(new Message.Clicked(1, 1));
    assertThat(driver.screen.overlay()).isInstanceOf(Asking.class);
    click(driver, "[ Stay ]");
    assertThat(driver.screen.overlay()).isNull();
    click(driver.ctrl('q'), "[ Leave ]");
    assertThat(driver.screen.exit()).isEqualTo(new Exit.Left());
  }

  @Test
  void aClickClosesHelp() {
    WizardDriver driver = WizardDriver.fresh().press(Key.F1);
    driver.send(new Message.Clicked(10, 10));
    assertThat(driver.screen.overlay()).isNull();
  }

  @Test
  void newKeysAreDecidedOnByTheMouse() {
    WizardDriver driver =
        WizardDriver.fresh().press(Key.F10).paste("a 192.168.9.2\nb 192.168.9.3\n");
    driver.found("a", WizardDriver.NEW_KEY).found("b", WizardDriver.NEW_KEY).press(Key.F6);
    click(driver, "[x] a");
    assertThat(driver.draw()).contains("[ ] a", "[x] b");
    click(driver, "[ Accept the checked ]");
    assertThat(driver.asked(WizardEffect.AcceptHostKeys.class).getFirst().keys())
        .extracting(k -> k.host().host().name())
        .containsExactly("b");
  }

  @Test
  void aClickTurnsChoicesSwitchesAndTabs() {
    WizardDriver driver = WizardDriver.fresh();
    click(driver, "[ ] no");
    assertThat(driver.wizard().value("ask_password")).isEqualTo("true");
    click(driver, "[x] yes");
    driver = WizardDriver.fresh().toReview();
    click(driver, "by phase");
    assertThat(driver.draw()).contains("[by phase]");
    click(driver, "The inventory  ");
    assertThat(driver.draw()).contains("[The inventory]");
    click(driver, "[ Next ]");
    assertThat(driver.page()).isEqualTo(Page.PREFLIGHT);
    click(driver, "[ Back ]");
    assertThat(driver.page()).isEqualTo(Page.REVIEW);
  }

  // ---- what goes on in the background ------------------------------------------------------

  private static WizardDriver after(WizardDriver driver, long millis) {
    return driver.send(new Message.Tick(driver.screen.now() + millis));
  }

  @Test
  void whatGoesOnIsSaidAndGoesAwayByItself() {
    WizardDriver driver =
        WizardDriver.fresh().press(Key.F10).paste("a 192.168.9.2\nb 192.168.9.3\n");
    assertThat(driver.draw()).doesNotContain("trying 2 hosts");
    assertThat(after(driver, 200).draw()).contains("trying 2 hosts", "^X cancels");
    driver.found("a", new HostCheck.Failed("gone")).found("b", new HostCheck.Failed("gone"));
    driver.send(new Message.Ended(driver.asked(WizardEffect.CheckHosts.class).getFirst()));
    assertThat(after(driver, 100).draw()).contains("trying 2 hosts");
    assertThat(after(driver, 1_000).draw()).doesNotContain("trying 2 hosts");
  }

  @Test
  void triesOfHostsAreCancelledAndLateAnswersChangeNothing() {
    WizardDriver driver =
        WizardDriver.fresh().press(Key.F10).paste("a 192.168.9.2\nb 192.168.9.3\n");
    WizardEffect.CheckHosts tries = driver.asked(WizardEffect.CheckHosts.class).getFirst();
    driver.found("a", WizardDriver.NEW_KEY);
    after(driver, 200).ctrl('x');
    assertThat(driver.stops).containsExactly(tries);
    assertThat(driver.wizard().hosts())
        .extracting(HostEntry::check)
        .containsExactly(WizardDriver.NEW_KEY, new HostCheck.Untried());
    driver.report(
        new WizardReport.HostChecked(tries.hosts().getLast().ticket(), new HostCheck.Failed("x")));
    assertThat(driver.wizard().hosts().getLast().check()).isEqualTo(new HostCheck.Untried());
    assertThat(after(driver, 100).draw()).contains("stopping: trying 2 hosts");
    driver.send(new Message.Ended(tries));
    assertThat(after(driver, 2_000).draw()).doesNotContain("trying 2");
    // The page is as usable as before.
    driver.press(Key.F5);
    assertThat(driver.asked(WizardEffect.CheckHosts.class)).hasSize(2);
  }

  @Test
  void aPlanIsCancelledAndMadeAnew() {
    WizardDriver driver = WizardDriver.fresh().toRoles();
    driver.press(Key.F10, Key.F10, Key.F10, Key.F10);
    WizardEffect.MakePlan plan = driver.asked(WizardEffect.MakePlan.class).getLast();
    driver.ctrl('x');
    assertThat(driver.stops).contains(plan);
    assertThat(driver.press(Key.F2).draw()).contains("it was cancelled; F5 tries again.");
    driver.report(
        new WizardReport.PlanMade(plan.ticket(), new io.quorate.wizard.PlanPreview(List.of())));
    assertThat(driver.wizard().outlook().plan().preview()).isNull();
    driver.press(Key.F5);
    assertThat(driver.wizard().outlook().plan().busy()).isTrue();
  }

  @Test
  void aRefusedPlanIsShownAndCannotBeConfirmed() {
    WizardDriver driver = WizardDriver.fresh().toRoles();
    driver.press(Key.F10, Key.F10, Key.F10, Key.F10);
    WizardEffect.MakePlan plan = driver.asked(WizardEffect.MakePlan.class).getLast();
    driver.report(
        new WizardReport.PlanRefused(
            plan.ticket(),
            List.of(
                "The inventory wants other versions than those that run.",
                "",
                "  etcd  3.5.16  3.6.5  another data format")));
    assertThat(driver.draw()).contains("refused: see the plan");
    assertThat(driver.press(Key.F2).draw()).contains("  etcd  3.5.16  3.6.5  another data format");
    driver.press(Key.F10);
    assertThat(driver.wizard().page()).isEqualTo(Page.REVIEW);
    assertThat(driver.draw()).contains("The inventory wants other versions than those that run.");
    assertThat(driver.asked(WizardEffect.RunPreflight.class)).isEmpty();
    driver.press(Key.F5);
    assertThat(driver.wizard().hasErrors(Page.REVIEW)).isFalse();
  }

  @Test
  void aLookIsCancelledAndNoOtherBeginsByItself() {
    WizardDriver driver = WizardDriver.fresh().toPreflight();
    driver.type("r").ctrl('x');
    int looks = driver.asked(WizardEffect.RunPreflight.class).size();
    assertThat(driver.stops).contains(driver.asked(WizardEffect.RunPreflight.class).getLast());
    assertThat(after(driver, 60_000).draw()).contains("cancelled: r looks again");
    assertThat(driver.asked(WizardEffect.RunPreflight.class)).hasSize(looks);
    assertThat(driver.press(Key.F10).page()).isEqualTo(Page.PREFLIGHT);
    driver.type("r");
    assertThat(driver.asked(WizardEffect.RunPreflight.class)).hasSize(looks + 1);
  }

  private static WizardDriver starting() {
    return WizardDriver.fresh()
        .toPreflight(WizardDriver.finding("node-1", Finding.Kind.OS, Finding.Status.OK))
        .press(Key.F10, Key.RIGHT, Key.ENTER);
  }

  @Test
  void aStartIsCancelledWhenTheWorkSaysSo() {
    WizardDriver driver = starting().ctrl('x');
    WizardEffect.StartRun start = driver.asked(WizardEffect.StartRun.class).getFirst();
    assertThat(driver.stops).containsExactly(start);
    assertThat(driver.page()).isEqualTo(Page.INSTALL);
    driver.send(new Message.Ended(start));
    assertThat(driver.page()).isEqualTo(Page.PREFLIGHT);
    assertThat(driver.draw()).contains("The start was cancelled; no host was changed.");
  }

  @Test
  void whatAStopBreaksIsNotSaidToBeWrong() {
    WizardDriver driver = starting().ctrl('x');
    driver.report(new WizardReport.Failed(WizardReport.Work.START, "node-1: closed by interrupt"));
    driver.send(new Message.Ended(driver.asked(WizardEffect.StartRun.class).getFirst()));
    assertThat(driver.page()).isEqualTo(Page.PREFLIGHT);
    assertThat(driver.draw())
        .contains("The start was cancelled; no host was changed.")
        .doesNotContain("closed by interrupt");
  }

  @Test
  void aStartThatWentTooFarIsWatched() {
    WizardDriver driver = starting().ctrl('x').report(new WizardReport.RunStarted("/runs/1"));
    driver.send(new Message.Ended(driver.asked(WizardEffect.StartRun.class).getFirst()));
    assertThat(driver.screen.exit()).isEqualTo(new Exit.Started("/runs/1"));
  }

  @Test
  void keepingTheAnswersIsNotCancelled() {
    WizardDriver driver = WizardDriver.fresh().type("x").ctrl('x');
    assertThat(driver.asked(WizardEffect.SaveAnswers.class)).isNotEmpty();
    assertThat(driver.stops).isEmpty();
  }

  // ---- leaving and coming back -------------------------------------------------------------

  @Test
  void answersAreSavedAtEachChangeAndOfferedAgain() throws SavedAnswers.UnreadableException {
    WizardDriver driver = WizardDriver.fresh().toRoles();
    String saved = driver.asked(WizardEffect.SaveAnswers.class).getLast().answers().text();
    driver.ctrl('c').press(Key.ENTER);
    assertThat(driver.screen.exit()).isNull();
    driver.ctrl('c').press(Key.RIGHT, Key.ENTER);
    assertThat(driver.screen.exit()).isEqualTo(new Exit.Left());
    WizardDriver again =
        new WizardDriver(InstallWizard.resumed(SavedAnswers.read(saved), WizardDriver.TODAY));
    assertThat(again.page()).isEqualTo(Page.ROLES);
    again.send(new Message.Tick(10));
    assertThat(again.asked(WizardEffect.CheckHosts.class).getFirst().hosts()).hasSize(5);
  }

  @Test
  void nothingThatHappensToHostsIsSaved() {
    WizardDriver driver = WizardDriver.fresh().toHosts();
    int saves = driver.asked(WizardEffect.SaveAnswers.class).size();
    driver.found("node-1", new HostCheck.Failed("gone")).press(Key.F5, Key.DOWN);
    assertThat(driver.asked(WizardEffect.SaveAnswers.class)).hasSize(saves);
  }

  @Test
  void noSequenceOfKeysBreaksThePages() {
    Key[] keys = Key.values();
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      WizardDriver driver = WizardDriver.fresh();
      for (int i = 0; i < 250; i++) {
        switch (random.nextInt(12)) {
          case 0 -> driver.type(String.valueOf((char) (' ' + random.nextInt(95))));
          case 1 -> driver.send(new Message.Clicked(random.nextInt(80), random.nextInt(24)));
          case 2 -> driver.send(new Message.Scrolled(0, 0, random.nextInt(7) - 3));
          case 3 ->
              driver.paste("n" + i + " 10.7." + random.nextInt(300) + "." + i % 250 + "\n\n#");
          case 4 -> driver.send(new Message.Tick(i * 900L));
          case 5 -> driver.press(Key.F10);
          case 6 ->
              driver.report(
                  new WizardReport.PreflightDone(
                      driver.wizard().outlook().preflight().ticket(), List.of(), List.of()));
          default -> driver.press(keys[1 + random.nextInt(keys.length - 1)]);
        }
        if (driver.screen.exit() != null) {
          break;
        }
        driver.resize(60 + random.nextInt(40), 18 + random.nextInt(20));
        assertThat(driver.draw()).isNotBlank();
      }
    }
  }

  @Test
  void hostsAreSortedAndFilteredAndTheRightOneIsRemoved() {
    WizardDriver driver = WizardDriver.fresh().press(Key.F10);
    driver.paste("zeta 192.0.2.1\nnode-10 192.0.2.2\nnode-2 192.0.2.3\n").press(Key.DOWN);
    driver.type("o");
    String sorted = driver.draw();
    assertThat(sorted.indexOf("node-2 ")).isLessThan(sorted.indexOf("node-10"));
    assertThat(sorted.indexOf("node-10")).isLessThan(sorted.indexOf("zeta"));
    assertThat(sorted).contains("by name");
    driver.type("/").type("zet");
    assertThat(driver.draw()).contains("1 of 3 with \"zet\"").doesNotContain("node-10");
    driver.press(Key.ENTER).type("d");
    assertThat(driver.wizard().hosts()).hasSize(2).noneMatch(h -> h.name().equals("zeta"));
    assertThat(driver.draw()).contains("No row has that in it");
  }
}
