package io.quorate.wizard;

import io.quorate.inventory.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Fields that the wizard has beside the settings of an inventory. */
public enum OwnField {
  PASSPHRASE(
      "Key's passphrase",
      "Opens the private key. It stays in memory: it is not saved and not written anywhere.",
      "some-words-only-you-know",
      "OpenSSH, ssh-keygen(1)",
      true),
  PASSWORD(
      "SSH password",
      "The password of the SSH user. It stays in memory: it is not saved and not written"
          + " anywhere. It is sent only to hosts whose key is known.",
      "as-you-type-it-for-ssh",
      "OpenSSH, PasswordAuthentication in sshd_config(5)",
      true),
  BECOME_PASSWORD(
      "sudo password",
      "What sudo asks for. It stays in memory and reaches sudo through its standard input only.",
      "as-you-type-it-for-sudo",
      "sudo(8), -S",
      true),
  ADVANCED(
      "Show advanced",
      "Shows the settings that most clusters never need: flags of the components' own, packages,"
          + " verbosity. What is set there stays set when they are hidden again.",
      "yes",
      "Quorate",
      false),
  PATH(
      "Inventory file",
      "Where the inventory is written. Ansible reads the file too; quorate install -i FILE does"
          + " the same install again without the wizard.",
      "kubernetes.yaml",
      "Ansible, inventories in YAML",
      false);

  private final String label;
  private final Field.Help help;
  private final boolean secret;

  OwnField(String label, String about, String example, String source, boolean secret) {
    this.label = label;
    this.help = new Field.Help(about, example, source);
    this.secret = secret;
  }

  /** No setting of an inventory begins like this. */
  public String key() {
    return "wizard." + name().toLowerCase(Locale.ROOT);
  }

  static Optional<OwnField> of(String key) {
    return Arrays.stream(values()).filter(f -> f.key().equals(key)).findFirst();
  }

  String label() {
    return label;
  }

  Field.Help help() {
    return help;
  }

  /** Whether it is never saved. */
  boolean isSecret() {
    return secret;
  }

  Problem missing(String remedy) {
    return Problem.error(key(), "Nothing was typed.", remedy);
  }
}
