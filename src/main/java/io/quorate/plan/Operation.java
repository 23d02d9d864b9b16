package io.quorate.plan;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a node should be or have. Each kind knows how to check whether it is so already
 * and how to bring it about; {@link Shell} compiles both to POSIX shell.
 */
public sealed interface Operation {

  /** What it is about in a few words, such as {@code /etc/hosts} or {@code kubelet.service}. */
  String title();

  /** What is being done while it is brought about, such as {@code starting kubelet.service}. */
  String doing();

  /**
   * Whether a part of it may be done when it fails. A file is there wholly or not at all; what a
   * command had done before it failed nobody knows.
   */
  default boolean divisible() {
    return false;
  }

  /** Whether a failure may pass by itself, so that trying again makes sense. */
  default boolean retryable() {
    return false;
  }

  /**
   * A file's text, and as much of it as may be seen.
   *
   * @param text what is written
   * @param shown the same, line by line, with {@link Secret#SHOWN} in place of secrets; null: all
   *     of it is one
   * @param guarded whether there are secrets in it, or may have been in what it replaces
   */
  record Content(Secret text, @Nullable String shown, boolean guarded) {

    /** A text that everybody may see. */
    public static Content of(String text) {
      return new Content(new Secret(text), text, false);
    }

    /** A text of which nothing may be seen. */
    public static Content secret(String text) {
      return new Content(new Secret(text), null, true);
    }

    /**
     * A document that is guarded if there are secrets in it.
     *
     * @param render writes it; with texts in place of secrets that is the file, with marks it is
     *     what may be seen
     */
    public static Content of(Map<?, ?> document, Function<Map<String, Object>, String> render) {
      return Secrets.in(document).isEmpty()
          ? Content.of(render.apply(Secrets.revealed(document)))
          : unlessAlike(guarded(document, render));
    }

    private static Content unlessAlike(Content content) {
      return content.text.reveal().equals(content.shown)
          ? Content.of(content.text.reveal())
          : content;
    }

    /** A document in whose place there may have been secrets, if there are none in it. */
    public static Content guarded(
        Map<?, ?> document, Function<Map<String, Object>, String> render) {
      return guarded(
          render.apply(Secrets.revealed(document)), render.apply(Secrets.shown(document)));
    }

    /**
     * A text in which there may be secrets, or have been.
     *
     * @param shown with marks in their place
     */
    public static Content guarded(String text, String shown) {
      // What may be seen is laid over the file line by line.
      boolean alike = text.lines().count() == shown.lines().count();
      return new Content(new Secret(text), alike ? shown : null, true);
    }

    @JsonValue
    @Override
    public String toString() {
      return shown == null ? Secret.SHOWN : shown;
    }
  }

  /**
   * A folder with an owner ({@code user:group}) and a mode (octal digits, such as 0755). Missing
   * parents are made, 0755 and root's.
   */
  record Directory(String path, String owner, String mode) implements Operation {
    @Override
    public String title() {
      return path;
    }

    @Override
    public String doing() {
      return "making the folder " + path;
    }
  }

  /**
   * A file with exactly this content; written beside and renamed, so that it is never half there.
   */
  record WriteFile(String path, Content content, String owner, String mode) implements Operation {
    @Override
    public String title() {
      return path;
    }

    @Override
    public String doing() {
      return "writing " + path;
    }

    /** The difference, as {@code diff -u} words it, that it makes where there is no such file. */
    List<String> asNew() {
      String shown = content.shown();
      if (shown == null) {
        return List.of(Secret.SHOWN);
      }
      List<String> lines = shown.lines().toList();
      if (lines.isEmpty()) {
        return List.of();
      }
      List<String> difference = new ArrayList<>();
      difference.add("--- " + path);
      difference.add("+++ " + path + " (wanted)");
      difference.add("@@ -0,0 +1" + (lines.size() == 1 ? "" : "," + lines.size()) + " @@");
      lines.forEach(line -> difference.add("+" + line));
      if (!shown.endsWith("\n")) {
        difference.add("\\ No newline at end of file");
      }
      return difference;
    }
  }

