package io.quorate.journey;

import io.quorate.engine.Invocation;
import io.quorate.engine.Preview;
import io.quorate.engine.RunFolder;
import io.quorate.inventory.Access;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node;
import io.quorate.node.Node.NodeException;
import io.quorate.node.ssh.ConnectFailure;
import io.quorate.node.ssh.ConnectFailure.HostKeyChanged;
import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.node.ssh.Credentials;
import io.quorate.node.ssh.HostKeys;
import io.quorate.node.ssh.SshConnector;
import io.quorate.plan.FileFailure;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.cluster.VersionsRefused;
import io.quorate.usecase.Caller;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Install;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.NodeConnector;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.Proposal;
import io.quorate.usecase.Survey;
import io.quorate.usecase.Uninterruptible;
import io.quorate.usecase.UseCase;
import io.quorate.usecase.access.Endpoints;
import io.quorate.wizard.AccessSecrets;
import io.quorate.wizard.Effect;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.WizardEffect;
import io.quorate.wizard.WizardEffect.HostToCheck;
import io.quorate.wizard.WizardReport;
import io.quorate.wizard.WizardReport.Work;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The wizard's background work. Each call runs on a thread of its own. */
public final class WizardWork {

  /** So many hosts are tried at once: more would crowd a jump host. */
  private static final int LOOKS_AT_ONCE = 64;

  private final Semaphore looks = new Semaphore(LOOKS_AT_ONCE);
  private final HostKeys hostKeys;
  private final SavedWizard saved;
  private final AtomicLong turns = new AtomicLong();

  /** The turn of what is kept, or was forgotten. Guarded by {@link #turns}. */
  private long newest;

  private final List<String> program;
  private final boolean rehearsal;
  private final boolean decides;
  private final InventoryHome home;
  private final SshConnector connector = new SshConnector();
  private final Map<String, HostKeyUnknown> unknownKeys = new ConcurrentHashMap<>();

  /**
   * @param saved where answers are kept
   * @param program the words that start this program again, for the run's own process
   * @param rehearsal whether the machines are simulated
   * @param decides whether the run is watched by a person who can decide about failures
   * @param home where the inventory goes
   */
  public WizardWork(
      HostKeys hostKeys,
      SavedWizard saved,
      List<String> program,
      boolean rehearsal,
      boolean decides,
      InventoryHome home) {
    this.hostKeys = hostKeys;
    this.saved = saved;
    this.program = List.copyOf(program);
    this.rehearsal = rehearsal;
    this.decides = decides;
    this.home = home;
  }

  /** Does what is wanted, and reports. An interrupt ends it without a report. */
  public void run(Effect effect, Consumer<Object> report) {
    if (!(effect instanceof WizardEffect known)) {
      throw new IllegalArgumentException("no work of this wizard: " + effect.words());
    }
    try {
      switch (known) {
        case WizardEffect.CheckHosts work ->
            check(work.hosts(), work.access(), work.secrets(), report);
        case WizardEffect.AcceptHostKeys work -> accept(work, report);
        case WizardEffect.MakePlan work -> plan(work, report);
        case WizardEffect.RunPreflight work -> preflight(work, report);
        case WizardEffect.SaveAnswers work -> save(work, turns.incrementAndGet(), report);
        case WizardEffect.ForgetAnswers _ -> forget(turns.incrementAndGet(), report);
        case WizardEffect.LookAtFile work -> look(work, report);
        case WizardEffect.WriteInventory work -> write(work, report);
        case WizardEffect.StartRun work -> start(work, report);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void check(
      List<HostToCheck> hosts, Access access, AccessSecrets secrets, Consumer<Object> report) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HostToCheck host : hosts) {
        threads.submit(
            () -> {
              HostCheck found = looked(host, access, secrets);
              report.accept(new WizardReport.HostChecked(host.ticket(), found));
              return found;
            });
      }
    }
  }

