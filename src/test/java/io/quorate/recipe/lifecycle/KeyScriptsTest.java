package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.platform.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in etcd is told apart by the key that wrote it, and written anew, page by page. */
class KeyScriptsTest {

  private static final String PLACES =
      """
      /registry/secrets/ k8s:enc:secretbox:v1:key2: secrets
      /registry/example.com/widgets/ k8s:enc:secretbox:v1:key2: widgets.example.com""";

  /** Lines of a key and its value, as etcd has them, in {@code data}; two a page. */
  private static final String ETCDCTL =
      """
      #!/bin/sh
      [ ! -e silent ] || { echo 'context deadline exceeded' >&2; exit 1; }
      LC_ALL=C sort data | awk -v from="$4" -v up="$5" '
        $1 >= from && $1 < up {
          if (count++ == 2) { print "\\"More\\" : true"; exit }
          print "\\"Key\\" : \\"" $1 "\\""
          print "\\"ModRevision\\" : 7"
          print "\\"Value\\" : \\"" $2 "\\\\x00\\\\n\\"" }'
      """;

  /** Hands objects through by their names, one conflict and one loss on the way. */
  private static final String KUBECTL =
      """
      #!/bin/sh
      shift 2
      echo "$*" >>calls
      case $1 in
        get)
          kind=$2 folder=''
          shift 2
          case $1 in --namespace=*) folder=${1#*=}/; shift ;; esac
          for name in "$@"; do
            case $name in
              -*) break ;;
              gone) sed -i '/gone/d' data ;;
              *) echo "$kind $folder$name" ;;
            esac
          done
          ;;
        replace)
          failed=0
          while read -r kind name; do
            case $kind in secrets) place=/registry/secrets ;; *) place=/registry/example.com/widgets ;; esac
            if [ "${name##*/}" = busy ] && [ ! -e conflict ]; then
              : >conflict
              echo 'Error from server (Conflict): the object has been modified' >&2
              failed=1
              continue
            fi
            sed -i "s#^$place/$name .*#$place/$name k8s:enc:secretbox:v1:key2:new#" data
            echo "$kind/$name"
          done
          exit $failed
          ;;
      esac
      """;

  @TempDir Path folder;

  private record Ran(int exit, String output) {}

  @BeforeEach
  void programs() throws IOException {
    program("etcdctl.sh", ETCDCTL);
    program("kubectl", KUBECTL);
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ran run(String script, String scanned) throws Exception {
    String text =
        new Template("keys/values.lib.sh")
                .fill(Map.of("places", "'" + PLACES + "'", "scanned", scanned))
            + new Template("keys/" + script).fill(Map.of("key", "key2"));
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh", "-c", "set -e\n" + text.replace("/usr/local/bin/etcdctl.sh", "./etcdctl.sh"))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  private void data(String lines) throws IOException {
    Files.writeString(folder.resolve("data"), lines);
  }

  private static final String MIXED =
      """
      /registry/secrets/a/one k8s:enc:secretbox:v1:key1:x
      /registry/secrets/a/two k8s:enc:secretbox:v1:key2:x
      /registry/secrets/a/busy k8s:enc:secretbox:v1:key1:x
      /registry/secrets/b/gone k8s:enc:secretbox:v1:key1:x
      /registry/secrets/b/plain k8s\\x00
      /registry/secrets/b/other k8s:enc:aescbc:v1:key2:x
      /registry/secretsandmore/x plain
      /registry/pods/a/b plain
      """;

  @Test
  void whatAnotherKeyWroteIsCountedPageByPage() throws Exception {
    data(MIXED);
    Ran ran = run("rewrite.check.sh", "/registry/secrets/");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.output()).isEqualTo("5 of 6 objects are not written with key2 yet\n");
  }

  @Test
  void allIsWrittenAnewAlsoWhereSomebodyElseWritesMeanwhile() throws Exception {
    data(MIXED + "/registry/example.com/widgets/wide k8s:enc:secretbox:v1:key1:x\n");
    Ran ran = run("rewrite.apply.sh", "/registry/");
    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(ran.output())
        .contains("6 of 7 objects have to be written", "(Conflict)", "1 of 6 objects have to be")
        .endsWith("5 objects were written anew\n");
    assertThat(Files.readString(folder.resolve("calls")))
        .contains(
            "get secrets --namespace=b gone other plain --ignore-not-found -o json",
            "get widgets.example.com wide --ignore-not-found");
    Ran after = run("rewrite.check.sh", "/registry/");
    assertThat(after.exit()).as(after.output()).isZero();
    assertThat(after.output())
        .isEqualTo("6 objects are written with key2, none with another key\n");
  }

  /** What would be lost with the old key, and nobody knows what it is. */
  @Test
  void anEncryptedValueElsewhereIsNotOverlooked() throws Exception {
    data(
        """
        /registry/secrets/a/b k8s:enc:secretbox:v1:key2:x
        /registry/odd/x k8s:enc:secretbox:v1:key1:x
        """);
    assertThat(run("rewrite.check.sh", "/registry/").exit()).isEqualTo(1);
    Ran ran = run("rewrite.apply.sh", "/registry/");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.output()).contains("/registry/odd/x is encrypted, and belongs to nothing");
  }

  @Test
  void whereEtcdDoesNotAnswerNothingIsTakenForDone() throws Exception {
    data("");
    Files.writeString(folder.resolve("silent"), "");
    Ran ran = run("rewrite.check.sh", "/registry/secrets/");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.output()).contains("context deadline exceeded").doesNotContain("none with");
  }

  @Test
  void anEmptyClusterHasNothingLeft() throws Exception {
    data("");
    assertThat(run("rewrite.check.sh", "/registry/secrets/").output())
        .isEqualTo("0 objects are written with key2, none with another key\n");
  }
}
