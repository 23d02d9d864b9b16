package io.quorate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.Invocation;
import io.quorate.inventory.Problem;
import io.quorate.inventory.secret.Vault;
import io.quorate.wizard.journey.JourneyEffect;
import io.quorate.wizard.journey.JourneyReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JourneyWorkTest {

  @TempDir Path folder;

  private static List<Problem> refused(Vault vault, String file) {
    List<Object> reports = new ArrayList<>();
    try (JourneyWork work =
        new JourneyWork(true, person -> vault, List.of(), true, f -> Invocation.of(f.toString()))) {
      work.run(new JourneyEffect.Open(1, file, ""), reports::add);
    }
    return ((JourneyReport.NotOpened) reports.getFirst()).problems();
  }

  /** As a sentence, without what the program calls it. */
  @Test
  void whyAVaultStaysShutIsSaid() throws Exception {
    String sealed = Vault.of("a-password").seal("obviously-fake", "");
    Path file =
        Files.writeString(
            folder.resolve("home.yaml"),
            "all:\n  vars:\n    etcd_initial_token: !vault |\n"
                + sealed.indent(6)
                + "  hosts:\n    node-1: {ansible_host: 192.0.2.1}\n");
    Vault shut =
        Vault.of(
            () -> {
              throw new UncheckedIOException("there is no password file.", new IOException());
            });
    assertThat(refused(shut, file.toString()))
        .extracting(Problem::what)
        .containsExactly("there is no password file.");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(refused(Vault.closed(), folder.resolve("none.yaml").toString()))
        .extracting(Problem::remedy)
        .containsExactly("Name the file of the cluster.");
  }
}
