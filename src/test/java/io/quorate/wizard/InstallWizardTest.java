package io.quorate.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.plan.Finding;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallWizardTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 10, 1);

  private static final HostCheck.Reachable FINE =
      new HostCheck.Reachable("Debian 12", "amd64", 2, 4000, "");
  private static final HostCheck.KeyUnknown NEW_KEY =
      new HostCheck.KeyUnknown("ssh-ed25519", "SHA256:" + "a".repeat(43));

  private static InstallWizard withHosts(String hosts) {
    return InstallWizard.fresh(TODAY).next().wizard().addHosts(hosts).wizard();
  }

  /** What is half typed is wrong at worst: every field takes every beginning of every text. */
  @Test
  void takesWhateverIsHalfTyped() {
    List<String> texts =
        List.of(
            "http://10.77.0.1:8000/x?y#z",
            "file:///srv/mirror",
            "ops@[fe80::1]:22",
            "10.0.0.0/16, a: b, [c",
            "--v=2,\"'$(x)\\",
            "0 */6 * * *");
    InstallWizard wizard = withHosts("node-1 192.0.2.1");
    int fields = 0;
    for (Page page : Page.values()) {
      for (Field field : wizard.fields(page)) {
        fields++;
        for (String text : texts) {
          for (int end = 0; end <= text.length(); end++) {
            String typed = text.substring(0, end);
            assertThat(wizard.edit(field.key(), typed).problems(page))
                .as(field.key() + " takes " + typed)
                .isNotNull();
          }
        }
      }
    }
    assertThat(fields).isGreaterThan(30);
  }

  private static WizardEffect.CheckHosts checks(Transition<InstallWizard> turn) {
    return (WizardEffect.CheckHosts) turn.effects().getFirst();
  }

  // ---- roles and quorum --------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | MW",
        "2 | MW W",
        "3 | MW MW MW",
        "5 | MW MW MW W W",
      })
  void hostsGetTheUsualRoles(int count, String roles) {
    InstallWizard wizard = withHosts("node-[1-" + count + "] 192.168.9.[1-" + count + "]");
    assertThat(
            wizard.hosts().stream()
                .map(h -> (h.isMaster() ? "M" : "") + (h.isWorker() ? "W" : ""))
                .toList())
        .containsExactly(roles.split(" "));
  }

  @Test
  void rolesThatWereGivenByHandStay() {
    InstallWizard wizard = withHosts("node-[1-3] 192.168.9.[1-3]").toggleRole(0, Role.WORKER);
    wizard = wizard.addHosts("node-4 192.168.9.4").wizard().removeHost(2);
    assertThat(wizard.hosts())
        .extracting(HostEntry::rolesInWords)
        .containsExactly("master", "master, worker", "worker");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | no master | take 1, 3 or 5",
        "1 | quorum 1, survives no failure | ''",
        "2 | quorum 2, survives no failure | as 1 does: take 1 or 3",
        "3 | quorum 2, survives 1 failure | ''",
        "4 | quorum 3, survives 1 failure | as 3 do: take 3 or 5",
        "5 | quorum 3, survives 2 failures | ''",
      })
  void theMeterSaysWhatTheChoiceMeans(int masters, String words, String advice) {
    InstallWizard wizard = withHosts("node-[1-5] 192.168.9.[1-5]");
    for (int i = 0; i < 5; i++) {
      if (wizard.hosts().get(i).isMaster() != i < masters) {
        wizard = wizard.toggleRole(i, Role.MASTER);
      }
    }
    assertThat(wizard.quorumInWords()).contains(words).contains(advice);
  }

  // ---- networks ----------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node-1 192.168.9.1 | 10.0.0.0/16 | 10.1.0.0/16 | ''",
        "node-[1-3] 10.0.0.[11-13] | 10.244.0.0/16 | 10.1.0.0/16 | 10.0.0.0/16 contains node-1",
        "a 203.0.113.5 10.0.9.1 | 10.244.0.0/16 | 10.1.0.0/16 | 10.0.0.0/16 contains a",
        "a 10.0.0.1, b 10.244.3.2 | 172.20.0.0/16 | 10.1.0.0/16 | 10.0.0.0/16 contains a",
        "a 10.1.0.1 | 10.0.0.0/16 | 10.245.0.0/16 | ''",
        "node-[1-200] 192.168.8.[1-200], n-[1-100] 192.168.9.[1-100] "
            + "| 10.244.0.0/15 | 10.1.0.0/16 | 10.0.0.0/16 is too small",
      })
  void theUsualNetworksAreFree(String hosts, String pods, String services, String note) {
    InstallWizard wizard = withHosts(hosts.replace(", ", "\n"));
    assertThat(wizard.value("cluster_cidr")).isEqualTo(pods);
    assertThat(wizard.value("service_cluster_ip")).isEqualTo(services);
    assertThat(wizard.note("cluster_cidr")).isEqualTo(note);
    assertThat(wizard.problems(Page.NETWORK)).isEmpty();
    assertThat(wizard.inventoryText())
        .contains("cluster_cidr: \"" + pods + '"')
        .contains("service_cluster_ip: \"" + services + '"');
  }

  @Test
  void theUsualNetworksKeepClearOfWhatIsTyped() {
    InstallWizard wizard =
        withHosts("node-1 192.168.9.1").edit("service_cluster_ip", "10.0.0.0/16");
    assertThat(wizard.value("cluster_cidr")).isEqualTo("10.244.0.0/16");
    assertThat(wizard.note("cluster_cidr"))
        .isEqualTo("10.0.0.0/16 overlaps the other network, 10.0.0.0/16");
    InstallWizard other = withHosts("node-1 192.168.9.1").edit("cluster_cidr", "10.0.0.0/15");
    assertThat(other.value("service_cluster_ip")).isEqualTo("10.245.0.0/16");
    assertThat(other.value("cluster_dns")).isEqualTo("10.245.0.3");
    assertThat(other.problems(Page.NETWORK)).isEmpty();
    // Cleared is not typed, and what was typed needs no reason.
    InstallWizard cleared = withHosts("node-1 10.0.0.11").edit("cluster_cidr", "");
    assertThat(cleared.problems(Page.NETWORK)).isEmpty();
    assertThat(cleared.edit("cluster_cidr", "10.99.0.0/16").note("cluster_cidr")).isEmpty();
  }

  // ---- checks ------------------------------------------------------------------------------

  @Test
  void hostsAreTriedWhenTheyAreAdded() {
    Transition<InstallWizard> turn =
        InstallWizard.fresh(TODAY).next().wizard().addHosts("a 192.168.9.1\nb ops@192.168.9.2:23");
    assertThat(checks(turn).hosts())
        .extracting(
            host -> host.host().name(), host -> host.host().user(), host -> host.host().port())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", null, null),
            org.assertj.core.groups.Tuple.tuple("b", "ops", 23));
  }

  @Test
  void hostsAreTriedAgainWhenTheAccessChanged() {
    InstallWizard wizard = withHosts("a 192.168.9.1").back();
    assertThat(wizard.next().effects()).isEmpty();
    Transition<InstallWizard> turn =
        wizard.edit("ansible_user", "ops").edit("ansible_become", "true").next();
    assertThat(checks(turn).access().user()).isEqualTo("ops");
    assertThat(turn.wizard().back().next().effects()).isEmpty();
  }

  @Test
  void aReportOutOfDateIsNotBelieved() {
    Transition<InstallWizard> first =
        InstallWizard.fresh(TODAY).next().wizard().addHosts("a 192.168.9.1");
    Transition<InstallWizard> second = first.wizard().recheckHosts();
    long old = checks(first).hosts().getFirst().ticket();
    long now = checks(second).hosts().getFirst().ticket();
    InstallWizard wizard =
        second.wizard().heard(new WizardReport.HostChecked(old, new HostCheck.Failed("no")));
    assertThat(wizard.hosts().getFirst().check()).isInstanceOf(HostCheck.Checking.class);
    wizard = wizard.renameHost(0, "other").heard(new WizardReport.HostChecked(now, FINE));
    assertThat(wizard.hosts().getFirst().check()).isEqualTo(FINE);
  }

  @Test
  void onlyKeysThatWereAgreedToAreAccepted() {
    Transition<InstallWizard> added =
        InstallWizard.fresh(TODAY)
            .next()
            .wizard()
            .addHosts("[]\na 192.168.9.1\nb 192.168.9.2\nc 192.168.9.3");
    InstallWizard wizard = added.wizard();
    for (var host : checks(added).hosts()) {
      HostCheck check = host.host().name().equals("c") ? FINE : NEW_KEY;
      wizard = wizard.heard(new WizardReport.HostChecked(host.ticket(), check));
    }
    assertThat(wizard.unknownKeys()).extracting(HostEntry::name).containsExactly("a", "b");
    Transition<InstallWizard> turn = wizard.acceptKeys(wizard.unknownKeys().subList(0, 1));
    var effect = (WizardEffect.AcceptHostKeys) turn.effects().getFirst();
    assertThat(effect.keys()).hasSize(1);
    assertThat(effect.keys().getFirst().host().host().name()).isEqualTo("a");
    assertThat(effect.keys().getFirst().fingerprint()).isEqualTo(NEW_KEY.fingerprint());
    assertThat(turn.wizard().unknownKeys()).extracting(HostEntry::name).containsExactly("b");
  }

  // ---- the way -----------------------------------------------------------------------------

  @Test
  void aPageWithErrorsIsNotLeftForwards() {
    InstallWizard wizard = InstallWizard.fresh(TODAY).edit("ansible_port", "x").next().wizard();
    assertThat(wizard.page()).isEqualTo(Page.ACCESS);
    assertThat(wizard.value("ansible_port")).isEqualTo("x");
    assertThat(wizard.problemsAt("ansible_port")).anyMatch(Problem::isError);
    assertThat(wizard.edit("ansible_port", "2222").next().wizard().page()).isEqualTo(Page.HOSTS);
  }

  @Test
  void passwordsThatAreAskedForHaveToBeTyped() {
    InstallWizard wizard = InstallWizard.fresh(TODAY).edit("ask_password", "true");
    assertThat(wizard.next().wizard().page()).isEqualTo(Page.ACCESS);
    wizard = wizard.edit(OwnField.PASSWORD.key(), "pw").next().wizard();
    assertThat(wizard.page()).isEqualTo(Page.HOSTS);
    assertThat(wizard.toString()).doesNotContain("pw,").doesNotContain("=pw");
  }

  @Test
  void badLinesHaveToBeMendedOrRemoved() {
    InstallWizard wizard = withHosts("a 192.168.9.1\nb 192.168.9.999");
    assertThat(wizard.next().wizard().page()).isEqualTo(Page.HOSTS);
    assertThat(wizard.answers().badLines())
        .extracting(BadLine::text)
        .containsExactly("b 192.168.9.999");
    Transition<InstallWizard> mended = wizard.mendLine(0, "b 192.168.9.9");
    assertThat(mended.wizard().hosts()).extracting(HostEntry::name).containsExactly("a", "b");
    assertThat(mended.wizard().next().wizard().page()).isEqualTo(Page.ROLES);
    assertThat(wizard.removeBadLine(0).next().wizard().page()).isEqualTo(Page.ROLES);
  }

  @Test
  void goingToAPageStopsAtTheFirstError() {
    InstallWizard wizard = withHosts("a 192.168.9.1").goTo(Page.SECURITY).wizard();
    assertThat(wizard.page()).isEqualTo(Page.SECURITY);
    wizard = wizard.edit("cluster_cidr", "x").goTo(Page.ACCESS).wizard();
    wizard = wizard.edit("ansible_port", "y").goTo(Page.REVIEW).wizard();
    assertThat(wizard.page()).isEqualTo(Page.ACCESS);
  }

  @Test
  void reviewAsksForThePlanAndPreflightForALook() {
    InstallWizard wizard = withHosts("a 192.168.9.1").goTo(Page.SECURITY).wizard();
    Transition<InstallWizard> review = wizard.next();
    assertThat(review.effects())
        .hasExactlyElementsOfTypes(WizardEffect.MakePlan.class, WizardEffect.LookAtFile.class);
    Transition<InstallWizard> preflight = review.wizard().next();
    assertThat(preflight.effects())
        .hasExactlyElementsOfTypes(WizardEffect.RunPreflight.class, WizardEffect.LookAtFile.class);
  }

  /** What comes of the wizard's newest look at its file. */
  private static WizardReport looked(InstallWizard wizard, String refusal) {
    String path = wizard.value(OwnField.PATH.key());
    return new WizardReport.FileLookedAt(wizard.outlook().file().ticket(), path, refusal, "Mend.");
  }

  @Test
  void aFileThatCannotBeTakenIsSaidAtItsFieldAtOnce() {
    String file = OwnField.PATH.key();
    InstallWizard arrived = withHosts("a 192.168.9.1").goTo(Page.REVIEW).wizard();
    InstallWizard review = arrived.heard(looked(arrived, "It is there."));
    assertThat(review.problemsAt(file))
        .containsExactly(Problem.error(file, "It is there.", "Mend."));
    Transition<InstallWizard> refused = review.next();
    assertThat(refused.wizard().page()).isEqualTo(Page.REVIEW);
    assertThat(refused.effects()).hasOnlyElementsOfType(WizardEffect.LookAtFile.class);
    InstallWizard moved =
        refused.wizard().heard(looked(arrived, "Too late.")).heard(looked(refused.wizard(), ""));
    assertThat(moved.next().wizard().page()).isEqualTo(Page.PREFLIGHT);
    InstallWizard other = review.edit(file, "other.yaml");
    assertThat(other.problemsAt(file)).isEmpty();
    InstallWizard preflight = other.next().wizard();
    assertThat(preflight.page()).isEqualTo(Page.PREFLIGHT);

    // What comes about while the person is on is said there, and no run starts.
    InstallWizard late = preflight.heard(looked(preflight, "It is there."));
    BackgroundStatus.Notice said = new BackgroundStatus.Notice("It is there. Mend.", true);
    assertThat(late.outlook().notice()).isEqualTo(said);
    long ticket = late.outlook().preflight().ticket();
    late = late.heard(new WizardReport.PreflightDone(ticket, List.of(), List.of()));
    assertThat(late.next().effects()).isEmpty();
    assertThat(late.next().wizard().outlook().notice()).isEqualTo(said);
  }

  @Test
  void theRunStartsWhenAllIsGoodAndWarningsAreAcknowledged() {
    Transition<InstallWizard> turn = withHosts("a 192.168.9.1").goTo(Page.PREFLIGHT);
    assertThat(turn.wizard().next().effects()).isEmpty();
    long ticket = turn.wizard().outlook().preflight().ticket();
    Finding bad = new Finding("a", Finding.Kind.OS, "OS", Finding.Status.FAILED, "old", "newer");
    Finding warning =
        new Finding("a", Finding.Kind.MEMORY, "Memory", Finding.Status.WARNING, "1 GiB", "more");
    InstallWizard wizard =
        turn.wizard()
            .heard(new WizardReport.PreflightDone(ticket, List.of(bad, warning), List.of()));
    assertThat(wizard.acknowledge(warning).acknowledge(bad).next().effects()).isEmpty();
    Transition<InstallWizard> again = wizard.acknowledge(warning).recheckPreflight();
    assertThat(again.wizard().next().effects()).isEmpty();
    wizard = again.wizard().heard(new WizardReport.PreflightDone(ticket, List.of(), List.of()));
    assertThat(wizard.outlook().preflight().busy()).isTrue();
    long second = wizard.outlook().preflight().ticket();
    wizard = wizard.heard(new WizardReport.PreflightDone(second, List.of(warning), List.of()));
    Transition<InstallWizard> start = wizard.next();
    assertThat(start.effects()).singleElement().isInstanceOf(WizardEffect.StartRun.class);
    assertThat(start.wizard().page()).isEqualTo(Page.INSTALL);
    assertThat(start.wizard().back().page()).isEqualTo(Page.INSTALL);
    InstallWizard failed =
        start.wizard().heard(new WizardReport.Failed(WizardReport.Work.START, "locked"));
    assertThat(failed.page()).isEqualTo(Page.PREFLIGHT);
    assertThat(failed.outlook().notice()).isEqualTo(new BackgroundStatus.Notice("locked", true));
  }

  // ---- nothing is lost ---------------------------------------------------------------------

  @Test
  void noWayBackAndForthLosesAnAnswer() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      InstallWizard wizard =
          withHosts("node-[1-4] 192.168.9.[1-4]\nbad line here too")
              .edit("cluster_cidr", "10.64.0.0/16")
              .edit("etcd_version", "nonsense")
              .edit("timezone", "Europe/Oslo")
              .edit(OwnField.PASSWORD.key(), "kept");
      Answers before = wizard.answers();
      for (int i = 0; i < 60; i++) {
        wizard =
            switch (random.nextInt(4)) {
              case 0 -> wizard.back();
              case 1 -> wizard.goTo(Page.values()[random.nextInt(8)]).wizard();
              case 2 -> wizard.recheckHosts().wizard();
              default -> wizard.next().wizard();
            };
      }
      assertThat(wizard.answers().settings()).isEqualTo(before.settings());
      assertThat(wizard.answers().badLines()).isEqualTo(before.badLines());
      assertThat(wizard.hosts())
          .extracting(HostEntry::line)
          .containsExactlyElementsOf(before.hosts().stream().map(HostEntry::line).toList());
      assertThat(wizard.value(OwnField.PASSWORD.key())).isEqualTo("kept");
    }
  }

  @Test
  void whatMatchesFollowsTheKubernetesVersion() {
    InstallWizard wizard = InstallWizard.fresh(TODAY);
    String usual = wizard.value("etcd_version");
    InstallWizard older = wizard.edit("kubernetes_version", "1.20.2");
    assertThat(older.value("kubernetes_version")).isEqualTo("1.20.2");
    assertThat(older.value("etcd_version")).isNotEqualTo(usual).startsWith("3.4");
    InstallWizard own = older.edit("etcd_version", "3.4.9").edit("kubernetes_version", "1.36");
    assertThat(own.value("etcd_version")).isEqualTo("3.4.9");
    assertThat(own.restore("etcd_version").value("etcd_version")).isEqualTo(usual);
  }

  // ---- saved answers -----------------------------------------------------------------------

  @Test
  void savedAnswersComeBackWithoutSecrets() throws SavedAnswers.UnreadableException {
    InstallWizard wizard =
        withHosts(
                "a 192.168.9.1\nb ops@192.168.9.2:23 172.16.9.2\nc ansible_host=1.2.3.4 ansible_password=geheim")
            .edit(OwnField.PASSWORD.key(), "geheim")
            .edit(OwnField.PASSPHRASE.key(), "geheim")
            .edit(OwnField.BECOME_PASSWORD.key(), "geheim")
            .edit("cluster_name", "yes: no # 'tricky'")
            .toggleRole(1, Role.MASTER);
    String token = wizard.value("etcd_initial_token");
    String text = SavedAnswers.of(wizard).text();
    assertThat(text).doesNotContain("geheim").doesNotContain(token).doesNotContain("token:");
    InstallWizard resumed = InstallWizard.resumed(SavedAnswers.read(text), TODAY);
    assertThat(resumed.value("cluster_name")).isEqualTo("yes: no # 'tricky'");
    assertThat(resumed.answers().badLines()).isEqualTo(wizard.answers().badLines());
    assertThat(resumed.answers().rolesByHand()).isTrue();
    assertThat(resumed.hosts())
        .extracting(HostEntry::line, HostEntry::roles)
        .containsExactlyElementsOf(
            wizard.hosts().stream()
                .map(h -> org.assertj.core.groups.Tuple.tuple(h.line(), h.roles()))
                .toList());
    assertThat(resumed.value("etcd_initial_token")).hasSizeGreaterThan(16).isNotEqualTo(token);
  }

  @Test
  void aResumedWizardGoesOnWhereItWasAndTriesItsHosts() throws SavedAnswers.UnreadableException {
    InstallWizard wizard = withHosts("a 192.168.9.1").goTo(Page.NETWORK).wizard();
    InstallWizard resumed =
        InstallWizard.resumed(SavedAnswers.read(SavedAnswers.of(wizard).text()), TODAY);
    assertThat(resumed.page()).isEqualTo(Page.NETWORK);
    assertThat(checks(resumed.woken()).hosts()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "just text",
        "format: 2",
        "format: 1",
        "{{{",
        "'- a'",
        "'!!java.net.URL [x]'",
      })
  void damagedAnswersAreSaidToBe(String text) {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> SavedAnswers.read(text)))
        .isInstanceOf(SavedAnswers.UnreadableException.class);
  }

  @Test
  void noSecretIsInAnyTextForm() {
    InstallWizard wizard = withHosts("a 192.168.9.1").edit(OwnField.PASSWORD.key(), "geheim");
    assertThat(wizard.inventoryText()).doesNotContain(wizard.value("etcd_initial_token"));
    assertThat(wizard.secrets().toString()).doesNotContain("geheim");
    assertThat(wizard.recheckHosts().effects().toString()).doesNotContain("geheim");
  }
}
