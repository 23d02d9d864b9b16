package io.quorate.plan;

/**
 * What a node remembers below its state folder (/var/lib/quorate): {@code artefacts/NAME}, {@code
 * received/NAME}, {@code started/UNIT}, {@code manifest}, what Quorate made there, and {@code
 * before/PATH}, what was at a path before.
 */
public final class Records {

  private Records() {}

  public static String ofArtefact(String name) {
    return "artefacts/" + name;
  }

  /** The name below {@code received/}: readable, and unique by the digest. */
  static String ofUpload(String path) {
    String base = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    return base + "-" + Digest.sha256(Shell.path(path)).substring(0, 12);
  }

  public static String ofUnit(String unit) {
    return "started/" + unit;
  }
}
