package io.quorate.node.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import io.quorate.node.ssh.config.HostPatterns;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.signature.Signature;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate that a server shows is one for it, now. The library's own check tells less,
 * and takes a user's certificate and signatures with SHA-1.
 */
final class HostCertificate {
  /** OpenSSH's PROTOCOL.certkeys. */
  private static final long OF_HOST = 2;

  /** RSA with SHA-1, which can be forged (OpenSSH leaves it out of CASignatureAlgorithms, too). */
  private static final String SHA1 = "ssh-rsa";

  private HostCertificate() {}

  /**
   * @param host the name that the certificate has to be for, in lower case
   * @return the rest of a sentence that the certificate begins; null when nothing is wrong
   */
  static @Nullable String fault(Certificate<?> certificate, String host, Instant now) {
    if (certificate.getType() != OF_HOST) {
      return "is not a host's";
    }
    List<String> principals = certificate.getValidPrincipals();
    if (principals.stream()
        .noneMatch(p -> HostPatterns.matches(p.toLowerCase(Locale.ROOT), host))) {
      return principals.isEmpty()
          ? "names no host"
          : "is not for " + host + ", but for " + String.join(", ", principals);
    }
    if (now.isBefore(certificate.getValidAfter().toInstant())) {
      return "is not valid before " + certificate.getValidAfter().toInstant();
    }
    if (!now.isBefore(certificate.getValidBefore().toInstant())) {
      return "ended at " + certificate.getValidBefore().toInstant();
    }
    Map<String, String> demands = certificate.getCritOptions();
    if (!demands.isEmpty()) {
      return "demands what nobody knows: " + String.join(", ", demands.keySet());
    }
    return signatureFault(certificate);
  }

  private static @Nullable String signatureFault(Certificate<?> certificate) {
    byte[] signed = certificate.getSignature();
    try {
      String algorithm = new Buffer.PlainBuffer(signed).readString();
      Signature signature =
          algorithm.equals(SHA1)
              ? null
              : Factory.Named.Util.create(KeyType.CertUtils.ALL_SIGNATURES, algorithm);
      if (signature == null) {
        return "is signed by " + algorithm + ", which does not count";
      }
      byte[] whole = new Buffer.PlainBuffer().putPublicKey(certificate).getCompactData();
      signature.initVerify(new Buffer.PlainBuffer(certificate.getSignatureKey()).readPublicKey());
      // The signature is the last field, its length before it in four bytes.
      signature.update(whole, 0, whole.length - signed.length - 4);
      return signature.verify(signed) ? null : "is not signed by that authority";
    } catch (Buffer.BufferException | SSHRuntimeException e) {
      return "is not signed as it has to be";
    }
  }
}
