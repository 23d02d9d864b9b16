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
      "",
      true),
  PASSWORD(
      "SSH password",
      "The password of the SSH user. It stays in memory: it is not saved and not written"
          + " anywhere. It is sent only to hosts whose key is known.",
      "",
      true),
  BECOME_PASSWORD(
      "sudo password",
      "What sudo asks for. It stays in memory and reaches sudo through its standard input only.",
      "",
      true),
  ADVANCED(
      "Show advanced",
      "Shows the settings that most clusters never need: flags of the components' own, packages,"
          + " verbosity. What is set there stays set when they are hidden again.",
      "",
      false),
  PATH(
      "Inventory file",
      "Where the inventory is written. Ansible reads the file too; quorate install -i FILE does"
          + " the same install again without the wizard.",
      "kubernetes.yaml",
      false);

  private final String label;
  private final Field.Help help;
  private final boolean secret;

  OwnField(String label, String about, String example, boolean secret) {
    this.label = label;
    this.help = new Field.Help(about, example, "");
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
