package io.quorate.backup;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import io.quorate.plan.Secret;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** What a backup is opened with. */
public sealed interface OpeningKey {

  /** How a private key of age begins. */
  String PREFIX = "AGE-SECRET-KEY-1";

  List<RecipientStanzaReader> stanzas() throws GeneralSecurityException;

  /**
   * Private keys, of which one has to fit.
   *
   * @param keys of age; at least one
   */
  record Identities(List<Secret> keys) implements OpeningKey {
    /**
     * @throws IllegalArgumentException when one is not such a key; the message does not show it
     */
    public Identities {
      keys = List.copyOf(keys);
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("there is no private key of age in it");
      }
      for (int i = 0; i < keys.size(); i++) {
        try {
          X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(keys.get(i).reveal());
        } catch (GeneralSecurityException | RuntimeException e) {
          throw new IllegalArgumentException(
              "key "
                  + (i + 1)
                  + " is not a private key of age, which begins with "
                  + PREFIX
                  + " and has 74 characters");
        }
      }
    }

    /** Those of a file as age-keygen writes it: a key a line, and comments. */
    public static Identities of(Secret file) {
      return new Identities(
          file.reveal()
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .map(Secret::new)
              .toList());
    }

    @Override
    public List<RecipientStanzaReader> stanzas() throws GeneralSecurityException {
      List<RecipientStanzaReader> stanzas = new ArrayList<>();
      for (Secret key : keys) {
        stanzas.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(key.reveal()));
      }
      return stanzas;
    }
  }

  record Passphrase(Secret text) implements OpeningKey {
    @Override
    public List<RecipientStanzaReader> stanzas() {
      return List.of(new ScryptStanzas(text));
    }
  }
}
