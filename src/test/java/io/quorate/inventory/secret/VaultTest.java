package io.quorate.inventory.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealing and opening as Ansible Vault does. */
class VaultTest {
  private static final String PASSWORD = "sample-only-password";

  private static Vault vault() {
    return Vault.of(PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0123456789abcdef", "é中😀\nline\ttab \"'", "   "})
  void whatIsSealedOpens(String plain) throws VaultException {
    String sealed = vault().seal(plain, "");
    String labelled = vault().seal(plain, "prod");

    assertThat(vault().open(sealed)).isEqualTo(plain);
    assertThat(vault().open(labelled)).isEqualTo(plain);
    assertThat(sealed).startsWith("$ANSIBLE_VAULT;1.1;AES256\n").endsWith("\n");
    assertThat(labelled).startsWith("$ANSIBLE_VAULT;1.2;AES256;prod\n");
    assertThat(sealed.lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(vault().seal(plain, "")).as("salted").isNotEqualTo(sealed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                        | does not begin with
          words                                     | does not begin with
          '$ANSIBLE_VAULT;1.0;AES'                  | neither 1.1 nor 1.2
          '$ANSIBLE_VAULT;1.2;AES256'               | neither 1.1 nor 1.2
          '$ANSIBLE_VAULT;1.1;AES'                  | not AES256
          '$ANSIBLE_VAULT;1.1;AES256'               | three parts
          '$ANSIBLE_VAULT;1.1;AES256/zz'            | hexadecimal
          '$ANSIBLE_VAULT;1.1;AES256/616'           | hexadecimal
          '$ANSIBLE_VAULT;1.1;AES256/610a620a63'    | hexadecimal
          '$ANSIBLE_VAULT;1.1;AES256/61610a62620a6363' | does not open
          """)
  void damageIsSaid(String sealed, String why) {
    assertThatThrownBy(() -> vault().open(sealed.replace('/', '\n')))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(why);
  }

  @Test
  void oneFlippedBitIsNoticed() throws Exception {
    VaultText text = VaultText.parse(vault().seal("secret", ""));
    text.sealed()[3] ^= 1;

    assertThatThrownBy(() -> vault().open(text.written())).hasMessageContaining("does not open");
  }
}
