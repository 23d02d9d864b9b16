package io.quorate.inventory.file;

import io.quorate.inventory.secret.SealedScalars;
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
import java.util.Set;

/** Seals what is to stay secret in a text that {@link InventoryFile#write} made. */
public final class SecretSealer {
  private final Set<String> fields;
  private final SealedScalars scalars;

  private SecretSealer(Set<String> fields, SealedScalars scalars) {
    this.fields = fields;
    this.scalars = scalars;
  }

  /**
   * The text with Ansible Vault values in the place of secrets.
   *
   * @param fields settings that are sealed as well, of hosts as {@code hosts.NAME.SETTING}
   * @throws VaultException when there is no password
   */
  public static String sealed(String text, Set<String> fields, Vault vault) throws VaultException {
    SourceText source = new SourceText(text);
    TextEdits edits = new TextEdits();
    SealedScalars scalars = new SealedScalars(source, edits, EditStyle.of(source).step(), vault);
    if (source.root() instanceof Mapping root) {
      new SecretSealer(fields, scalars).groups(root);
    }
    return edits.applied(text);
  }

  private void groups(Mapping groups) throws VaultException {
    for (Entry group : groups.entries()) {
      if (group.value() instanceof Mapping parts) {
        for (Entry part : parts.entries()) {
          if (part.value() instanceof Mapping below) {
            part(part.name(), below);
          }
        }
      }
    }
  }

  private void part(String name, Mapping below) throws VaultException {
    switch (name) {
      case "vars" -> settings("", below);
      case "children" -> groups(below);
      case "hosts" -> {
        for (Entry host : below.entries()) {
          if (host.value() instanceof Mapping own) {
            settings("hosts." + host.name() + ".", own);
          }
        }
      }
      default -> {}
    }
  }

  private void settings(String prefix, Mapping settings) throws VaultException {
    for (Entry entry : settings.entries()) {
      Setting setting = Setting.ofKey(entry.name());
      boolean secret = setting != null && setting.secret();
      if (setting != null && (secret || fields.contains(prefix + entry.name()))) {
        boolean tree = setting.kind() == Setting.Kind.TREE;
        values(entry.value(), entry.name(), settings.flow(), tree);
      }
    }
  }

  /**
   * @param tree whether a plain number is one, and would be a text once it was sealed
   */
  private void values(SourceNode value, String name, boolean inBrackets, boolean tree)
      throws VaultException {
    switch (value) {
      case Mapping mapping -> {
        for (Entry entry : mapping.entries()) {
          values(entry.value(), entry.name(), mapping.flow(), tree);
        }
      }
      case Sequence sequence -> {
        for (SourceNode item : sequence.items()) {
          values(item, name, sequence.flow(), tree);
        }
      }
      case Scalar scalar -> {
        boolean plain = scalar.style() == Scalar.PLAIN;
        boolean text = !tree || TreeReader.isText(name, scalar.text(), plain);
        if (text && !scalar.isNothing()) {
          scalars.seal(scalar, inBrackets, scalar.text(), "");
        }
      }
      case SourceNode.Alias alias -> {}
    }
  }
}
