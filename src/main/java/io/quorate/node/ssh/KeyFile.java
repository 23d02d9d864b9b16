package io.quorate.node.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyFileUtil;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import org.jspecify.annotations.Nullable;

/**
 * A private key of a file, and the certificates that lie beside it or are named for it. The library
 * would take a certificate for the key, and could not log in with the key alone any more.
 *
 * @param blob the public key in the SSH wire format, base64
 */
record KeyFile(Path path, KeyProvider plain, String blob) {

  /** OpenSSH's PROTOCOL.certkeys. */
  private static final long OF_USER = 1;

  /**
   * A certificate for a key.
   *
   * @param certificate null when it is of no use, which {@code inWords} says
   * @param blob the certificate in the SSH wire format, base64
   */
  record Certified(@Nullable Certificate<?> certificate, String blob, String inWords) {}

  /**
   * @throws IOException when there is no private key in the file, or its passphrase is another one
   */
  static KeyFile load(SSHClient client, Path path, PasswordFinder passphrase) throws IOException {
    String text = Files.readString(path, StandardCharsets.ISO_8859_1);
    KeyProvider read = client.loadKeys(text, null, passphrase);
    KeyProvider plain = new KeyPairWrapper(new KeyPair(read.getPublic(), read.getPrivate()));
    return new KeyFile(path, plain, base64(plain.getPublic()));
  }

  /**
   * What certifies a key.
   *
   * @param blob the public key in the SSH wire format, base64
   * @param files may hold certificates for it, or for other keys, or not exist
   */
  static List<Certified> certificates(String blob, Collection<Path> files, Instant now) {
    List<Certified> found = new ArrayList<>();
    for (Path file : files) {
      if (publicKey(file) instanceof Certificate<?> certificate
          && base64(certificate.getKey()).equals(blob)) {
        found.add(certified(certificate, file, now));
      }
    }
    return found;
  }

  private static Certified certified(Certificate<?> certificate, Path file, Instant now) {
    String fault = fault(certificate, now);
    String words = "certificate " + file;
    return fault == null
        ? new Certified(certificate, base64(certificate), words)
        : new Certified(null, base64(certificate), words + " (not offered: " + fault + ")");
  }

  private static @Nullable String fault(Certificate<?> certificate, Instant now) {
    if (certificate.getType() != OF_USER) {
      return "it is a host's";
    }
    Instant end = certificate.getValidBefore().toInstant();
    if (!now.isBefore(end)) {
      return "it ended at " + end;
    }
    Instant begin = certificate.getValidAfter().toInstant();
    return now.isBefore(begin) ? "it is not valid before " + begin : null;
  }

  /** The key, to be shown with a certificate. */
  KeyProvider with(Certificate<?> certificate) {
    return new Showing(certificate, plain);
  }

  /** Where OpenSSH looks for the certificate of a key file. */
  static Path certificateBeside(Path path) {
    return beside(path, "-cert.pub");
  }

  /** The key, shown with a certificate. */
  private record Showing(Certificate<?> certificate, KeyProvider key) implements KeyProvider {
    @Override
    public PrivateKey getPrivate() throws IOException {
      return key.getPrivate();
    }

    @Override
    public PublicKey getPublic() {
      return certificate;
    }

    @Override
    public KeyType getType() {
      return KeyType.fromKey(certificate);
    }
  }

  /** The public keys and certificates that a file holds or that lie beside it, base64. */
  static Set<String> publicBlobs(Path path) {
    Set<String> blobs = new LinkedHashSet<>();
    for (Path file : List.of(path, beside(path, ".pub"), beside(path, "-cert.pub"))) {
      PublicKey key = publicKey(file);
      if (key != null) {
        blobs.add(base64(key));
      }
    }
    return blobs;
  }

  private static Path beside(Path path, String ending) {
    return path.resolveSibling(path.getFileName() + ending);
  }

  /** Null when the file has none. */
  private static @Nullable PublicKey publicKey(Path file) {
    if (!Files.isReadable(file)) {
      return null;
    }
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return OpenSSHKeyFileUtil.initPubKey(new StringReader(text)).getPubKey();
    } catch (IOException | RuntimeException none) {
      return null;
    }
  }

  private static String base64(PublicKey key) {
    return Base64.getEncoder()
        .encodeToString(new Buffer.PlainBuffer().putPublicKey(key).getCompactData());
  }
}