  /**
   * A marked block in a file that belongs to others, such as /etc/hosts: the lines between {@code #
   * BEGIN name} and {@code # END name}; the rest stays as it is.
   */
  record FileBlock(String path, String name, String text) implements Operation {
    @Override
    public String title() {
      return path;
    }

    @Override
    public String doing() {
      return "editing " + path;
    }
  }

  /** A file that must not be there. */
  record RemoveFile(String path) implements Operation {
    @Override
    public String title() {
      return "no " + path;
    }

    @Override
    public String doing() {
      return "removing " + path;
    }
  }

  /**
   * A folder of data that must not be there, with all that is in it. It fails while something is
   * mounted below it; one that is a mount itself, or a link, stays but is emptied.
   */
  record RemoveFolder(String path) implements Operation {
    private static final Pattern DEEP = Pattern.compile("/+[^/]+/+[^/].*");

    public RemoveFolder {
      if (!DEEP.matcher(path).matches()) {
        throw new IllegalArgumentException(path + " is no folder of ours to be removed");
      }
    }

    @Override
    public String title() {
      return "no " + path;
    }

    @Override
    public String doing() {
      return "removing the folder " + path;
    }

    @Override
    public boolean divisible() {
      return true;
    }
  }

  /**
   * Takes back what the node's manifest lists: files, where others' were there before with those
   * put back, marked blocks, empty folders and users; then the records themselves and the cache.
   */
  record Unwrite() implements Operation {
    @Override
    public String title() {
      return "nothing that Quorate wrote";
    }

    @Override
    public String doing() {
      return "taking back what Quorate wrote";
    }

    @Override
    public boolean divisible() {
      return true;
    }
  }

  /** Where a file's expected SHA-256 comes from. */
  sealed interface Checksum {
    /** Known beforehand, 64 hexadecimal digits. */
    record Pinned(String sha256) implements Checksum {}

    /**
     * Published beside the file: a bare hash, or lines of {@code sha256sum} among which the one for
     * {@code fileName} counts.
     */
    record Published(String url, String fileName) implements Checksum {}
  }

  /**
   * Something of an artefact that goes to a place.
   *
   * @param entry the path inside the archive; empty: the download itself; ending with a slash: all
   *     files of that folder
   * @param path where it goes; a folder when {@code entry} ends with a slash
   * @param mode octal digits
   */
  record Target(String entry, String path, String mode) {}

  /**
   * A download at a version, verified by SHA-256 before anything of it is used. What is installed
   * is replaced only when the version differs or a target is missing or was altered.
   *
   * @param name names the artefact in the node's records, such as kubelet
   * @param version the wanted version
   * @param url http, https, or file for what lies on the node already
   * @param thorough whether what is installed is read again, and not only where its inode, size,
   *     owner or times are others
   */
  record Fetch(
      String name,
      String version,
      String url,
      Checksum checksum,
      List<Target> targets,
      boolean thorough)
      implements Operation {
    public Fetch {
      targets = List.copyOf(targets);
    }

    public Fetch(String name, String version, String url, Checksum checksum, List<Target> targets) {
      this(name, version, url, checksum, targets, false);
    }

    /** The same, which reads what is installed also where nothing shows that it was touched. */
    public Fetch thoroughly() {
      return new Fetch(name, version, url, checksum, targets, true);
    }

    @Override
    public String title() {
      return name + " " + version;
    }

    @Override
    public boolean retryable() {
      return true;
    }

    @Override
    public String doing() {
      return "downloading and installing " + title();
    }

    @Override
    public boolean divisible() {
      return true;
    }
  }

