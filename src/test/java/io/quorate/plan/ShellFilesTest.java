package io.quorate.plan;

import static io.quorate.plan.Outcome.CHANGED;
import static io.quorate.plan.Outcome.FAILED;
import static io.quorate.plan.Outcome.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.FileBlock;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Operation.WriteFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders, files, blocks and uploads, by a real shell. */
class ShellFilesTest {

  @TempDir Path temp;
  private ShellBench bench;

  @BeforeEach
  void bench() {
    bench = new ShellBench(temp);
  }

  private String mode(String name) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve(name)));
  }

  @Test
  void aFolderIsMadeOnceWithOwnerAndMode() throws Exception {
    var folder = new Directory(bench.path("a/b c/d"), bench.owner, "0700");
    var looked = bench.check(folder);
    assertThat(looked.outcome()).as(looked.toString()).isEqualTo(CHANGED);
    assertThat(temp.resolve("a")).doesNotExist();
    assertThat(bench.apply(folder).outcome()).isEqualTo(CHANGED);
    assertThat(mode("a/b c/d")).isEqualTo("rwx------");
    assertThat(mode("a")).isEqualTo("rwxr-xr-x");
    assertThat(bench.apply(folder).outcome()).isEqualTo(UNCHANGED);

    Files.setPosixFilePermissions(
        temp.resolve("a/b c/d"), PosixFilePermissions.fromString("rwxrwxrwx"));
    var looser = bench.apply(folder);
    assertThat(looser.outcome()).isEqualTo(CHANGED);
    assertThat(looser.detail()).isEqualTo("mode 700, was 777");
  }

  @Test
  void whatIsInTheWayOfAFolderIsAFailure() throws Exception {
    Files.writeString(temp.resolve("x"), "");
    var result =
        bench.apply(new Directory(bench.path("x"), bench.owner, "0755"), bench.file("y", "never"));
    assertThat(result.all()).containsExactly(FAILED);
    assertThat(result.detail()).startsWith("exit code 1: cannot make the folder");
    assertThat(result.output).anyMatch(l -> l.contains("File exists"));
    assertThat(result.exitCode).isZero();
    assertThat(result.ended).isTrue();
    assertThat(temp.resolve("y")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain\n",
        "no end",
        "\n\n",
        "it's \"quoted\" $HOME `id` \\ \\n %s %d\n",
        "EOF\n'EOF'\n",
        "'",
        "-n\n",
        "ünï → 漢字 \t\r\n",
        "#!/bin/sh\nset -- \"$@\" '\n"
      })
  void everyTextArrivesAsItIs(String text) throws Exception {
    var file = bench.file("etc/it's a \"file\" $x", text);
    assertThat(bench.apply(file).outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("etc/it's a \"file\" $x")).isEqualTo(text);
    assertThat(bench.apply(file).outcome()).isEqualTo(UNCHANGED);
    assertThat(bench.check(file).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void aLargeTextArrives() throws Exception {
    String text = "0123456789 'x' $y\n".repeat(100_000);
    assertThat(bench.apply(bench.file("large", text)).outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("large")).isEqualTo(text);
    assertThat(bench.apply(bench.file("large", text)).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void aCheckShowsTheDifferenceAndChangesNothing() throws Exception {
    Files.writeString(temp.resolve("conf"), "one\ntwo\n");
    var result = bench.check(bench.file("conf", "one\nthree\n"));
    assertThat(result.outcome()).isEqualTo(CHANGED);
    assertThat(result.detail()).isEqualTo("content");
    assertThat(result.diff)
        .contains("--- " + bench.path("conf"), " one", "-two", "+three")
        .hasSize(6);
    assertThat(bench.read("conf")).isEqualTo("one\ntwo\n");
    assertThat(temp.resolve("state")).doesNotExist();
  }

  @Test
  void aSecretIsNeverShown() throws Exception {
    Files.writeString(temp.resolve("key"), "old-hush\n");
    var file = new WriteFile(bench.path("key"), Content.secret("new-hush\n"), bench.owner, "0600");
    var looked = bench.check(file);
    assertThat(looked.diff).containsExactly("•••");
    var done = bench.apply(file);
    assertThat(done.outcome()).isEqualTo(CHANGED);
    assertThat(looked + " " + done).doesNotContain("hush");
    assertThat(mode("key")).isEqualTo("rw-------");
    assertThat(bench.read("key")).isEqualTo("new-hush\n");
  }

  private static Content withPassword(String password, int level) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("level", level);
    document.put("zorp", new Secret(password));
    return Content.of(
        document,
        texts ->
            texts.entrySet().stream()
                .map(e -> e.getKey() + " = \"" + e.getValue() + "\"\n")
                .collect(Collectors.joining()));
  }

  private WriteFile guarded(Content content) {
    return new WriteFile(bench.path("conf"), content, bench.owner, "0400");
  }

  @Test
  void aCheckSaysThatASecretDiffersAndNotWhatItIs() throws Exception {
    bench.apply(guarded(withPassword("old-hush", 1)));

    var looked = bench.check(guarded(withPassword("new-hush", 1)));

    assertThat(looked.outcome()).isEqualTo(CHANGED);
    assertThat(looked.diff).contains("-zorp = •••", "+zorp = \"•••\"");
    assertThat(looked.toString() + looked.diff).doesNotContain("hush");
  }

  @Test
  void ofAFileWithSecretsTheRestIsShown() throws Exception {
    bench.apply(guarded(withPassword("hush", 1)));

    var looked = bench.check(guarded(withPassword("hush", 2)));

    assertThat(looked.diff).contains("-level = •••", "+level = \"2\"", " zorp = \"•••\"");
    assertThat(looked.diff.toString()).doesNotContain("hush");
    var done = bench.apply(guarded(withPassword("hush", 2)));
    assertThat(done.outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("conf")).isEqualTo("level = \"2\"\nzorp = \"hush\"\n");
    assertThat(bench.check(guarded(withPassword("hush", 2))).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void aSecretThatGoesIsNotShownEither() throws Exception {
    bench.apply(guarded(withPassword("old-hush", 1)));

    var looked = bench.check(bench.file("conf", "level = \"1\"\n"));

    assertThat(looked.diff).contains("-zorp = •••");
    assertThat(looked.diff.toString()).doesNotContain("hush");
  }

  /** One that stood in clear in a file for everybody, before it was known for what it is. */
  @Test
  void linesWithPasswordsAreNotShownWhereverTheyStand() throws Exception {
    Files.writeString(
        temp.resolve("conf"), "  \"password\" : \"old-hush\"\nurl: http://me:hush@proxy\nx: 1\n");

    var looked = bench.check(bench.file("conf", "x: 2\n"));

    assertThat(looked.diff)
        .contains("-  \"password\" : •••", "-url: http://•••@proxy", "-x: 1", "+x: 2");
    assertThat(looked.diff.toString()).doesNotContain("hush");
  }

  @Test
  void aFileThatOnlyItsModeDiffersInIsNotShown() throws Exception {
    Files.writeString(temp.resolve("conf"), "level = \"1\"\nzorp = \"hush\"\n");

    var looked = bench.check(guarded(withPassword("hush", 1)));

    assertThat(looked.outcome()).isEqualTo(CHANGED);
    assertThat(looked.detail()).startsWith("mode 400");
    assertThat(looked.diff).isEmpty();
  }

  @Test
  void whatWasWrittenIsInTheManifestOnce() throws Exception {
    bench.apply(bench.file("a", "1"), bench.file("b", "1"));
    bench.apply(bench.file("a", "2"));
    assertThat(bench.read("state/manifest").lines())
        .containsExactly(bench.path("a"), bench.path("b"));
    assertThat(mode("state")).isEqualTo("rwx------");
  }

  @Test
  void anAlteredFileIsRepairedAlsoAfterAChangeBefore() throws Exception {
    var a = bench.file("a", "1");
    var b = bench.file("b", "1");
    var c = bench.file("c", "1");
    bench.apply(a, b, c);
    Files.writeString(temp.resolve("a"), "other");
    Files.writeString(temp.resolve("c"), "other");
    assertThat(bench.apply(a, b, c).all()).containsExactly(CHANGED, UNCHANGED, CHANGED);
    assertThat(bench.read("a") + bench.read("c")).isEqualTo("11");
  }

  @Test
  void anOperationSeesWhatTheOneBeforeItDid() throws Exception {
    Files.writeString(temp.resolve("a"), "1");
    Files.setPosixFilePermissions(temp.resolve("a"), PosixFilePermissions.fromString("rw-r--r--"));
    var result = bench.apply(new RemoveFile(bench.path("a")), bench.file("a", "1"));
    assertThat(result.all()).containsExactly(CHANGED, CHANGED);
    assertThat(bench.read("a")).isEqualTo("1");
  }

  @Test
  void aBlockIsAddedReplacedAndLeftAlone() throws Exception {
    Files.writeString(temp.resolve("hosts"), "127.0.0.1 localhost\n::1 ip6");
    Files.setPosixFilePermissions(
        temp.resolve("hosts"), PosixFilePermissions.fromString("rw-rw-r--"));
    var one = new FileBlock(bench.path("hosts"), "quorate", "10.0.0.1 a\n");
    assertThat(bench.check(one).diff).contains("+# BEGIN quorate", "+10.0.0.1 a");
    assertThat(bench.apply(one).outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("hosts"))
        .isEqualTo("127.0.0.1 localhost\n::1 ip6\n# BEGIN quorate\n10.0.0.1 a\n# END quorate\n");
    assertThat(bench.apply(one).outcome()).isEqualTo(UNCHANGED);
    Files.writeString(temp.resolve("hosts"), bench.read("hosts") + "10.9.9.9 mine\n");
    assertThat(bench.apply(one).outcome()).isEqualTo(UNCHANGED);
    var two = new FileBlock(bench.path("hosts"), "quorate", "10.0.0.1 a \\n & $b\n10.0.0.2 c");
    assertThat(bench.apply(two).outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("hosts"))
        .isEqualTo(
            "127.0.0.1 localhost\n::1 ip6\n# BEGIN quorate\n10.0.0.1 a \\n & $b\n10.0.0.2 c\n"
                + "# END quorate\n10.9.9.9 mine\n");
    assertThat(mode("hosts")).isEqualTo("rw-rw-r--");
  }

  @Test
  void aBlockThatLostItsEndSwallowsNothing() throws Exception {
    Files.writeString(temp.resolve("hosts"), "a\n# BEGIN quorate\nb\nc\n");
    var block = new FileBlock(bench.path("hosts"), "quorate", "x");
    bench.apply(block);
    assertThat(bench.read("hosts")).isEqualTo("a\nb\nc\n# BEGIN quorate\nx\n# END quorate\n");
    assertThat(bench.apply(block).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void aBlockMakesItsFile() throws Exception {
    bench.apply(new FileBlock(bench.path("new"), "quorate", "x"));
    assertThat(bench.read("new")).isEqualTo("# BEGIN quorate\nx\n# END quorate\n");
    assertThat(mode("new")).isEqualTo("rw-r--r--");
  }

  @Test
  void aFileIsRemoved() throws Exception {
    Files.createSymbolicLink(temp.resolve("link"), Path.of("/nowhere/at/all"));
    var gone = new RemoveFile(bench.path("link"));
    assertThat(bench.check(gone).outcome()).isEqualTo(CHANGED);
    assertThat(temp.resolve("link")).isSymbolicLink();
    assertThat(bench.apply(gone).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(gone).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void anUploadIsVerifiedOnce() throws Exception {
    var upload = new Upload("/home/me/image.tar", bench.path("image.tar"), Digest.sha256("layers"));
    assertThat(bench.check(upload).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(upload).detail()).isEqualTo(bench.path("image.tar") + " was not sent");
    Files.writeString(temp.resolve("image.tar"), "other");
    assertThat(bench.apply(upload).outcome()).isEqualTo(FAILED);
    Files.writeString(temp.resolve("image.tar"), "layers");
    assertThat(bench.check(upload).outcome()).isEqualTo(UNCHANGED);
    assertThat(bench.apply(upload).outcome()).isEqualTo(CHANGED);
    bench.command("sha256sum", "exit 1\n");
    assertThat(bench.apply(upload).outcome()).as("known by its record").isEqualTo(UNCHANGED);
  }
}
