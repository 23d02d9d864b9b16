package io.quorate.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyFileUtil;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import net.schmizz.sshj.common.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Certificates that {@code ssh-keygen -s AUTHORITY -h -n node-1.lan,*.lab} made for the year 2026.
 */
class HostCertificateTest {
  private static final Path FOLDER = Path.of("src/test/resources/ssh");
  private static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"host-ed25519", "host-ecdsa", "host-rsa"})
  void aCertificateIsGoodForItsHosts(String name) throws IOException {
    assertThat(fault(name, "node-1.lan", NOW)).isNull();
    assertThat(fault(name, "a.lab", NOW)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host-ed25519 |node-2.lan|2026-07-01T00:00:00Z|is not for node-2.lan, but for node-1.lan, *.lab",
        "host-ed25519 |lab       |2026-07-01T00:00:00Z|is not for lab, but for node-1.lan, *.lab",
        "host-ed25519 |node-1.lan|2025-12-31T23:59:59Z|is not valid before 2026-01-01T00:00:00Z",
        "host-ed25519 |node-1.lan|2027-01-01T00:00:00Z|ended at 2027-01-01T00:00:00Z",
        "host-nameless|node-1.lan|2026-07-01T00:00:00Z|names no host",
        "user         |node-1.lan|2026-07-01T00:00:00Z|is not a host's",
        "host-sha1    |node-1.lan|2026-07-01T00:00:00Z|is signed by ssh-rsa, which does not count",
      })
  void whatIsWrongIsSaid(String name, String host, Instant now, String fault) throws IOException {
    assertThat(fault(name, host, now)).isEqualTo(fault);
  }

  @Test
  void aSignatureThatIsForSomethingElseDoesNotCount() throws IOException {
    Certificate<?> good = read("host-ed25519");
    byte[] whole = new Buffer.PlainBuffer().putPublicKey(good).getCompactData();
    // The serial number stands behind the type, the nonce and the key, each with its length.
    whole[4 + 32 + 4 + 32 + 4 + 32 + 7]++;
    Certificate<?> forged = (Certificate<?>) new Buffer.PlainBuffer(whole).readPublicKey();

    assertThat(forged.getSerial()).isEqualTo(good.getSerial().add(BigInteger.ONE));
    assertThat(HostCertificate.fault(forged, "node-1.lan", NOW))
        .isEqualTo("is not signed by that authority");
  }

  private static @Nullable String fault(String name, String host, Instant now) throws IOException {
    return HostCertificate.fault(read(name), host, now);
  }

  private static Certificate<?> read(String name) throws IOException {
    String text = Files.readString(FOLDER.resolve(name + "-cert.pub"));
    return (Certificate<?>) OpenSSHKeyFileUtil.initPubKey(new StringReader(text)).getPubKey();
  }
}
