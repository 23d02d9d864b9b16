package io.quorate.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.cli.Called;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are given several inventories, or a folder, as a shell gives them. */
class SeveralInventoriesCommandTest {
  private static final String HOSTS =
      """
      all:
        vars: {cluster_name: base, etcd_initial_token: base-0123456789abcdef}
        hosts: {m1: {ansible_host: 192.168.1.1}}
        children: {k8s_masters: {hosts: {m1: }}}
      """;

  private static final String MORE =
      "all: {vars: {cluster_name: prod}, hosts: {w1: {ansible_host: 192.168.1.2}}}\n"
          + "k8s_workers: {hosts: {w1: }}\n";

  @TempDir private Path folder;

  private String write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  @Test
  void checkPutsThemTogether() throws Exception {
    String base = write("base.yaml", HOSTS);
    String more = write("more.yaml", MORE);

    Called together = Called.with("inventory", "check", "--json", "-i", base, "-i", more);

    JsonNode root = new ObjectMapper().readTree(together.out());
    assertThat(root.get("valid").asBoolean()).as(together.out()).isTrue();
    assertThat(root.get("inventories").toString())
        .isEqualTo("[{\"inventory\":\"%s + %s\",\"valid\":true}]".formatted(base, more));
    // Alone, the second has no master.
    assertThat(Called.with("inventory", "check", base, more).code()).isEqualTo(2);
    Called missing = Called.with("inventory", "check", "-i", base, "-i", folder + "/nowhere");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).isEqualTo("error: there is no file " + folder + "/nowhere.\n");
  }

  @Test
  void convertMakesOneOfThem() throws Exception {
    String base = write("inv/base.yaml", HOSTS);
    String more = write("inv/more.yaml", MORE);
    String one = folder.resolve("one.yaml").toString();

    Called several =
        Called.with("inventory", "convert", "-i", base, "-i", more, "--to", "native", "-o", one);

    assertThat(several.code()).as(several.err()).isZero();
    assertThat(Called.with("inventory", "diff", one, folder + "/inv").out())
        .isEqualTo("The clusters are the same.\n");
    Called ofFolder = Called.with("inventory", "convert", folder + "/inv", "--to", "native");
    assertThat(ofFolder.out()).isEqualTo(Files.readString(Path.of(one))).contains("prod", "w1");
  }

  /** What writes into the file says so at the option, and what makes one file of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "inventory encrypt",
        "inventory decrypt",
        "inventory rekey",
        "inventory set-running-versions",
        "inventory",
        "add",
        "remove node-1",
        "rescue",
        "upgrade"
      })
  void whatWritesIntoTheFileTakesOne(String command) throws Exception {
    String base = write("inv/base.yaml", HOSTS);
    String more = write("inv/more.yaml", MORE);
    String[] words = command.split(" ");

    Called several = Called.with(with(words, "-i", base, "-i", more));
    assertThat(several.code()).as(several.out() + several.err()).isEqualTo(2);
    assertThat(several.err())
        .contains(
            "error: -i: this command writes into the inventory's file, and takes one; there are"
                + " 2.\n",
            "quorate inventory convert -i " + base + " -i " + more + " --to native -o NEW.yaml\n");
    Called ofFolder = Called.with(with(words, "-i", folder + "/inv"));
    assertThat(ofFolder.code()).isEqualTo(2);
    assertThat(ofFolder.err())
        .contains("error: -i: " + folder + "/inv is a folder; this command writes into");
    assertThat(Files.readString(Path.of(base))).isEqualTo(HOSTS);
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aProblemIsShownInTheFileThatHasIt() throws Exception {
    String base = write("inv/10-base.yaml", HOSTS);
    String more =
        write("inv/20-more", "[k8s_workers]\nw1 ansible_host=192.168.1.2 ansible_prot=22\n");
    for (List<String> given :
        List.of(List.of("-i", folder + "/inv"), List.of("-i", base, "-i", more))) {
      Called called =
          Called.with(with(new String[] {"inventory", "check"}, given.toArray(String[]::new)));
      assertThat(called.out())
          .contains(
              more + ":2:29: warning: ", "    2 | w1 ansible_host=192.168.1.2 ansible_prot=22\n");
    }
  }
}
