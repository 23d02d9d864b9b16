package io.quorate.inventory.secret;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * An Ansible Vault value as it is written (docs.ansible.com, Ansible Vault, format of files
 * encrypted with Ansible Vault): a head line, then hexadecimal digits, 80 a line, of three
 * hexadecimal texts.
 *
 * @param label the vault id; empty: format 1.1, which has none
 */
record VaultText(String label, byte[] salt, byte[] hmac, byte[] sealed) {
  private static final String HEAD = "$ANSIBLE_VAULT";
  private static final String CIPHER = "AES256";
  private static final int WIDTH = 80;
  private static final HexFormat HEX = HexFormat.of();

  static VaultText parse(String text) throws VaultException {
    List<String> lines = text.strip().lines().map(String::strip).toList();
    List<String> head = List.of((lines.isEmpty() ? "" : lines.getFirst()).split(";", -1));
    if (!head.getFirst().equals(HEAD) || head.size() < 3) {
      throw damaged("it does not begin with $ANSIBLE_VAULT;1.1;AES256");
    }
    String version = head.get(1);
    boolean labelled = version.equals("1.2") && head.size() == 4;
    if (!labelled && !(version.equals("1.1") && head.size() == 3)) {
      throw damaged("its format is neither 1.1 nor 1.2");
    }
    if (!head.get(2).equals(CIPHER)) {
      throw damaged("its cipher is not AES256");
    }
    String body = String.join("", lines.subList(1, lines.size()));
    return parts(body, labelled ? head.get(3) : "");
  }

  private static VaultText parts(String body, String label) throws VaultException {
    try {
      String inner = new String(HEX.parseHex(body), StandardCharsets.US_ASCII);
      String[] parts = inner.split("\n", -1);
      if (parts.length != 3) {
        throw damaged("it has not three parts");
      }
      return new VaultText(
          label, HEX.parseHex(parts[0]), HEX.parseHex(parts[1]), HEX.parseHex(parts[2]));
    } catch (IllegalArgumentException e) {
      throw damaged("there are other signs than hexadecimal digits in it, or one is missing");
    }
  }

  static VaultException damaged(String why) {
    return new VaultException(
        "This Ansible Vault value is damaged: " + why + ".",
        "Take the value from a copy, or write it anew with `quorate inventory encrypt`.");
  }

  /** The lines, the last one ended. */
  String written() {
    String inner = HEX.formatHex(salt) + "\n" + HEX.formatHex(hmac) + "\n" + HEX.formatHex(sealed);
    String body = HEX.formatHex(inner.getBytes(StandardCharsets.US_ASCII));
    StringBuilder out = new StringBuilder(HEAD);
    out.append(label.isEmpty() ? ";1.1;" + CIPHER : ";1.2;" + CIPHER + ";" + label).append('\n');
    for (int at = 0; at < body.length(); at += WIDTH) {
      out.append(body, at, Math.min(at + WIDTH, body.length())).append('\n');
    }
    return out.toString();
  }
}
