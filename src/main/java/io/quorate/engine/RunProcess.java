package io.quorate.engine;

import io.quorate.plan.PrivateFiles;
import io.quorate.run.ProcessDeath;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent.RunFinished;
import io.quorate.run.RunEvent.RunResult;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The run as a process of its own, which outlives the screen that started it: own session, no
 * terminal, its output in {@code run.log}. All it has to know comes through its standard input.
 */
public final class RunProcess {
  private static final Logger LOG = LoggerFactory.getLogger(RunProcess.class);

  private RunProcess() {}

  /** Makes the way to the nodes from the hand-over, without asking anybody. */
  @FunctionalInterface
  public interface ConnectorFactory {
    /**
     * @throws IOException when the hand-over does not hold what is needed
     */
    Connector connector(HandOver handOver) throws IOException;

    /** How the cluster is looked at when a step fails. */
    default ClusterLook look(HandOver handOver) {
      return ClusterLook.none();
    }

    /** What is done on this machine once all is well; asked for after the connector. */
    default Closing closing(HandOver handOver) {
      return Closing.nothing();
    }
  }

  /**
   * Starts the process and hands over.
   *
   * @param command the program and the arguments that lead to {@link #serve}; the run folder's path
   *     is appended
   * @return the process; it does not end with this one
   */
  public static Process start(List<String> command, RunFolder folder, HandOver handOver)
      throws IOException {
    List<String> line = new ArrayList<>();
    if (isOnPath("setsid")) {
      line.add("setsid");
    }
    line.addAll(command);
    line.add(folder.path().toString());
    makeLog(folder.log());
    ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(folder.log().toFile());
    Process process = new ProcessBuilder(line).redirectOutput(log).redirectError(log).start();
    folder.writeMeta(folder.meta().withProcess(ProcessIdentity.of(process.toHandle())));
    try (OutputStream out = process.getOutputStream()) {
      HandOverJson.write(handOver, out);
    } catch (IOException e) {
      String why =
          folder.death() instanceof ProcessDeath.OutOfMemory full
              ? full.sentence()
              : "see " + folder.log();
      throw new IOException("the run's process did not take its task: " + why, e);
    }
    return process;
  }

  private static void makeLog(Path log) throws IOException {
    try {
      Files.createFile(log, RunFolder.PRIVATE_FILE);
    } catch (FileAlreadyExistsException kept) {
      LOG.debug("{} goes on", log);
    }
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * The process's side: reads the hand-over, runs the plan, and listens to commands meanwhile.
   * SIGTERM and SIGINT end the run after the running steps.
   *
   * @return the exit code
   */
  public static int serve(Path folder, InputStream in, ConnectorFactory factory)
      throws IOException, InterruptedException {
    return serve(new RunFolder(folder), in, factory, Settings.standard());
  }

  static int serve(RunFolder folder, InputStream in, ConnectorFactory factory, Settings settings)
      throws IOException, InterruptedException {
    HandOver handOver = HandOverJson.read(in);
    try {
      return serve(folder, handOver, factory, settings);
    } catch (IOException | RuntimeException | Error e) {
      try {
        keepCrash(folder, handOver.redaction(), e);
      } catch (IOException full) {
        // What fills the disk, or removed the folder, has most likely ended the run, too.
        e.addSuppressed(full);
      }
      throw e;
    }
  }

  /** Leaves behind what happened, for whoever follows; secrets are not in it. */
  private static void keepCrash(RunFolder folder, Redaction redaction, Throwable fault)
      throws IOException {
    if (isForWantOfThreads(fault)) {
      PrivateFiles.write(folder.outOfThreads(), "");
    } else if (fault instanceof OutOfMemoryError) {
      PrivateFiles.write(folder.outOfMemory(), (Runtime.getRuntime().maxMemory() >> 20) + "m\n");
    } else {
      String sentence = redaction.redact(Failures.message(fault)).strip();
      PrivateFiles.write(folder.crash(), sentence + "\n\n" + Failures.trace(fault, redaction));
    }
  }

  /** The JVM has one error for a full heap and for threads that the system refuses. */
  private static boolean isForWantOfThreads(Throwable fault) {
    return fault instanceof OutOfMemoryError
        && Arrays.stream(fault.getStackTrace())
            .limit(1)
            .anyMatch(
                at ->
                    at.getClassName().equals("java.lang.Thread")
                        && at.getMethodName().startsWith("start"));
  }

  private static int serve(
      RunFolder folder, HandOver handOver, ConnectorFactory factory, Settings settings)
      throws IOException, InterruptedException {
    Connector connector;
    try {
      connector = factory.connector(handOver);
    } catch (IOException | RuntimeException e) {
      return cannotBegin(folder, handOver, e);
    }
    Settings locked = settings.withLockHolder(handOver.holder());
    try (Signals signals = new Signals();
        RecordedRun run = new RecordedRun(folder, handOver, connector, locked);
        ControlSocket control = new ControlSocket(folder, run.engine())) {
      run.engine().closing(factory.closing(handOver));
      run.engine().look(factory.look(handOver));
      signals.stop(run.engine());
      control.listen();
      int code = ExitCode.of(run.run().result());
      signals.exitWith(code);
      return code;
    }
  }

  private static int cannotBegin(RunFolder folder, HandOver handOver, Exception why)
      throws IOException {
    Redaction redaction = handOver.redaction();
    LOG.error("the run could not begin: {}", Failures.trace(why, redaction));
    String message = redaction.redact(Failures.message(why));
    try (Journal journal = new Journal(folder)) {
      journal.accept(
          new RunFinished(Instant.now(), RunResult.FAILED, "the run could not begin: " + message));
    }
    folder.writeMeta(
        folder.meta().withProcess(ProcessIdentity.current()).withResult(RunResult.FAILED));
    return ExitCode.FAILED;
  }

  /**
   * Turns a signal that would end the JVM into a stop of the run. The JVM's own exit code would be
   * 143 whatever the run came to, so the hook ends it.
   */
  private static final class Signals implements AutoCloseable {
    private final CompletableFuture<Engine> target = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("signal").unstarted(this::endAfter);
    private volatile int code = ExitCode.FAILED;

    Signals() {
      Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on a signal stops this engine; one that came already does so at once. */
    void stop(Engine engine) {
      target.complete(engine);
    }

    void exitWith(int exitCode) {
      code = exitCode;
    }

    private void endAfter() {
      target.thenAccept(engine -> engine.stop("a signal"));
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Runtime.getRuntime().halt(code);
    }

    /** Last of all that the run has open: the hook, if it waits, ends the JVM now. */
    @Override
    public void close() {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        over.countDown();
      }
    }
  }
}
