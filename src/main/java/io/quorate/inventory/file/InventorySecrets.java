package io.quorate.inventory.file;

import io.quorate.inventory.Problem;
import io.quorate.inventory.ansible.VariableNames;
import io.quorate.inventory.secret.SealedScalars;
import io.quorate.inventory.secret.SecretNames;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.secret.VaultException;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.TreeReader;
import io.quorate.inventory.yaml.SourceNode;
import io.quorate.inventory.yaml.SourceNode.Entry;
import io.quorate.inventory.yaml.SourceNode.Mapping;
import io.quorate.inventory.yaml.SourceNode.Scalar;
import io.quorate.inventory.yaml.SourceNode.Sequence;
import io.quorate.inventory.yaml.SourceText;
import io.quorate.inventory.yaml.TextEdits;
import io.quorate.inventory.yaml.UneditableException;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens the secrets of an inventory file in their places, as Ansible Vault values; all
 * else in the file stays as it is. Each file is written as {@link InventoryFile#save} does.
 */
public final class InventorySecrets {
  private final SourceText source;
  private final TextEdits edits = new TextEdits();
  private final SealedScalars scalars;
  private final Vault vault;
  private int count;

  private InventorySecrets(String text, Vault vault) {
    this.source = new SourceText(text);
    this.vault = vault;
    this.scalars = new SealedScalars(source, edits, EditStyle.of(source).step(), vault);
  }

  private interface Work {
    void on(InventorySecrets secrets) throws VaultException, UneditableException;
  }

  /**
   * Seals what is secret and stands in clear: the etcd token, passwords and logins in settings that
   * may hold them, and passwords that are meant for Ansible.
   *
   * @param label the vault id to seal under; empty: none
   * @return how many values were sealed
   */
  public static int encrypt(Path file, Vault vault, String label) throws IOException {
    if (!label.matches("[A-Za-z0-9_.-]*")) {
      throw new UneditableException(
          "A vault id is made of letters, digits, dots, dashes and underscores.");
    }
    if (InventoryFile.isSealed(file)) {
      throw new UneditableException(
          "The file is sealed as a whole already. Open it first: quorate inventory decrypt -i "
              + file);
    }
    return work(file, vault, secrets -> secrets.sealAll(label));
  }

  /**
   * Opens all sealed values, or the file when it is one as a whole.
   *
   * @return how many were opened
   */
  public static int decrypt(Path file, Vault vault) throws IOException {
    if (InventoryFile.isSealed(file)) {
      InventoryFile.unseal(file, vault);
      return 1;
    }
    return work(file, vault, InventorySecrets::openAll);
  }

  /**
   * Seals all sealed values with another password, under the same vault ids.
   *
   * @return how many there are
   */
  public static int rekey(Path file, Vault vault, Vault fresh) throws IOException {
    if (InventoryFile.isSealed(file)) {
      InventoryFile.reseal(file, vault, fresh);
      return 1;
    }
    return work(file, vault, secrets -> secrets.resealAll(fresh));
  }

  private static int work(Path file, Vault vault, Work work) throws IOException {
    int[] done = {0};
    InventoryFile.change(
        file,
        text -> {
          List<Problem> problems = new ArrayList<>();
          boolean marked = text.startsWith("\uFEFF");
          String clean = marked ? text.substring(1) : text;
          if (!(YamlReader.read(clean, "the file", problems) instanceof Written.Mapping)
              || problems.stream().anyMatch(Problem::isError)) {
            throw InventoryEdit.refusal(problems);
          }
          InventorySecrets secrets = new InventorySecrets(clean, vault);
          try {
            work.on(secrets);
          } catch (VaultException e) {
            throw new UneditableException(e.getMessage() + " " + e.remedy());
          }
          done[0] = secrets.count;
          return (marked ? "\uFEFF" : "") + secrets.edits.applied(clean);
        },
        vault);
    return done[0];
  }

  private void sealAll(String label) throws VaultException {
    seal(source.root(), "", false, new Inside(null, false), label);
  }

  /**
   * Where a value stands.
   *
   * @param setting the setting that it is a part of; null: none that may hold secrets
   * @param flow whether it stands in brackets
   */
  private record Inside(@Nullable Setting setting, boolean flow) {}

  private void seal(
      @Nullable SourceNode node, String name, boolean secret, Inside place, String label)
      throws VaultException {
    switch (node) {
      case Mapping mapping -> {
        for (Entry entry : mapping.entries()) {
          Setting own = Setting.ofKey(entry.name());
          boolean within = place.setting() == null && own != null && own.mayHoldSecret();
          Setting setting = within ? own : place.setting();
          boolean one =
              own == null || place.setting() != null
                  ? isSecret(entry.name(), place.setting() != null)
                  : own.secret();
          seal(entry.value(), entry.name(), one, new Inside(setting, mapping.flow()), label);
        }
      }
      case Sequence sequence -> {
        for (SourceNode item : sequence.items()) {
          seal(item, name, secret, new Inside(place.setting(), sequence.flow()), label);
        }
      }
      case Scalar scalar -> {
        boolean login = place.setting() != null && SecretNames.in(scalar.text());
        if ((secret || login) && isInClear(scalar, name, place.setting())) {
          scalars.seal(scalar, place.flow(), scalar.text(), label);
          count++;
        }
      }
      case null, default -> {}
    }
  }

  /** Outside of settings only what Ansible reads is known, inside of them what looks like one. */
  private static boolean isSecret(String name, boolean inside) {
    return VariableNames.PASSWORDS.contains(name) || (inside && SecretNames.before(name));
  }

  /** A number in a tree of values would be a text once it was sealed. */
  private static boolean isInClear(Scalar scalar, String name, @Nullable Setting setting) {
    boolean plain = scalar.style() == Scalar.PLAIN;
    boolean text =
        setting == null
            || setting.kind() != Setting.Kind.TREE
            || TreeReader.isText(name, scalar.text(), plain);
    return !scalar.isNothing()
        && !scalar.text().isBlank()
        && text
        && !SealedScalars.isSealed(scalar);
  }

  private void openAll() throws VaultException {
    for (Scalar scalar : sealed(source.root())) {
      scalars.open(scalar);
      count++;
    }
  }

  private void resealAll(Vault fresh) throws VaultException {
    for (Scalar scalar : sealed(source.root())) {
      String plain = vault.open(scalar.text());
      scalars.replaceBody(scalar, fresh.seal(plain, Vault.labelOf(scalar.text())));
      count++;
    }
  }

  private static List<Scalar> sealed(@Nullable SourceNode node) {
    List<Scalar> found = new ArrayList<>();
    switch (node) {
      case Mapping mapping -> mapping.entries().forEach(e -> found.addAll(sealed(e.value())));
      case Sequence sequence -> sequence.items().forEach(item -> found.addAll(sealed(item)));
      case Scalar scalar when SealedScalars.isSealed(scalar) -> found.add(scalar);
      case null, default -> {}
    }
    return found;
  }
}