  /**
   * A download brought to the node's cache and verified, before anything on any node is changed;
   * the same {@link Fetch} takes it from there later. Nothing to do where it is installed already.
   * Where the node has no program to download with yet, it is left to the fetch.
   */
  record FetchAhead(Fetch fetch) implements Operation {
    @Override
    public String title() {
      return fetch.title();
    }

    @Override
    public boolean retryable() {
      return true;
    }

    @Override
    public String doing() {
      return "downloading " + title();
    }
  }

  /**
   * What a download once brought, put back from where the node kept it: its files have the sums of
   * its record then, or nothing is changed. Afterwards it is installed as by the fetch itself.
   *
   * @param fetch what it once was; nothing is downloaded
   * @param kept the folder with {@code artefacts/NAME}, the record, and {@code programs/PATH}, the
   *     files
   */
  record PutBack(Fetch fetch, String kept) implements Operation {
    @Override
    public String title() {
      return fetch.title();
    }

    @Override
    public String doing() {
      return "putting back " + title();
    }

    @Override
    public boolean divisible() {
      return true;
    }
  }

  /**
   * A file of the operator's machine, sent to the node. The engine sends it over the connection
   * before the step's program runs.
   *
   * @param local absolute path on the operator's machine
   * @param sha256 what both ends have to agree on
   */
  record Upload(String local, String path, String sha256) implements Operation {
    @Override
    public String title() {
      return path;
    }

    @Override
    public boolean retryable() {
      return true;
    }

    @Override
    public String doing() {
      return "sending " + path;
    }
  }

  /**
   * Packages of the distribution; the package database is asked first.
   *
   * @param names as the distribution has them
   */
  record Packages(List<String> names, Manager manager) implements Operation {
    /** Which program installs them. */
    public enum Manager {
      APT,
      DNF
    }

    public Packages {
      names = List.copyOf(names);
    }

    public Packages(List<String> names) {
      this(names, Manager.APT);
    }

    @Override
    public String title() {
      return "packages " + String.join(", ", names);
    }

    @Override
    public boolean retryable() {
      return true;
    }

    @Override
    public String doing() {
      return "installing the packages " + String.join(", ", names);
    }

    @Override
    public boolean divisible() {
      return true;
    }
  }

  /**
   * A systemd unit that runs with what is on disk. It is restarted when the digest of {@code
   * inputs} differs from the one it was last started with, which is kept on the node; and when its
   * process was stopped by a signal or does not answer.
   *
   * @param unit with its suffix, such as etcd.service
   * @param inputs paths whose content the unit reads at its start; folders count with all files
   * @param reload reload instead of restart when only the inputs differ
   * @param answers a script that fails only when the running process did not answer within its
   *     time; when it fails twice in a row, it is restarted. Empty: nobody can ask it
   * @param command the words that its process is started with, the program's path first; a process
   *     with others is started again, unless a drop-in of somebody else says so. Empty: not looked
   *     at
   * @param rereads those files among the inputs that the process reads again by itself whenever it
   *     needs them: where they alone differ, nothing is restarted
   */
  record Service(
      String unit,
      List<String> inputs,
      boolean reload,
      String answers,
      List<String> command,
      List<String> rereads)
      implements Operation {
    public Service {
      inputs = List.copyOf(inputs);
      command = List.copyOf(command);
      rereads = List.copyOf(rereads);
    }

    public Service(
        String unit, List<String> inputs, boolean reload, String answers, List<String> command) {
      this(unit, inputs, reload, answers, command, List.of());
    }

    public Service(String unit, List<String> inputs, boolean reload) {
      this(unit, inputs, reload, "", List.of());
    }

    /** The same, whose process reads these files again by itself. */
    public Service rereading(List<String> files) {
      return new Service(unit, inputs, reload, answers, command, files);
    }

    @Override
    public String title() {
      return unit;
    }

    @Override
    public String doing() {
      return (reload ? "starting or reloading " : "starting ") + unit;
    }

    @Override
    public boolean divisible() {
      return true;
    }
  }