  private HostCheck looked(HostToCheck host, Access access, AccessSecrets secrets)
      throws InterruptedException {
    looks.acquire();
    try {
      return look(host, access, secrets);
    } finally {
      looks.release();
    }
  }

  private HostCheck look(HostToCheck host, Access access, AccessSecrets secrets)
      throws InterruptedException {
    try (Node node =
        rehearsal
            ? NodeConnector.simulated(host.host())
            : connector.connect(
                Endpoints.of(host.host(), access), credentials(secrets), hostKeys)) {
      return reachable(node.probe(ProbeRequest.basic()));
    } catch (HostKeyUnknown e) {
      unknownKeys.put(key(host, e.fingerprintSha256()), e);
      return new HostCheck.KeyUnknown(whose(e, e.type()), e.fingerprintSha256());
    } catch (HostKeyChanged e) {
      return new HostCheck.KeyChanged(
          whose(e, e.offeredType()), e.offeredFingerprint(), e.knownPlace());
    } catch (NodeException e) {
      return new HostCheck.Failed(String.valueOf(e.getMessage()));
    }
  }

  /** On the way to a host, it is the jump host that shows a key. */
  private static String whose(ConnectFailure failure, String type) {
    return failure.atJumpHost() ? type + " of the jump host " + failure.endpoint().address() : type;
  }

  private static HostCheck reachable(NodeFacts facts) {
    boolean container = !facts.container().isEmpty() && !facts.container().equals("none");
    return new HostCheck.Reachable(
        facts.osName(),
        facts.arch(),
        facts.cpus(),
        facts.memoryMiB(),
        container ? "container (" + facts.container() + ")" : "");
  }

  private static String key(HostToCheck host, String fingerprint) {
    return host.host().address() + " " + host.host().port() + " " + fingerprint;
  }

  private void accept(WizardEffect.AcceptHostKeys work, Consumer<Object> report) {
    try {
      for (WizardEffect.AcceptedKey accepted : work.keys()) {
        HostKeyUnknown unknown = unknownKeys.get(key(accepted.host(), accepted.fingerprint()));
        if (unknown != null) {
          hostKeys.accept(unknown);
        }
      }
    } catch (IOException e) {
      report.accept(
          new WizardReport.Failed(
              Work.ACCEPT_KEYS, "The host keys cannot be kept: " + FileFailure.words(e)));
      return;
    }
    check(
        work.keys().stream().map(WizardEffect.AcceptedKey::host).toList(),
        work.access(),
        work.secrets(),
        report);
  }

  private void preflight(WizardEffect.RunPreflight work, Consumer<Object> report)
      throws InterruptedException {
    try (ClusterSession journey = open(work.inventory(), work.secrets())) {
      Survey survey = journey.survey();
      report.accept(
          new WizardReport.PreflightDone(work.ticket(), survey.findings(), survey.reachability()));
    }
  }

  private void plan(WizardEffect.MakePlan work, Consumer<Object> report)
      throws InterruptedException {
    try (ClusterSession journey = open(work.inventory(), work.secrets())) {
      UseCase install = Install.usual();
      Proposal proposal = install.propose(journey, install.look(journey), caller(work.path()));
      Preview preview = journey.preview(proposal.run().plan(), false);
      report.accept(new WizardReport.PlanMade(work.ticket(), PlanWords.of(preview)));
    } catch (VersionsRefused e) {
      report.accept(new WizardReport.PlanRefused(work.ticket(), refusal(e, work.path())));
    } catch (GuardRefused | IOException | InvalidRequestException e) {
      report.accept(new WizardReport.Failed(Work.PLAN, FileFailure.words(e)));
    }
  }

  /** Commands read the file, which may be yet to be written. */
  private List<String> refusal(VersionsRefused refused, String file) {
    List<String> lines = new ArrayList<>(refused.lines(naming(file)));
    if (!new File(file).exists()) {
      lines.add(file + " is not written yet; until then set the versions on the pages here.");
    }
    return lines;
  }

