package io.quorate.plan;

import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.FetchAhead;
import io.quorate.plan.Operation.FileBlock;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.Packages.Manager;
import io.quorate.plan.Operation.PutBack;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.Unwrite;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compiles operations to one POSIX shell program. It is meant for the standard input of {@code sh};
 * nothing of it runs before the shell has read it to its end, and nothing of it is ever an argument
 * of a process, so secret contents show in no process list. What it prints is for {@link Frames}.
 *
 * <p>The program ends with 0 also when an operation failed; any other exit code means that it was
 * ended from outside.
 */
public final class Shell {

  private static final String OPERATIONS =
      Stream.of(
              "frames",
              "looking",
              "json",
              "records",
              "files",
              "downloads",
              "packages",
              "units",
              "scripts",
              "leaving")
          .map(part -> asset("/assets/shell/" + part + ".sh"))
          .collect(Collectors.joining("\n"));
  private static final Pattern MARK = Pattern.compile("[A-Za-z0-9]{8,64}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+:-]*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9_.-]+:[A-Za-z0-9_.-]+");
  private static final Pattern OCTAL = Pattern.compile("[0-7]{3,5}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  private Shell() {}

  /**
   * Where a program keeps what it has to remember, and finds its commands.
   *
   * @param state folder of the records; root's alone
   * @param cache folder of downloads while they are under way
   * @param path the PATH of everything that runs
   */
  public record Places(String state, String cache, String path) {
    /** Those of a node. */
    public static Places ofNode() {
      return new Places(
          "/var/lib/quorate",
          "/var/cache/quorate",
          "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    }
  }

  /**
   * The program for a node.
   *
   * @param mark begins the program's frames; letters and digits that nobody can guess
   * @throws IllegalArgumentException when an operation cannot be said in shell, such as a path that
   *     is not absolute
   */
  public static String program(List<Operation> operations, Mode mode, String mark) {
    return program(operations, mode, mark, Places.ofNode());
  }

  public static String program(List<Operation> operations, Mode mode, String mark, Places places) {
    if (!MARK.matcher(mark).matches()) {
      throw new IllegalArgumentException("a mark is 8 to 64 letters and digits");
    }
    StringBuilder program = new StringBuilder(OPERATIONS.length() + 4096);
    program.append("umask 022\nLC_ALL=C\nPATH=").append(quote(places.path()));
    program.append("\nexport LC_ALL PATH\nunset IFS CDPATH\n\n").append(OPERATIONS);
    program.append("\nq_mode=").append(mode == Mode.CHECK ? "check" : "apply");
    program.append(" q_mark=").append(mark).append(" q_rs='").append(Frames.RS);
    program.append("'\nq_state=").append(quote(places.state()));
    program.append(" q_cache=").append(quote(places.cache()));
    // Whoever wrote over it would have all that follows looked at and not done.
    program.append("\nreadonly q_mode");
    if (operations.stream().anyMatch(o -> o instanceof Packages p && p.manager() == Manager.DNF)) {
      program.append("\nq_manager=dnf");
    }
    program.append("\n\nq_main() {\n");
    program.append("  trap q_clean EXIT\n  trap 'exit 143' HUP INT TERM PIPE\n");
    program.append(StateQuery.of(operations).calls());
    for (int i = 0; i < operations.size(); i++) {
      program.append("  q_operation ").append(i).append(' ');
      program.append(String.join(" ", call(operations.get(i)))).append('\n');
    }
    // The braces: a program that was cut off is a syntax error and not a part of it.
    return program.append("  q_frame end\n}\n\n{ q_main </dev/null 2>&1; exit 0; }\n").toString();
  }

  /** A word that the shell reads as exactly this text. */
  public static String quote(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL character cannot be said in shell");
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static List<String> call(Operation operation) {
    return switch (operation) {
      case Directory d -> words("q_directory", path(d.path()), owner(d.owner()), octal(d.mode()));
      case WriteFile f -> writeFile(f);
      case FileBlock b -> words("q_file_block", path(b.path()), line(b.name()), b.text());
      case RemoveFile r -> words("q_remove_file", path(r.path()));
      case RemoveFolder r -> words("q_remove_folder", path(r.path()));
      case Unwrite u -> words("q_unwrite");
      case Fetch f -> fetch(f.thorough() ? "q_fetch_thorough" : "q_fetch", f);
      case FetchAhead f -> fetch("q_fetch_ahead", f.fetch());
      case PutBack p -> fetch("q_put_back " + quote(path(p.kept())), p.fetch());
      case Upload u ->
          words("q_upload", path(u.path()), sha256(u.sha256()), Records.ofUpload(u.path()));
      case Packages p -> packages(p);
      case Service s -> service(s);
      case NoService s -> words("q_no_service", name(s.unit()));
      case Script s -> script(s);
      case WaitFor w ->
          words("q_wait_for", w.condition(), wholeSeconds(w.within()), pause(w.every()));
      case Verify v -> words("q_verify", v.condition(), wholeSeconds(v.within()));
    };
  }

  private static List<String> writeFile(WriteFile file) {
    String text = file.content().text().reveal();
    String shown = file.content().shown();
    List<String> words =
        words(
            "q_write_file",
            path(file.path()),
            owner(file.owner()),
            octal(file.mode()),
            Digest.sha256(text),
            shown == null ? "secret" : file.content().guarded() ? "partly" : "shown",
            text);
    if (shown != null && file.content().guarded()) {
      words.add(quote(shown));
    }
    return words;
  }

  private static List<String> fetch(String function, Fetch fetch) {
    List<String> words = new ArrayList<>();
    words.add(function);
    words.add(quote(name(fetch.name())));
    words.add(quote(line(fetch.version())));
    words.add(quote(url(fetch.url())));
    switch (fetch.checksum()) {
      case Checksum.Pinned p -> words.addAll(words("pinned", sha256(p.sha256()), ""));
      case Checksum.Published p ->
          words.addAll(words("published", url(p.url()), line(p.fileName())));
    }
    if (fetch.targets().isEmpty()) {
      throw new IllegalArgumentException(fetch.title() + " goes nowhere");
    }
    for (Target target : fetch.targets()) {
      words.add(quote(entry(target.entry())));
      words.add(quote(path(target.path())));
      words.add(quote(octal(target.mode())));
    }
    return words;
  }

  private static List<String> packages(Packages packages) {
    List<String> words = new ArrayList<>(List.of("q_packages_op"));
    packages.names().forEach(n -> words.add(quote(name(n))));
    return words;
  }

  private static List<String> service(Service service) {
    List<String> command = service.command();
    List<String> words = new ArrayList<>();
    if (!service.rereads().isEmpty()) {
      words.add("q_service_rereading");
      words.add(
          quote(service.rereads().stream().map(Shell::path).collect(Collectors.joining("\n"))));
    }
    words.addAll(
        words(
            "q_service",
            name(service.unit()),
            service.reload() ? "yes" : "no",
            service.answers(),
            // As /proc/PID/cmdline has it: proc(5).
            command.isEmpty() ? "" : Digest.sha256(String.join("\0", command) + "\0"),
            command.isEmpty() ? "" : path(command.getFirst())));
    service.inputs().forEach(i -> words.add(quote(path(i))));
    return words;
  }

  private static List<String> script(Script script) {
    List<String> words =
        words("q_script", script.check(), script.apply(), String.valueOf(script.attempts()));
    new TreeMap<>(script.environment())
        .forEach(
            (name, value) -> {
              if (!VARIABLE.matcher(name).matches()) {
                throw new IllegalArgumentException(
                    script.title() + ": " + name + " is no name of a variable");
              }
              words.add(quote(name + "=" + value));
            });
    return words;
  }

  private static List<String> words(String function, String... arguments) {
    List<String> words = new ArrayList<>(List.of(function));
    for (String argument : arguments) {
      words.add(quote(argument));
    }
    return words;
  }

  /** A path as the node's records and {@code find} spell it: absolute, no slash at its end. */
  static String path(String path) {
    if (!path.startsWith("/") || path.indexOf('|') >= 0) {
      throw new IllegalArgumentException("not an absolute path without bars: " + path);
    }
    String folded = line(path).replaceAll("/+", "/");
    return folded.length() > 1 && folded.endsWith("/")
        ? folded.substring(0, folded.length() - 1)
        : folded;
  }

  static String name(String name) {
    return matching(NAME, name, "a name of letters, digits and . _ @ + : -");
  }

  private static String owner(String owner) {
    return matching(OWNER, owner, "an owner, user:group");
  }

  private static String sha256(String sum) {
    return matching(SHA256, sum, "a SHA-256").toLowerCase(Locale.ROOT);
  }

  /** As {@code stat} prints it: no zeros in front. */
  private static String octal(String mode) {
    return Integer.toOctalString(Integer.parseInt(matching(OCTAL, mode, "a mode in octal"), 8));
  }

  private static String url(String url) {
    if (!url.matches("(https?|file):[^\\s]+")) {
      throw new IllegalArgumentException("not an http, https or file URL: " + url);
    }
    return url;
  }

  private static String entry(String entry) {
    String plain = entry.startsWith("./") && entry.length() > 2 ? entry.substring(2) : line(entry);
    if (plain.startsWith("/") || List.of(plain.split("/")).contains("..")) {
      throw new IllegalArgumentException("not a path inside an archive: " + entry);
    }
    return line(plain);
  }

  private static String line(String text) {
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("has to be one line: " + text);
    }
    return text;
  }

  private static String matching(Pattern pattern, String text, String meaning) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("not " + meaning + ": " + text);
    }
    return text;
  }

  private static String wholeSeconds(Duration duration) {
    return String.valueOf(Math.max(0, duration.plusMillis(999).toSeconds()));
  }

  private static String pause(Duration duration) {
    return BigDecimal.valueOf(Math.max(50, duration.toMillis()), 3)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String asset(String name) {
    try (InputStream in = Shell.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
