package io.quorate.usecase;

import java.nio.file.Path;
import java.util.Map;

/** Where the program keeps things on the operator's machine, after the XDG base directories. */
public final class StateFolders {

  private StateFolders() {}

  /** What can be made again: downloads and sums. */
  public static Path cache() {
    return folder(System.getenv(), "XDG_CACHE_HOME", ".cache");
  }

  /** Runs and the answers of a wizard that was left. */
  public static Path state() {
    return folder(System.getenv(), "XDG_STATE_HOME", ".local/state");
  }

  /** Simulated machines, a folder a cluster. */
  static Path rehearsals() {
    return state().resolve("rehearsals");
  }

  /** Snapshots that upgrades have begun with, a folder a cluster. */
  public static Path backups(boolean rehearsal) {
    return state().resolve(rehearsal ? "rehearsed-backups" : "backups");
  }

  private static Path folder(Map<String, String> environment, String name, String below) {
    String given = environment.getOrDefault(name, "");
    Path base =
        given.startsWith("/")
            ? Path.of(given)
            : Path.of(System.getProperty("user.home")).resolve(below);
    return base.resolve("quorate");
  }
}
