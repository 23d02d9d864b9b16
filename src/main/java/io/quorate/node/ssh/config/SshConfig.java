package io.quorate.node.ssh.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operator's ~/.ssh/config and the system's /etc/ssh/ssh_config, by which ssh(1) and Ansible
 * reach the same machines. Read once; a file that is not there says nothing.
 */
public final class SshConfig {

  /** Where the host itself is, and who logs in, when nobody says anything else. */
  private static final int USUAL_PORT = 22;

  private final List<ConfigLine> lines;
  private final Path home;
  private final Map<String, String> environment;

  private SshConfig(List<ConfigLine> lines, Path home, Map<String, String> environment) {
    this.lines = List.copyOf(lines);
    this.home = home;
    this.environment = Map.copyOf(environment);
  }

  /** The files of whoever runs this program. */
  public static SshConfig standard() {
    return of(Path.of(System.getProperty("user.home")), Path.of("/etc/ssh"), System.getenv());
  }

  /** This file, as {@code ssh -F} takes it: in place of all others. */
  public static SshConfig named(Path file) {
    return named(file, Path.of(System.getProperty("user.home")), System.getenv());
  }

  /**
   * @param home what a leading ~ in the file stands for, and whose .ssh its includes begin in
   */
  static SshConfig named(Path file, Path home, Map<String, String> environment) {
    Path place = file.toAbsolutePath();
    return new SshConfig(
        new ConfigReader(home, home.resolve(".ssh")).readNamed(place), home, environment);
  }

  /** No file at all. */
  public static SshConfig none() {
    return new SshConfig(List.of(), Path.of("/"), Map.of());
  }

  /**
   * @param home has the operator's .ssh/config
   * @param system has the system's ssh_config
   * @param environment for what names of files take from it
   */
  static SshConfig of(Path home, Path system, Map<String, String> environment) {
    Path own = home.resolve(".ssh");
    List<ConfigLine> lines =
        new ArrayList<>(new ConfigReader(home, own).read(own.resolve("config")));
    // A file begins as one that is about all hosts, whatever the one before it ended with.
    lines.add(new ConfigLine(system, 0, "Host", List.of("*"), null, List.of()));
    lines.addAll(new ConfigReader(home, system).read(system.resolve("ssh_config")));
    return new SshConfig(lines, home, environment);
  }

  /**
   * What was said elsewhere, which goes before what the files say.
   *
   * @param host as one would give it to ssh(1)
   * @param port null: nobody said one
   * @param user null: nobody said one
   * @param usualUser who logs in when the files do not say it either
   * @param keyFile whether a private key was named
   * @param jump whether the way there was said
   */
  public record Said(
      String host,
      @Nullable Integer port,
      @Nullable String user,
      String usualUser,
      boolean keyFile,
      boolean jump) {}

  /**
   * Where and as whom SSH reaches a host.
   *
   * @param jump the jump hosts that the files name, the nearest first; null: they name none
   */
  public record Found(
      String host, int port, String user, @Nullable List<Hop> jump, Configured configured) {}

  /** What the files say of a host. */
  public Found of(Said said) {
    HostLookup lookup = new HostLookup(said);
    lookup.walk(lines);
    return new FoundValues(said, lookup, home, environment).found(USUAL_PORT);
  }
}
