package io.quorate.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.node.Node;
import io.quorate.node.Node.LockHeldException;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Outcome;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server in this JVM that runs the commands on this machine. */
@Timeout(60)
class SshNodeTest {
  @TempDir Path folder;
  private Sshd sshd;
  private SshNode node;

  @BeforeEach
  void connect() throws Exception {
    sshd = new Sshd().start();
    node = another();
  }

  @AfterEach
  void close() throws Exception {
    node.close();
    sshd.close();
  }

  /** Bytes of all kinds, folders, and what is not there. */
  @Test
  void fetchesFilesAsTheyAre() throws Exception {
    byte[] large = new byte[3_000_000];
    new Random(1).nextBytes(large);
    Path data = Files.write(folder.resolve("snapshot.db"), large);
    Path below = Files.createDirectories(folder.resolve("pki/etcd"));
    Files.writeString(below.resolve("ca.key"), "not a key\n");
    Files.createSymbolicLink(folder.resolve("pki/link"), below.resolve("ca.key"));
    Map<String, byte[]> came = new LinkedHashMap<>();
    node.fetch(
        List.of(data.toString(), folder + "/not-there", folder + "/pki"),
        (file, content) -> {
          byte[] bytes = content.readAllBytes();
          assertThat(file.size()).isEqualTo(bytes.length);
          assertThat(file.mode() & 0600).isEqualTo(0600);
          came.put(file.path(), bytes);
        });
    assertThat(came.keySet())
        .containsExactlyInAnyOrder(
            data.toString(), below + "/ca.key", folder.resolve("pki/link").toString());
    assertThat(came.get(data.toString())).isEqualTo(large);
    assertThat(came.get(below + "/ca.key")).asString().isEqualTo("not a key\n");
    node.fetch(List.of("/nothing/here"), (file, content) -> came.clear());
    assertThat(came).hasSize(3);
  }

