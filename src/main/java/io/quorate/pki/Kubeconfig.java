package io.quorate.pki;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The text of a kubeconfig with one cluster, one user and one context.
 *
 * @param cluster the cluster's name
 * @param server the API server's URL
 * @param user the user's name in this file
 * @param context the context's name
 * @param authority how the file gives the CA certificate: key and value
 * @param certificate the same of the user's certificate
 * @param key the same of the user's key
 */
public record Kubeconfig(
    String cluster,
    String server,
    String user,
    String context,
    Entry authority,
    Entry certificate,
    Entry key) {

  /** A key of the file and its value. */
  public record Entry(String key, String value) {
    /** Never the value, which may be a key. */
    @Override
    public String toString() {
      return key;
    }
  }

  /** One that names the files of a node. */
  public static Kubeconfig withFiles(
      String cluster,
      String server,
      String user,
      String authorityPath,
      String certificatePath,
      String keyPath) {
    return new Kubeconfig(
        cluster,
        server,
        user,
        user + "@" + cluster,
        new Entry("certificate-authority", authorityPath),
        new Entry("client-certificate", certificatePath),
        new Entry("client-key", keyPath));
  }

  /** One that carries everything in itself. */
  public static Kubeconfig embedded(
      String cluster,
      String server,
      String user,
      String context,
      String authorityPem,
      Credential credential) {
    return new Kubeconfig(
        cluster,
        server,
        user,
        context,
        new Entry("certificate-authority-data", base64(authorityPem)),
        new Entry("client-certificate-data", base64(credential.certificate())),
        new Entry("client-key-data", base64(credential.key())));
  }

  /** The file's text. Names are quoted: a cluster may be called {@code 1} or {@code on}. */
  public String text() {
    return """
        apiVersion: v1
        kind: Config
        clusters:
          - name: "%1$s"
            cluster:
              %5$s: %6$s
              server: %2$s
        users:
          - name: "%3$s"
            user:
              %7$s: %8$s
              %9$s: %10$s
        contexts:
          - name: "%4$s"
            context:
              cluster: "%1$s"
              user: "%3$s"
        current-context: "%4$s"
        """
        .formatted(
            cluster,
            server,
            user,
            context,
            authority.key(),
            authority.value(),
            certificate.key(),
            certificate.value(),
            key.key(),
            key.value());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
