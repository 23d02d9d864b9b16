package io.quorate.platform;

import io.quorate.inventory.release.Version;
import java.util.List;

/**
 * A minor version of etcd: what its programs are, what it is started with, and what becomes of data
 * between two of them. A new one is a class and its line in {@link #all}.
 */
public sealed interface EtcdSeries permits Etcd34, Etcd35, Etcd36, Etcd37 {

  /** Every one, the oldest first. */
  static List<EtcdSeries> all() {
    return List.of(new Etcd34(), new Etcd35(), new Etcd36(), new Etcd37());
  }

  /**
   * The series of a version. One that is newer than all is taken for the newest, an older one for
   * the oldest: what fits is judged elsewhere.
   *
   * @param version such as 3.6.14
   */
  static EtcdSeries of(String version) {
    Version wanted = Version.line(version);
    EtcdSeries found = all().getFirst();
    for (EtcdSeries series : all()) {
      if (series.minor().compareTo(wanted) <= 0) {
        found = series;
      }
    }
    return found;
  }

  Version minor();

  /** What of its archive is installed. */
  List<String> programs();

  /** What it is started with beside what all take. */
  List<String> flags();

  /** What a change of the version of a cluster that has data means. */
  enum Change {
    NONE,
    /** The same data, newer programs: one member after the other. */
    PATCH,
    /** The same data, older programs. */
    OLDER_PATCH,
    /** Data that only the new series reads once all members have it. */
    UPGRADE,
    /** Data that the older series does not start on, unless the cluster was told before. */
    DOWNGRADE
  }

  /**
   * @param runs the version of the members
   * @param wanted another one
   * @param newer whether it is newer, by the patch level too
   */
  static Change change(String runs, String wanted, boolean newer) {
    if (runs.equals(wanted)) {
      return Change.NONE;
    }
    // Each minor version has a format of its own (etcd.io, upgrade guides).
    if (Version.line(runs).equals(Version.line(wanted))) {
      return newer ? Change.PATCH : Change.OLDER_PATCH;
    }
    return newer ? Change.UPGRADE : Change.DOWNGRADE;
  }
}
