package io.quorate.cli.screen;

import io.quorate.engine.ExitCode;
import io.quorate.engine.Runs;
import io.quorate.plan.FileFailure;
import io.quorate.tui.ScreenFailure;
import io.quorate.usecase.Release;
import io.quorate.usecase.StateFolders;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a fault of this program came about, in a file that its finder can send: a person at the
 * terminal gets a sentence and the file's path, never a stack trace.
 */
public final class CrashPage {

  private static final Logger LOG = LoggerFactory.getLogger(CrashPage.class);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  /** What makes screens differ; none of them holds a secret. */
  private static final List<String> TOLD =
      List.of("TERM", "COLORTERM", "NO_COLOR", "COLORFGBG", "QUORATE_THEME", "LC_ALL", "LANG");

  private CrashPage() {}

  /** Keeps the fault and says where: two lines for the person. */
  public static List<String> of(String what, Throwable fault) {
    LOG.error("{}", what, fault);
    String where;
    try {
      where = "The details are in " + keep(what, fault) + ".";
    } catch (IOException | RuntimeException e) {
      where = "The details could not be kept: " + FileFailure.words(e);
    }
    return List.of(what + ": " + ScreenFailure.sentence(fault), "    " + where);
  }

  /**
   * The end of a program that cannot go on: why, and which runs do; the exit code. What a file or
   * the network refuses is no fault of the program, and gets no page.
   *
   * @param log the program's log
   */
  public static int end(Throwable fault, PrintWriter err, Path log) {
    if (fault instanceof IOException) {
      LOG.error("the program failed", fault);
      err.println("error: " + ScreenFailure.sentence(fault));
      err.println("    The details are in " + log + ".");
    } else {
      of("error", fault).forEach(err::println);
    }
    goingOn().forEach(err::println);
    err.flush();
    return ExitCode.FAILED;
  }

  /** A run's process outlives every screen: what is under way, and how to see it. */
  public static List<String> goingOn() {
    try {
      return Runs.standard().list().stream()
          .filter(run -> run.meta().isAlive())
          .map(
              run ->
                  String.format(
                      "The run goes on (%s of %s): `quorate attach %s` shows it, with --plain in"
                          + " lines.",
                      run.meta().journey(), run.meta().cluster(), run.meta().run()))
          .toList();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the runs cannot be listed", e);
      return List.of();
    }
  }

  private static Path keep(String what, Throwable fault) throws IOException {
    var onlyOurs =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Path folder = Files.createDirectories(StateFolders.state().resolve("crashes"), onlyOurs);
    Path page = folder.resolve(TIME.format(Instant.now()) + ".txt");
    Files.createFile(
        page, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(page, text(what, fault));
  }

  private static String text(String what, Throwable fault) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    out.println(Release.own().words() + ", " + what);
    out.println("at " + Instant.now());
    out.printf(
        Locale.ROOT,
        "Java %s on %s %s, heap at most %d MB%n",
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().maxMemory() >> 20);
    TOLD.forEach(name -> out.println(name + "=" + System.getenv().getOrDefault(name, "(not set)")));
    out.println();
    fault.printStackTrace(out);
    out.flush();
    return text.toString();
  }
}