  /** A unit that must neither run nor start at boot; fine when it does not exist. */
  record NoService(String unit) implements Operation {
    @Override
    public String title() {
      return "no " + unit;
    }

    @Override
    public String doing() {
      return "stopping " + unit;
    }

    @Override
    public boolean divisible() {
      return true;
    }
  }

  /**
   * A guarded script.
   *
   * @param title what it brings about, a few words
   * @param doing what is being done meanwhile, beginning with a verb in -ing
   * @param check exits with 0 when there is nothing to do; only looks, changes nothing
   * @param apply brings it about; what it prints is shown live
   * @param environment variables of both, for values that are not shell
   * @param attempts how often apply is tried, at least 1; more than 1 declares it retryable
   * @param change what it changes of what the nodes share; null: it concerns its own node alone
   * @param asksCluster whether the check asks etcd or the API, and not the machine alone
   */
  record Script(
      String title,
      String doing,
      String check,
      String apply,
      Map<String, String> environment,
      int attempts,
      @Nullable ClusterChange change,
      boolean asksCluster)
      implements Operation {
    public Script {
      environment = Map.copyOf(environment);
      if (attempts < 1) {
        throw new IllegalArgumentException(title + ": at least one attempt");
      }
    }

    public Script(
        String title, String check, String apply, Map<String, String> environment, int attempts) {
      this(title, "bringing about: " + title, check, apply, environment, attempts, null, false);
    }

    public Script(String title, String check, String apply) {
      this(title, check, apply, Map.of(), 1);
    }

    /** The same, saying what is done meanwhile. */
    public Script doing(String words) {
      return new Script(title, words, check, apply, environment, attempts, change, asksCluster);
    }

    /** The same, which changes something that the nodes share. */
    public Script changing(ClusterChange shared) {
      return new Script(title, doing, check, apply, environment, attempts, shared, true);
    }

    /** The same with another check. */
    public Script checkedBy(String other) {
      return new Script(title, doing, other, apply, environment, attempts, change, asksCluster);
    }

    /** The same, whose check asks etcd or the API. */
    public Script asking() {
      return new Script(title, doing, check, apply, environment, attempts, change, true);
    }

    @Override
    public boolean divisible() {
      return true;
    }

    @Override
    public boolean retryable() {
      return attempts > 1;
    }
  }

  /**
   * Waits until a condition holds.
   *
   * @param condition a script; exit code 0 means that it holds; its last line of output is the
   *     evidence
   * @param within how long it may take
   * @param every pause between two looks
   * @param asksCluster whether it asks etcd or the API, and not the machine alone
   */
  record WaitFor(
      String title, String condition, Duration within, Duration every, boolean asksCluster)
      implements Operation {
    public WaitFor(String title, String condition, Duration within, Duration every) {
      this(title, condition, within, every, false);
    }

    /** The same, which asks etcd or the API. */
    public WaitFor asking() {
      return new WaitFor(title, condition, within, every, true);
    }

    /** The same with another condition. */
    public WaitFor on(String other) {
      return new WaitFor(title, other, within, every, asksCluster);
    }

    @Override
    public String doing() {
      return "waiting until " + title;
    }
  }

  /**
   * A closing check: what it prints is the evidence. When it does not hold {@code within} the time,
   * the run finishes with a warning.
   *
   * @param asksCluster whether it asks etcd or the API, and not the machine alone
   */
  record Verify(String title, String condition, Duration within, boolean asksCluster)
      implements Operation {
    public Verify(String title, String condition, Duration within) {
      this(title, condition, within, false);
    }

    /** The same, which asks etcd or the API. */
    public Verify asking() {
      return new Verify(title, condition, within, true);
    }

    /** The same with another condition. */
    public Verify on(String other) {
      return new Verify(title, other, within, asksCluster);
    }

    @Override
    public String doing() {
      return "checking: " + title;
    }
  }
}
