package io.quorate.inventory.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Problem;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.secret.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What standard input cannot have beside it, and what it may not hide. */
class PipedInventoryTest {

  private static List<Problem> problems(String text) throws IOException {
    Piped piped = Piped.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    return InventoryLoader.load(
            Source.of(Piped.NAME).with(piped),
            Occasion.FIRST_INSTALL,
            LocalDate.of(2026, 11, 23),
            Vault.closed())
        .problems();
  }

  @Test
  void aSecretInClearIsNotedAsInAFile() throws IOException {
    assertThat(
            problems(
                """
                all:
                  vars: {etcd_initial_token: fake-token-7rq2x9c4k1m8v5t3}
                  children:
                    k8s_masters: {hosts: {a: {ansible_host: 10.9.0.1}}}
                """))
        .anySatisfy(
            note -> {
              assertThat(note.field()).isEqualTo("etcd_initial_token");
              assertThat(note.severity()).isEqualTo(Problem.Severity.NOTE);
              assertThat(note.remedy()).startsWith("Seal it where it comes from");
            });
  }

  @Test
  void variablesBesideAFileOfIniAreMissed() throws IOException {
    assertThat(problems("[k8s_masters]\na ansible_host=10.9.0.1\n"))
        .extracting(Problem::what)
        .contains("Files of variables (group_vars, host_vars) are not read beside standard input.");
  }
}
