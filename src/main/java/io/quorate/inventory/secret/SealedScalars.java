package io.quorate.inventory.secret;

import io.quorate.inventory.yaml.SourceNode;
import io.quorate.inventory.yaml.SourceNode.Scalar;
import io.quorate.inventory.yaml.SourceText;
import io.quorate.inventory.yaml.TextEdits;
import io.quorate.inventory.yaml.YamlWriter;
import java.util.List;

/** Changes between values in clear and Ansible Vault values in a text. */
public final class SealedScalars {
  private final SourceText source;
  private final TextEdits edits;
  private final int step;
  private final Vault vault;

  public SealedScalars(SourceText source, TextEdits edits, int step, Vault vault) {
    this.source = source;
    this.edits = edits;
    this.step = step;
    this.vault = vault;
  }

  public static boolean isSealed(Scalar scalar) {
    return scalar.tag().equals("!vault") || scalar.tag().equals("!vault-encrypted");
  }

  /** Seals another text in a sealed value's place, under its vault id. */
  public void reseal(Scalar scalar, String plain) {
    try {
      replaceBody(scalar, vault.seal(plain, Vault.labelOf(scalar.text())));
    } catch (VaultException e) {
      throw new IllegalStateException("what was opened can be sealed", e);
    }
  }

  /** Puts another sealed value into a sealed value's place. */
  public void replaceBody(Scalar scalar, String sealed) {
    if (!scalar.isBlock()) {
      edits.replace(scalar.content(), scalar.end(), YamlWriter.text(sealed.strip()));
      return;
    }
    int body = source.nextLine(scalar.content());
    int indent = 0;
    while (source.text().charAt(body + indent) == ' ') {
      indent++;
    }
    edits.replace(body, scalar.end(), block(sealed, indent).substring(source.lineBreak().length()));
  }

  /**
   * Seals a value that stands in clear.
   *
   * @param inBrackets whether it stands in a flow collection, where only one line will do
   */
  public void seal(SourceNode value, boolean inBrackets, String plain, String label)
      throws VaultException {
    String sealed = vault.seal(plain, label);
    if (inBrackets) {
      edits.replace(value.content(), value.end(), "!vault " + YamlWriter.text(sealed.strip()));
      return;
    }
    int line = source.lineStart(value.start());
    int indent = 0;
    while (source.text().charAt(line + indent) == ' ') {
      indent++;
    }
    edits.replace(value.content(), value.end(), "!vault |");
    edits.insert(source.lineEnd(value.end()), block(sealed, indent + step));
  }

  /** Opens a sealed value; a comment behind its first line stays. */
  public void open(Scalar scalar) throws VaultException {
    String plain = YamlWriter.text(vault.open(scalar.text()));
    String anchor = scalar.anchor() == null ? "" : "&" + scalar.anchor() + " ";
    String comment = "";
    if (scalar.isBlock()) {
      String head = source.text().substring(scalar.content(), source.lineEnd(scalar.content()));
      comment = head.stripTrailing().replaceFirst("^[^\\s]*", "");
    }
    edits.replace(scalar.start(), scalar.end(), anchor + plain + comment);
  }

  private String block(String sealed, int indent) {
    StringBuilder out = new StringBuilder();
    List<String> lines = sealed.strip().lines().toList();
    lines.forEach(line -> out.append(source.lineBreak()).repeat(' ', indent).append(line));
    return out.toString();
  }
}
