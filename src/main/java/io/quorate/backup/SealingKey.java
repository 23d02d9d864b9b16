package io.quorate.backup;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import io.quorate.plan.Secret;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** What a backup is sealed with, in the ways of age: for owners of keys, or with a passphrase. */
public sealed interface SealingKey {

  /** What the manifest says of a passphrase. */
  String PASSPHRASE = "passphrase";

  /** What opens it, without a secret. */
  List<String> opensWith();

  /** How the key of the file is written at its beginning. */
  List<RecipientStanzaWriter> stanzas() throws GeneralSecurityException;

  /**
   * The owner of any of these keys opens it. Who seals needs no secret.
   *
   * @param keys public keys of age, such as {@code age1…}; at least one
   */
  record Recipients(List<String> keys) implements SealingKey {
    /**
     * @throws IllegalArgumentException when one is not such a key; the message names it
     */
    public Recipients {
      keys = List.copyOf(keys);
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("no recipient is named");
      }
      for (String key : keys) {
        try {
          X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(key);
        } catch (GeneralSecurityException | RuntimeException e) {
          String shown = key.regionMatches(true, 0, OpeningKey.PREFIX, 0, 15) ? Secret.SHOWN : key;
          throw new IllegalArgumentException(
              shown
                  + " is not a recipient: a public key of age begins with age1 and has 62"
                  + " characters",
              e);
        }
      }
    }

    @Override
    public List<String> opensWith() {
      return keys;
    }

    @Override
    public List<RecipientStanzaWriter> stanzas() throws GeneralSecurityException {
      List<RecipientStanzaWriter> stanzas = new ArrayList<>();
      for (String key : keys) {
        stanzas.add(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(key));
      }
      return stanzas;
    }
  }

  /** Whoever knows it opens it. */
  record Passphrase(Secret text) implements SealingKey {
    public Passphrase {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("the passphrase is empty");
      }
    }

    @Override
    public List<String> opensWith() {
      return List.of(PASSPHRASE);
    }

    @Override
    public List<RecipientStanzaWriter> stanzas() {
      return List.of(new ScryptStanzas(text));
    }
  }
}
