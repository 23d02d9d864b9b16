package io.quorate.recipe.authority;

/** The authorities of a cluster, as masters have them; another one can take the place of each. */
public enum ClusterAuthority {
  KUBERNETES("kubernetes-ca", "kubernetes", "", "ca"),
  ETCD("etcd-ca", "etcd", "etcd/", "ca"),
  FRONT_PROXY("kubernetes-front-proxy-ca", "front-proxy", "", "front-proxy-ca");

  /** Where masters have them. */
  public static final String FOLDER = "/etc/kubernetes/pki";

  private final String commonName;
  private final String word;
  private final String folder;
  private final String file;

  ClusterAuthority(String commonName, String word, String folder, String file) {
    this.commonName = commonName;
    this.word = word;
    this.folder = FOLDER + "/" + folder;
    this.file = file;
  }

  /** The CN of the first one. */
  public String commonName() {
    return commonName;
  }

  /** What people call it. */
  public String word() {
    return word;
  }

  /** The certificates that are accepted: two while another one takes its place. */
  public String certificatePath() {
    return folder + file + ".crt";
  }

  /** The key that issues. */
  public String keyPath() {
    return folder + file + ".key";
  }

  /** The certificate of the one that takes its place, until the master issues with it. */
  public String nextCertificatePath() {
    return folder + "next-" + file + ".crt";
  }

  /** The key of the one that takes its place, until the master issues with it. */
  public String nextKeyPath() {
    return folder + "next-" + file + ".key";
  }

  /** The record of a rotation that has begun, and whose old one is still accepted. */
  public String rotation() {
    return "rotating-" + word + "-ca";
  }

  /** The record that all masters issue with the new one. */
  public String switched() {
    return word + "-ca-switched";
  }

  /** The record of a rotation that has ended: what goes on with it finds all done. */
  public String rotated() {
    return "rotated-" + word + "-ca";
  }
}
