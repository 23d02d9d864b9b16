package io.quorate.tui.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.wizard.Exit;
import io.quorate.wizard.Goal;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.Page;
import io.quorate.wizard.SavedAnswers;
import io.quorate.wizard.WizardEffect;
import io.quorate.wizard.WizardReport;
import org.junit.jupiter.api.Test;

/** The same pages for the file alone: no host is touched, and the file ends it. */
class InventoryJourneyTest {

  private static final String HOSTS = "m1 192.168.88.11\nm2 192.168.88.12\nm3 192.168.88.13\n";

  private static WizardDriver fresh() {
    return new WizardDriver(
        InstallWizard.ofInventory(WizardDriver.TODAY)
            .edit("etcd_initial_token", WizardDriver.TOKEN));
  }

  private static WizardDriver atReview() {
    WizardDriver driver = fresh().press(Key.F10).paste(HOSTS);
    return driver.press(Key.F10, Key.F10, Key.F10, Key.F10, Key.F10);
  }

  @Test
  void noHostIsTriedOnTheWay() {
    WizardDriver driver = atReview();
    driver.send(new Message.Tick(1_000)).send(new Message.Tick(60_000));

    assertThat(driver.page()).isEqualTo(Page.REVIEW);
    assertThat(driver.effects)
        .hasOnlyElementsOfTypes(WizardEffect.SaveAnswers.class, WizardEffect.LookAtFile.class);
    assertThat(driver.wizard().hosts()).allMatch(h -> h.check() instanceof HostCheck.Untried);
  }

  @Test
  void aHostIsTriedWhenThePersonAsks() {
    WizardDriver driver = fresh().press(Key.F10).paste(HOSTS).press(Key.F5);

    assertThat(driver.asked(WizardEffect.CheckHosts.class))
        .singleElement()
        .satisfies(check -> assertThat(check.hosts()).hasSize(3));
    driver.report(
        new WizardReport.HostChecked(
            driver.wizard().hosts().getFirst().ticket(),
            new HostCheck.KeyUnknown("ssh-ed25519", "SHA256:x")));
    assertThat(driver.press(Key.F10).page()).isEqualTo(Page.ROLES);
  }

  @Test
  void passwordsAreNotNeededForAFile() {
    WizardDriver driver =
        new WizardDriver(
            InstallWizard.ofInventory(WizardDriver.TODAY).edit("ask_password", "true"));

    assertThat(driver.press(Key.F10).page()).isEqualTo(Page.HOSTS);
  }

  @Test
  void writingTheFileEndsIt() {
    WizardDriver driver = atReview().press(Key.F10);

    assertThat(driver.page()).isEqualTo(Page.REVIEW);
    assertThat(driver.asked(WizardEffect.WriteInventory.class))
        .singleElement()
        .satisfies(
            write -> {
              assertThat(write.path()).isEqualTo("kubernetes.yaml");
              assertThat(write.inventory().masters()).hasSize(3);
            });
    assertThat(driver.screen.exit()).isNull();

    driver.report(new WizardReport.Written("kubernetes.yaml"));

    assertThat(driver.screen.exit()).isEqualTo(new Exit.Written("kubernetes.yaml"));
    assertThat(driver.asked(WizardEffect.ForgetAnswers.class)).hasSize(1);
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidAndNothingEnds() {
    WizardDriver driver = atReview().press(Key.F10);

    driver.report(new WizardReport.Failed(WizardReport.Work.WRITE, "x cannot be written: full"));

    assertThat(driver.screen.exit()).isNull();
    assertThat(driver.draw()).contains("x cannot be written: full");
  }

  @Test
  void theReviewShowsNoPlanAndTheStepsAreFewer() {
    String picture = atReview().draw();

    assertThat(picture)
        .contains("step 7/7", "[The inventory]", "[ Write ]  [ Back ]", "F10 write the file")
        .doesNotContain("The plan by node", "F5");
  }

  @Test
  void itGoesOnAsWhatItWas() throws Exception {
    WizardDriver driver = atReview();

    SavedAnswers saved = SavedAnswers.read(SavedAnswers.of(driver.wizard()).text());
    InstallWizard resumed = InstallWizard.resumed(saved, WizardDriver.TODAY);

    assertThat(resumed.goal()).isEqualTo(Goal.INVENTORY);
    assertThat(resumed.page()).isEqualTo(Page.REVIEW);
    assertThat(resumed.woken().effects()).hasOnlyElementsOfType(WizardEffect.LookAtFile.class);
  }
}
