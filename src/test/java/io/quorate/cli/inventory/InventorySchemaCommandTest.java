package io.quorate.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.cli.Called;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventorySchemaCommandTest {
  @TempDir Path folder;

  /** The line is what the YAML language server reads, and the schema is where it says. */
  @Test
  void anEditorFindsTheSchemaByTheLineThatIsSaid() throws Exception {
    Path file = folder.resolve("quorate.schema.json");
    Called written = Called.with("inventory", "schema", "-o", file.toString());
    assertThat(written.code()).isZero();
    assertThat(written.out()).isEmpty();
    assertThat(written.err())
        .isEqualTo(
            "Written: "
                + file
                + ".\nFor editors, write as the first line of an inventory in the same folder:\n"
                + "    # yaml-language-server: $schema=quorate.schema.json\n");
    assertThat(file).hasContent(Called.with("inventory", "schema").out());
    JsonNode schema = new ObjectMapper().readTree(file.toFile());
    assertThat(schema.get("$id").asText()).startsWith("urn:");

    String line = written.err().lines().toList().getLast().strip();
    Path inventory = folder.resolve("home.yaml");
    String sample = Files.readString(Path.of("inventory-samples/three-masters.yaml"));
    Files.writeString(inventory, line + "\n" + sample);
    assertThat(folder.resolve(line.replaceFirst(".*\\$schema=", ""))).exists();
    assertThat(Called.with("inventory", "check", inventory.toString()).code()).isZero();
    for (Path page : new Path[] {Path.of("README.md"), Path.of("src/main/docs/settings.md")}) {
      assertThat(page).content().contains(line);
    }
  }

  @Test
  void aFileThatIsThereStaysUnlessForced() throws Exception {
    Path file = Files.writeString(folder.resolve("home.yaml"), "all: {}\n");
    Called refused = Called.with("inventory", "schema", "-o", file.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo("error: " + file + " is there already; --force replaces it.\n");
    assertThat(file).hasContent("all: {}");
    assertThat(Called.with("inventory", "schema", "-o", file.toString(), "--force").code())
        .isZero();
    assertThat(file).content().startsWith("{");
    Called nowhere = Called.with("inventory", "schema", "-o", folder.resolve("a/b").toString());
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).startsWith("error: " + folder.resolve("a/b") + " cannot be written:");
  }
}
