package io.quorate.lab;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Has a node's certificates have ended: each is signed again by the cluster's authority, for the
 * same key and names, with an end in the past. Clocks stay as they are.
 */
final class EndedLeaves {

  private static final String PKI = "/etc/kubernetes/pki/";
  private static final Instant END = Instant.now().minus(Duration.ofDays(35));

  private static final Map<String, String> SIGNERS =
      Map.of("etcd-ca", PKI + "etcd/ca", "kubernetes-front-proxy-ca", PKI + "front-proxy-ca");

  private final String master;

  /**
   * @param master a node that has the authorities' keys
   */
  EndedLeaves(String master) {
    this.master = master;
  }

  /** All of a node's, in every place, but for the authorities'. */
  void on(String node) throws Exception {
    // A worker has no etcd.
    List<String> files =
        Lab.ssh(
                node,
                "find /etc/kubernetes/pki /etc/etcd/pki -name '*.crt' ! -name '*ca.crt'"
                    + " 2>/dev/null")
            .output()
            .lines()
            .toList();
    StringBuilder script = new StringBuilder();
    for (String file : files) {
      script.append("echo %s | base64 -d >%s\n".formatted(base64(ended(read(node, file))), file));
    }
    String config = Lab.ssh(node, "cat /root/.kube/config 2>/dev/null").output();
    for (String line :
        config.lines().filter(l -> l.contains("client-certificate-data:")).toList()) {
      String data = line.substring(line.indexOf(':') + 1).strip();
      String old = new String(Base64.getDecoder().decode(data));
      script.append("sed -i 's|%s|%s|' /root/.kube/config\n".formatted(data, base64(ended(old))));
    }
    Lab.ssh(node, script.toString()).orFail();
  }

  private static String read(String node, String file) {
    return Lab.ssh(node, "cat " + file).orFail().output();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes());
  }

  private String ended(String pem) throws Exception {
    X509CertificateHolder leaf = certificate(pem);
    String issuer = leaf.getIssuer().toString().replaceFirst("^CN=", "");
    String stem = SIGNERS.getOrDefault(issuer, PKI + "ca");
    X509CertificateHolder authority = certificate(read(master, stem + ".crt"));
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            authority.getSubject(),
            new BigInteger(126, new SecureRandom()).setBit(126),
            Date.from(END.minus(Duration.ofDays(365))),
            Date.from(END),
            leaf.getSubject(),
            leaf.getSubjectPublicKeyInfo());
    for (ASN1ObjectIdentifier oid : leaf.getExtensions().getExtensionOIDs()) {
      builder.addExtension(leaf.getExtension(oid));
    }
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          builder.build(
              new JcaContentSignerBuilder("SHA256withECDSA")
                  .build(key(read(master, stem + ".key")))));
    }
    return text.toString();
  }

  private static X509CertificateHolder certificate(String pem) throws Exception {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      return (X509CertificateHolder) parser.readObject();
    }
  }

  private static PrivateKey key(String pem) throws Exception {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      return new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) parser.readObject());
    }
  }
}
