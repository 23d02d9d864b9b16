package io.quorate.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.backup.Archives;
import io.quorate.cli.Called;
import io.quorate.target.S3Keys;
import io.quorate.target.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about backups in a store that speaks S3 (S3Proxy, in this JVM). */
class BackupsElsewhereTest {

  private static final String PLACE = "s3://" + S3Server.BUCKET + "/nightly";

  @TempDir Path here;
  private S3Server server;
  private S3Keys keys;
  private Path file;

  @BeforeEach
  void aServer() throws Exception {
    keys = new S3Keys(here);
    server = new S3Server();
    file = here.resolve("home-20261128T030000Z.quorate");
    Archives.write(file, Archives.SEALING, Archives.snapshot(3));
  }

  @AfterEach
  void end() throws Exception {
    server.close();
    keys.close();
  }

  private Called call(String command, String... words) {
    String[] all = new String[words.length + 4];
    all[0] = "backup";
    all[1] = command;
    System.arraycopy(words, 0, all, 2, words.length);
    all[words.length + 2] = "--s3-endpoint";
    all[words.length + 3] = server.endpoint();
    return Called.with(all);
  }

  @Test
  void aBackupIsCopiedListedAndFetched() throws Exception {
    String told = PLACE + "?endpoint=" + server.endpoint();
    Called copied = call("copy", file.toString(), PLACE);
    assertThat(copied.err()).isEmpty();
    assertThat(copied.code()).isZero();
    assertThat(copied.out()).startsWith(file + " copied to " + told + ": written on the condition");
    assertThat(call("list", PLACE).out())
        .isEqualToIgnoringNewLines(
            "2026-11-28T03:00:00Z  home  0.0 MiB  restore not tried  home-20261128T030000Z.quorate");
    JsonNode listed = new ObjectMapper().readTree(call("list", "--json", PLACE).out());
    String address = listed.at("/backups/0/file").asText();
    assertThat(address)
        .isEqualTo(PLACE + "/home-20261128T030000Z.quorate?endpoint=" + server.endpoint());
    Path back = Files.createDirectory(here.resolve("back"));
    // As it was told, without an option more.
    Called fetched = Called.with("backup", "fetch", address, "--to", back.toString());
    assertThat(fetched.code()).as(fetched.err()).isZero();
    assertThat(back.resolve(file.getFileName())).hasSameBinaryContentAs(file);
    assertThat(call("list", "s3://" + S3Server.BUCKET + "/other").out())
        .startsWith("There is no backup in s3://" + S3Server.BUCKET + "/other?endpoint=");
  }

  @Test
  void whatKeepsItFromComingIsAnError() throws Exception {
    server.put("nightly/home-20261128T030000Z.quorate", "another");
    Called taken = call("copy", file.toString(), PLACE);
    assertThat(taken.code()).isEqualTo(1);
    assertThat(taken.err()).contains("did not come to " + PLACE).contains("is there already");
    keys.secret("a-fake-word");
    Called refused = call("copy", file.toString(), PLACE);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("SignatureDoesNotMatch").doesNotContain("a-fake-word");
    assertThat(call("list", PLACE).code()).isEqualTo(3);
    assertThat(call("fetch", PLACE + "/x.quorate", "--to", here.toString()).code()).isEqualTo(3);
  }

  /** What would be passed over in silence is refused. */
  @Test
  void aFolderHasNoEndpoint() {
    assertThat(call("list", here.toString()).err()).contains("and FOLDER has none");
    assertThat(call("copy", file.toString(), "sftp://nas/srv").err())
        .contains("and ADDRESS has none");
    assertThat(call("verify", file.toString(), "--plain").err()).contains("and FILE has none");
    Called own = Called.with("backup", "list", here.toString());
    assertThat(own.code()).isZero();
    assertThat(own.out()).contains("revision 4711").contains(file.getFileName().toString());
    assertThat(Called.with("backup", "list", "none").code()).isEqualTo(2);
  }
}
