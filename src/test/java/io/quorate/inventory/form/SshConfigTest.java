package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.OtherProgram;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenSSH itself makes of a written ssh_config. */
class SshConfigTest {

  private static final List<String> KEYS =
      List.of(
          "~/.ssh/office key 100%",
          "/keys/it's",
          "/keys/\"quoted\" \\ back",
          "/keys/#1; touch CANARY",
          "/keys/$(touch CANARY)");

  @TempDir private Path folder;

  /** How OpenSSH would reach a host, keyword by keyword; no connection is made. */
  private Map<String, String> reached(Inventory inventory, Host host) throws Exception {
    Path file = folder.resolve("config");
    Files.writeString(file, Forms.write(inventory, Form.SSH_CONFIG).text());
    Process ssh =
        OtherProgram.start(
            new ProcessBuilder("ssh", "-G", "-F", file.toString(), host.name())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.to(folder.resolve("errors").toFile())),
            "openssh-client");
    ssh.getOutputStream().close();
    String said = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ssh.waitFor()).as(errors()).isZero();
    Map<String, String> values = new HashMap<>();
    said.lines()
        .map(line -> line.split(" ", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> values.putIfAbsent(pair[0], pair[1]));
    return values;
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("errors"));
  }

  @Test
  void saysHowEachHostIsReached() throws Exception {
    Inventory inventory = FormsTest.office();

    for (Host host : inventory.hosts()) {
      Integer port = inventory.access().portOf(host);
      assertThat(reached(inventory, host))
          .containsEntry("hostname", host.address())
          .containsEntry("user", host.user() == null ? "ops" : host.user())
          .containsEntry("port", String.valueOf(port))
          .containsEntry("proxyjump", "ops@bastion.example.com:2222");
    }
  }

  /** A doubled percent sign stays one; OpenSSH shows names before it fills tokens in. */
  @Test
  void aKeysNameIsOneWordWhateverIsInIt() throws Exception {
    for (String key : KEYS) {
      Inventory inventory =
          Objects.requireNonNull(
              InventoryFile.parse(
                      FormsTest.OFFICE.replace(
                          "\"~/.ssh/office key 100%\"", "'" + key.replace("'", "''") + "'"),
                      "office.yaml",
                      Catalogue.load())
                  .inventory());

      assertThat(reached(inventory, inventory.hosts().getFirst()))
          .containsEntry("identityfile", key.replace("%", "%%"));
    }
    assertThat(folder.resolve("CANARY")).doesNotExist();
  }
}
