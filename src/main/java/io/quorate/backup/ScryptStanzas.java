package io.quorate.backup;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.EncryptedFileKey;
import com.exceptionfactory.jagged.framework.crypto.FileKeyDecryptorFactory;
import com.exceptionfactory.jagged.framework.crypto.FileKeyEncryptorFactory;
import io.quorate.plan.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * The stanza of a passphrase, as the format of age has it: {@code -> scrypt SALT LOG_N}, and the
 * file's key under what scrypt makes of the passphrase.
 */
final class ScryptStanzas implements RecipientStanzaWriter, RecipientStanzaReader {
  private static final String TYPE = "scrypt";
  private static final byte[] LABEL =
      "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final int BLOCK = 8;

  /** N is two to this: 64 MiB of memory for a guess, which the program's own heap has to hold. */
  static final int LOG_N = 16;

  /** What age itself reads. */
  private static final int MOST_LOG_N = 22;

  private final Secret passphrase;

  ScryptStanzas(Secret passphrase) {
    this.passphrase = passphrase;
  }

  @Override
  public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey)
      throws GeneralSecurityException {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    byte[] body =
        new FileKeyEncryptorFactory()
            .newFileKeyEncryptor()
            .getEncryptedFileKey(fileKey, key(salt, LOG_N))
            .getEncoded();
    return List.of(
        new Stanza(
            List.of(
                Base64.getEncoder().withoutPadding().encodeToString(salt), String.valueOf(LOG_N)),
            body));
  }

  @Override
  public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
    List<RecipientStanza> all = new ArrayList<>();
    stanzas.forEach(all::add);
    if (all.stream().noneMatch(s -> s.getType().equals(TYPE))) {
      throw new UnsupportedRecipientStanzaException("it is not sealed with a passphrase");
    }
    // Whoever could add another way in could take away what a passphrase proves.
    if (all.size() != 1) {
      throw new InvalidKeyException("a passphrase stands beside other keys");
    }
    RecipientStanza stanza = all.getFirst();
    List<String> arguments = stanza.getArguments();
    if (arguments.size() != 2 || !arguments.get(1).matches("[1-9][0-9]?")) {
      throw new InvalidKeyException("the stanza of the passphrase has another form");
    }
    byte[] salt;
    try {
      salt = Base64.getDecoder().decode(arguments.get(0));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("the salt of the passphrase is not base64", e);
    }
    int logN = Integer.parseInt(arguments.get(1));
    if (salt.length != SALT_BYTES || logN > MOST_LOG_N) {
      throw new InvalidKeyException("the stanza of the passphrase asks for too much");
    }
    long needed = 128L * BLOCK << logN;
    if (needed > Runtime.getRuntime().maxMemory() / 4 * 3) {
      throw new InvalidKeyException(
          "to try the passphrase takes " + (needed >> 20) + " MiB; give it more by QUORATE_MEMORY");
    }
    return new FileKeyDecryptorFactory()
        .newFileKeyDecryptor()
        .getFileKey(new EncryptedFileKey(stanza.getBody()), key(salt, logN));
  }

  private CipherKey key(byte[] salt, int logN) {
    ByteArrayOutputStream labelled = new ByteArrayOutputStream();
    labelled.writeBytes(LABEL);
    labelled.writeBytes(salt);
    return new CipherKey(
        SCrypt.generate(
            passphrase.reveal().getBytes(StandardCharsets.UTF_8),
            labelled.toByteArray(),
            1 << logN,
            BLOCK,
            1,
            KEY_BYTES));
  }

  private record Stanza(List<String> arguments, byte[] body) implements RecipientStanza {
    @Override
    public String getType() {
      return TYPE;
    }

    @Override
    public List<String> getArguments() {
      return arguments;
    }

    @Override
    public byte[] getBody() {
      return body.clone();
    }
  }
}