  private Caller caller(String file) {
    return Caller.quiet(naming(file));
  }

  private List<String> naming(String file) {
    return Invocation.of(file).naming(rehearsal);
  }

  private void start(WizardEffect.StartRun work, Consumer<Object> report)
      throws InterruptedException {
    try (ClusterSession journey = open(work.inventory(), work.secrets())) {
      UseCase install = Install.usual();
      Survey survey = install.look(journey);
      survey.refuseFailed();
      PlannedRun run = install.propose(journey, survey, caller(work.path())).run();
      RunFolder folder =
          Uninterruptible.get(
              () -> {
                if (!rehearsal) {
                  home.write(Path.of(work.path()), work.inventory());
                }
                return run.asked(Invocation.of(rehearsal ? "" : work.path()))
                    .start(program, decides);
              });
      report.accept(new WizardReport.RunStarted(folder.path().toString()));
    } catch (GuardRefused e) {
      report.accept(new WizardReport.Failed(Work.START, e.words(naming(work.path()))));
    } catch (IOException | InvalidRequestException e) {
      report.accept(new WizardReport.Failed(Work.START, FileFailure.words(e)));
    }
  }

  private void save(WizardEffect.SaveAnswers work, long turn, Consumer<Object> report) {
    if (home.keepsAnswers()) {
      report.accept(new WizardReport.Saved());
      return;
    }
    try {
      String text = work.answers().text();
      synchronized (turns) {
        // Many hosts take a while to write down: what was answered later may be there already.
        if (turn > newest) {
          newest = turn;
          saved.keep(text);
        }
      }
      report.accept(new WizardReport.Saved());
    } catch (IOException e) {
      report.accept(
          new WizardReport.Failed(
              Work.SAVE, "The answers cannot be kept: " + FileFailure.words(e)));
    }
  }

  private void forget(long turn, Consumer<Object> report) {
    if (home.keepsAnswers()) {
      return;
    }
    try {
      synchronized (turns) {
        newest = Math.max(newest, turn);
        saved.forget();
      }
    } catch (IOException e) {
      report.accept(
          new WizardReport.Failed(
              Work.SAVE, "The answers cannot be removed: " + FileFailure.words(e)));
    }
  }

  /** A rehearsed install writes no file. */
  private void look(WizardEffect.LookAtFile work, Consumer<Object> report) {
    String refusal = rehearsal ? "" : refusal(work);
    report.accept(
        new WizardReport.FileLookedAt(
            work.ticket(), work.path(), refusal, refusal.isEmpty() ? "" : InventoryHome.REMEDY));
  }

  private String refusal(WizardEffect.LookAtFile work) {
    try {
      return home.refusal(Path.of(work.path()), work.inventory());
    } catch (InvalidPathException e) {
      return "That is not a valid file name: " + e.getReason() + ".";
    }
  }

  private void write(WizardEffect.WriteInventory work, Consumer<Object> report) {
    try {
      home.write(Path.of(work.path()), work.inventory());
      report.accept(new WizardReport.Written(work.path()));
    } catch (InventoryHome.OthersFileException e) {
      report.accept(new WizardReport.Failed(Work.WRITE, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      report.accept(
          new WizardReport.Failed(
              Work.WRITE, work.path() + " cannot be written: " + FileFailure.words(e)));
    }
  }

  private ClusterSession open(Inventory inventory, AccessSecrets secrets)
      throws InterruptedException {
    return ClusterSession.open(
        inventory,
        rehearsal
            ? NodeConnector.rehearsal(inventory)
            : NodeConnector.ssh(inventory, credentials(secrets), hostKeys));
  }

  private static Credentials credentials(AccessSecrets secrets) {
    return new Credentials(
        given(secrets.password()), given(secrets.passphrase()), given(secrets.becomePassword()));
  }

  private static @Nullable Secret given(Secret secret) {
    return secret.reveal().isEmpty() ? null : secret;
  }
}
