package io.quorate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import io.quorate.plan.Secret;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The seal is age's own format: what its program wrote is read here. {@code AgeLabTest} has the
 * other way round.
 */
class AgeFormatTest {
  @TempDir Path folder;

  /** Written by age 1.1.1; more than one chunk. */
  @Test
  void readsWhatAgeWroteForAKey() throws Exception {
    assertThat(read("by-age.x25519.age", Archives.OPENING)).isEqualTo("q".repeat(70_000));
  }

  /** Written by age 1.1.1 with its own work factor, four times that of ours. */
  @Test
  void readsWhatAgeWroteWithAPassphrase() throws Exception {
    assertThat(read("by-age.scrypt.age", new OpeningKey.Passphrase(new Secret("correct horse"))))
        .isEqualTo("what age wrote\n");
  }

  /** A header that asks for terabytes is refused before anything is tried. */
  @Test
  void refusesAHeaderThatAsksForTooMuch() throws Exception {
    byte[] file;
    try (InputStream in = AgeFormatTest.class.getResourceAsStream("/backup/by-age.scrypt.age")) {
      file = in.readAllBytes();
    }
    String text = new String(file, StandardCharsets.ISO_8859_1);
    Path dear = folder.resolve("dear.age");
    Files.writeString(dear, text.replaceFirst(" 18\n", " 40\n"), StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () -> {
              try (InputStream in = Files.newInputStream(dear)) {
                new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(
                        Channels.newChannel(in),
                        List.copyOf(
                            new OpeningKey.Passphrase(new Secret("correct horse")).stanzas()));
              }
            })
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("asks for too much");
  }

  private static String read(String name, OpeningKey key) throws Exception {
    try (InputStream in = AgeFormatTest.class.getResourceAsStream("/backup/" + name);
        InputStream clear =
            Channels.newInputStream(
                new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(Channels.newChannel(in), List.copyOf(key.stanzas())))) {
      return new String(clear.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
