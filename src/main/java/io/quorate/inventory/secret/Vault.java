package io.quorate.inventory.secret;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opens and seals Ansible Vault values: AES-256 in counter mode, an HMAC over what is sealed, keys
 * by PBKDF2 (docs.ansible.com, Ansible Vault payload format 1.1 and 1.2). The password is asked for
 * when the first value needs it, and once.
 */
public final class Vault {
  private static final int ROUNDS = 10_000;
  private static final int SALT = 32;
  private static final int KEY = 32;
  private static final int BLOCK = 16;

  private final Supplier<@Nullable String> source;
  private @Nullable String password;
  private boolean asked;

  private Vault(Supplier<@Nullable String> source) {
    this.source = source;
  }

  /** One that opens nothing: there is no password. */
  public static Vault closed() {
    return new Vault(() -> null);
  }

  /**
   * @param source gives the password when it is needed; null: there is none
   */
  public static Vault of(Supplier<@Nullable String> source) {
    return new Vault(source);
  }

  public static Vault of(String password) {
    return new Vault(() -> password);
  }

  private String password() throws VaultException {
    if (!asked) {
      password = source.get();
      asked = true;
    }
    if (password == null || password.isEmpty()) {
      throw new VaultException(
          "This is an Ansible Vault value, and there is no password to open it.",
          "Say --vault-password-file FILE, set ANSIBLE_VAULT_PASSWORD_FILE, or start this at a"
              + " terminal, which asks for it.");
    }
    return password;
  }

  /**
   * What is in a sealed value.
   *
   * @throws VaultException when it is damaged, or there is no password or another one
   */
  public String open(String sealed) throws VaultException {
    VaultText text = VaultText.parse(sealed);
    byte[] keys = keys(password(), text.salt());
    if (!MessageDigest.isEqual(text.hmac(), hmac(keys, text.sealed()))) {
      throw new VaultException(
          "This Ansible Vault value does not open with the password that was given"
              + (text.label().isEmpty() ? "." : " (its vault id is " + text.label() + ")."),
          "Give the password that it was sealed with; if that one was given, the value is damaged.");
    }
    byte[] padded = crypt(Cipher.DECRYPT_MODE, keys, text.sealed());
    int padding = padded.length == 0 ? 0 : padded[padded.length - 1];
    if (padding < 1 || padding > BLOCK || padding > padded.length) {
      throw VaultText.damaged("its padding is wrong");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(padded, 0, padded.length - padding))
          .toString();
    } catch (CharacterCodingException e) {
      throw VaultText.damaged("what is in it is not UTF-8");
    }
  }

  /**
   * A sealed value, as the lines of a file.
   *
   * @param label the vault id; empty: none, format 1.1
   * @throws VaultException when there is no password
   */
  public String seal(String plain, String label) throws VaultException {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    byte[] keys = keys(password(), salt);
    byte[] text = plain.getBytes(StandardCharsets.UTF_8);
    int padding = BLOCK - text.length % BLOCK;
    byte[] padded = Arrays.copyOf(text, text.length + padding);
    Arrays.fill(padded, text.length, padded.length, (byte) padding);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, keys, padded);
    return new VaultText(label, salt, hmac(keys, sealed), sealed).written();
  }

  /** The vault id of a sealed value; empty when it has none. */
  public static String labelOf(String sealed) throws VaultException {
    return VaultText.parse(sealed).label();
  }

  /** The cipher's key, the HMAC's key and the first counter, one after the other. */
  private static byte[] keys(String password, byte[] salt) {
    try {
      PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ROUNDS, 8 * (2 * KEY + BLOCK));
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2", e);
    }
  }

  private static byte[] hmac(byte[] keys, byte[] sealed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys, KEY, KEY, "HmacSHA256"));
      return mac.doFinal(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] crypt(int mode, byte[] keys, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          mode, new SecretKeySpec(keys, 0, KEY, "AES"), new IvParameterSpec(keys, 2 * KEY, BLOCK));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES in counter mode", e);
    }
  }
}