  /** What the taker cannot do is its own failure; the connection goes on. */
  @Test
  void aTakerThatFailsIsNoLostConnection() throws Exception {
    Path data = Files.write(folder.resolve("large"), new byte[5_000_000]);
    assertThatThrownBy(
            () ->
                node.fetch(
                    List.of(data.toString()),
                    (file, content) -> {
                      throw new IOException("no space left here");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left here");
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      node.fetch(List.of(data.toString()), (file, content) -> sizes.add(file.size()));
    }
    assertThat(sizes).hasSize(20).containsOnly(5_000_000L);
  }

  private SshNode another() throws Exception {
    return new SshConnector(null, folder, folder.toString())
        .connect(
            sshd.endpoint(),
            Credentials.none().withPassword(new Secret(Sshd.PASSWORD)),
            sshd.hostKeys());
  }

  @Test
  void whatAProgramSaysIsHeardOnTheCallersThread() throws Exception {
    Heard heard = new Heard();
    node.execute(
        List.of(script("exit 0", "false"), script("false", "echo one; echo two >&2; printf three")),
        Mode.APPLY,
        heard);

    assertThat(heard.said)
        .containsExactly(
            "start 0", "end 0 UNCHANGED", "start 1", "one", "two", "three", "end 1 CHANGED");
    assertThat(heard.threads).containsOnly(Thread.currentThread());
  }

  /** Which sshd gives each command to; bash reads .bashrc before that, which may say something. */
  @ParameterizedTest
  @ValueSource(strings = {"fish", "bash", "a bash whose .bashrc is noisy"})
  void theLoginShellMayBeAny(String shell) throws Exception {
    List<String> words =
        shell.contains(" ")
            ? List.of("bash", "-c", "echo Welcome; echo 'start 0' >&2; eval \"$1\"", "bash")
            : List.of(shell, "-c");
    sshd.server.setCommandFactory((channel, line) -> new LocalCommand(words, line));
    Heard heard = new Heard();
    node.execute(
        List.of(script("exit 0", "false"), script("false", "echo \"it's here\"")),
        Mode.APPLY,
        heard);

    assertThat(heard.said)
        .containsSubsequence("start 0", "end 0 UNCHANGED", "start 1", "it's here", "end 1 CHANGED");
    assertThat(node.probe(ProbeRequest.basic()).kernel()).isNotEmpty();
  }

  @Test
  void bytesThatAreNoTextAreReplaced() throws Exception {
    Heard heard = new Heard();
    node.execute(List.of(script("false", "printf 'a\\377b\\n'")), Mode.APPLY, heard);

    assertThat(heard.said).contains("a\ufffdb");
  }

  @Test
  void muchOutputAndALargeProgramDoNotBlockEachOther() throws Exception {
    Heard heard = new Heard();
    String padding = "# " + "x".repeat(3 << 20) + "\n";
    node.execute(
        List.of(script("false", padding + "seq 1 100000; seq 1 100000 >&2")), Mode.APPLY, heard);

    assertThat(heard.said).hasSize(200_002);
  }

  @Test
  void aLostConnectionIsTold() {
    assertThatThrownBy(
            () ->
                node.execute(
                    List.of(script("false", "echo go; sleep 20")),
                    Mode.APPLY,
                    new Heard(line -> sshd.drop())))
        .isInstanceOf(NodeException.class)
        .hasMessageStartingWith("the connection to node-1 (root@127.0.0.1:")
        .hasMessageEndingWith("was lost: look at the machine's power and its network");
    // The channel may hear of it a moment before its connection does.
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (node.isConnected() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(node.isConnected()).isFalse();
    assertThatThrownBy(() -> node.probe(ProbeRequest.basic())).isInstanceOf(NodeException.class);
  }

  @Test
  void aProgramThatIsEndedFromOutsideIsNoSuccess() {
    assertThatThrownBy(
            () ->
                node.execute(
                    List.of(script("false", "kill -KILL $$; sleep 1")), Mode.APPLY, new Heard()))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("the program ended with exit code");
  }

  @Test
  void anInterruptEndsTheProgramAndWhatItStarted() throws Exception {
    Path pids = folder.resolve("pids");
    Thread caller = Thread.currentThread();
    assertThatThrownBy(
            () ->
                node.execute(
                    List.of(
                        script("false", "sleep 40 & echo $! $$ >" + pids + "; echo go; sleep 40")),
                    Mode.APPLY,
                    new Heard(line -> caller.interrupt())))
        .isInstanceOf(InterruptedException.class);

    assertThat(Thread.interrupted()).isFalse();
    for (String pid : Files.readString(pids).strip().split(" ")) {
      assertThat(ends(Long.parseLong(pid))).isTrue();
    }
    node.execute(List.of(script("false", "true")), Mode.APPLY, new Heard());
  }

  @Test
  void oneProgramWaitsForTheOther() throws Exception {
    Path order = folder.resolve("order");
    try (SshNode second = another()) {
      Heard heard = new Heard();
      node.execute(
          List.of(script("false", "echo go; sleep 1; echo first >>" + order)),
          Mode.APPLY,
          new Heard(line -> Thread.ofVirtual().start(() -> append(second, order, heard))));
      assertThat(awaitLines(order, 2)).containsExactly("first", "second");
      assertThat(heard.said).contains("waiting for an earlier program of Quorate to end");
    }
  }

  private static void append(SshNode node, Path file, Heard heard) {
    try {
      node.execute(List.of(script("false", "echo second >>" + file)), Mode.APPLY, heard);
    } catch (NodeException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFileIsSentAndVerified() throws Exception {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    Path local = Files.write(folder.resolve("local"), bytes);
    Path there = folder.resolve("a folder/it's there");
    Uploads uploads = new Uploads(new RemoteShell(sshd.endpoint(), link(), Privilege.ROOT));
    Heard heard = new Heard();

    assertThat(
            uploads.send(
                new Operation.Upload(local.toString(), there.toString(), sha256(bytes)), 7, heard))
        .isTrue();
    assertThat(there).hasSameBinaryContentAs(local);
    assertThat(heard.said).last().isEqualTo("progress 7 3000000/3000000");

    Path wrong = folder.resolve("wrong");
    assertThat(
            uploads.send(
                new Operation.Upload(local.toString(), wrong.toString(), "0".repeat(64)), 7, heard))
        .isFalse();
    assertThat(wrong).doesNotExist();
    assertThat(heard.said).last().asString().startsWith("end 7 FAILED").contains(sha256(bytes));
    assertThat(Files.list(folder.resolve("a folder"))).hasSize(1);
  }

  @Test
  void theRunLockNamesItsHolder() throws Exception {
    RemoteShell shell = new RemoteShell(sshd.endpoint(), link(), Privilege.ROOT);
    String file = folder.resolve("quorate.lock").toString();
    RunLock foreign = RunLock.take(shell, "node-1", file, "ann on her laptop", "another process");

    LockHeldException held = catchThrowableOfType(LockHeldException.class, () -> node.lock("me"));
    assertThat(held.holder()).isEqualTo("ann on her laptop");

    foreign.release();
    node.lock("me").close();
    node.lock("me").close();
  }

  /** As sshd with MaxSessions 1: the lock has the first connection's only session. */
  @Test
  void whereOneSessionAConnectionIsAllowedMoreAreMade() throws Exception {
    sshd.sessions(1);
    try (SshNode narrow = another()) {
      try (AutoCloseable _ = narrow.lock("my run")) {
        Heard heard = new Heard();
        narrow.execute(List.of(script("false", "echo done >&2")), Mode.APPLY, heard);
        assertThat(heard.said).last().asString().startsWith("end 0 CHANGED");
        assertThat(narrow.probe(ProbeRequest.basic()).hostname()).isNotEmpty();
        assertThat(sshd.server.getActiveSessions()).hasSizeGreaterThan(2);
      }
      assertThat(narrow.isConnected()).isTrue();
    }
    sshd.sessions(0);
    try (SshNode none = another()) {
      assertThatThrownBy(() -> none.probe(ProbeRequest.basic()))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("MaxSessions");
    }
  }

  @Test
  void theRunLockEndsWithItsConnection() throws Exception {
    try (SshNode other = another()) {
      other.lock("before");
    }
    RemoteShell shell = new RemoteShell(sshd.endpoint(), link(), Privilege.ROOT);
    String file = folder.resolve("quorate.lock").toString();
    for (int i = 0; ; i++) {
      try {
        RunLock.take(shell, "node-1", file, "after", "another process").release();
        return;
      } catch (LockHeldException e) {
        assertThat(i).isLessThan(50);
        Thread.sleep(100);
      }
    }
  }

  /** A connection that froze on the other side must not keep its own run out. */
  @Test
  void aRunTakesOverItsOwnLock() throws Exception {
    node.lock("my run");
    try (SshNode again = another()) {
      again.lock("my run");
      for (int i = 0; ; i++) {
        try {
          node.execute(List.of(script("true", "true")), Mode.APPLY, new Heard());
          assertThat(i).isLessThan(50);
          Thread.sleep(50);
        } catch (NodeException lost) {
          assertThat(lost).hasMessageContaining("and the run lock with it");
          return;
        }
      }
    }
  }

  @Test
  void theMachineIsLookedAt() throws Exception {
    NodeFacts facts =
        node.probe(
            new ProbeRequest(
                Set.of("localhost"),
                Set.of("127.0.0.1:" + sshd.server.getPort(), "127.0.0.1:1"),
                Set.of("/", "/no-such-file", "/etc/*"),
                Set.of("sh", "no-such-command"),
                Set.of(),
                "printf '{\"members\":[]}'",
                Map.of("say", "echo \"it's\"; echo /etc/pass*d")));

    assertThat(facts.hostname())
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    assertThat(facts.kernel()).isEqualTo(System.getProperty("os.version"));
    assertThat(facts.cpus()).isPositive();
    assertThat(facts.memoryMiB()).isPositive();
    assertThat(facts.diskFreeMiB()).isPositive();
    assertThat(facts.clockSkewMillis()).isBetween(-1500L, 1500L);
    assertThat(facts.resolves()).containsExactly("localhost");
    assertThat(facts.reaches()).allSatisfy((target, reached) -> assertThat(reached).isTrue());
    assertThat(facts.listening()).containsEntry(sshd.server.getPort(), "java");
    assertThat(facts.present()).containsExactly("/");
    assertThat(facts.commands()).containsExactly("sh");
    assertThat(facts.etcdMembers()).isEmpty();
    assertThat(facts.records()).containsEntry("say", "it's\n/etc/passwd\n");
  }

  private Link link() throws Exception {
    return new SshConnector(null, folder, folder.toString())
        .link(
            sshd.endpoint(),
            Credentials.none().withPassword(new Secret(Sshd.PASSWORD)),
            sshd.hostKeys());
  }

  private static Operation script(String check, String apply) {
    return new Operation.Script("a script", check, apply);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static boolean ends(long pid) throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
        return true;
      }
      Thread.sleep(100);
    }
    return false;
  }

  private static List<String> awaitLines(Path file, int count) throws Exception {
    for (int i = 0; i < 100 && Files.readAllLines(file).size() < count; i++) {
      Thread.sleep(100);
    }
    return Files.readAllLines(file);
  }

  /** Writes down what it hears. */
  private static final class Heard implements Node.Listener {
    final List<String> said = Collections.synchronizedList(new ArrayList<>());
    final List<Thread> threads = new ArrayList<>();
    private final Consumer<String> atOutput;

    Heard() {
      this(line -> {});
    }

    Heard(Consumer<String> atOutput) {
      this.atOutput = atOutput;
    }

    private void add(String text) {
      said.add(text);
      threads.add(Thread.currentThread());
    }

    @Override
    public void started(int operation) {
      add("start " + operation);
    }

    @Override
    public void output(int operation, String line) {
      add(line);
      atOutput.accept(line);
    }

    @Override
    public void progress(int operation, long done, long total) {
      add("progress " + operation + " " + done + "/" + total);
    }

    @Override
    public void diff(int operation, String line) {
      add("diff " + line);
    }

    @Override
    public void finished(int operation, Outcome outcome, String detail) {
      add(("end " + operation + " " + outcome + " " + detail).strip());
    }
  }
}
