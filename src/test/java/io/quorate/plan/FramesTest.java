package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.WriteFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the parser makes of good and of bad streams. */
class FramesTest {

  private static final String MARK = "deadbeef01";
  private static final String F = "\u001e" + MARK + " ";

  private final List<String> heard = new ArrayList<>();
  private final Frames frames =
      new Frames(
          MARK,
          List.of(
              new WriteFile("/etc/one", Content.of("a\n\nb\n"), "root:root", "0644"),
              new WriteFile("/etc/two", Content.secret("hush"), "root:root", "0600"),
              new WriteFile("/etc/three", Content.of("c"), "root:root", "0644"),
              new RemoveFile("/etc/four")),
          new Frames.Listener() {
            @Override
            public void started(int operation) {
              heard.add("started " + operation);
            }

            @Override
            public void output(int operation, String line) {
              heard.add("output " + operation + " " + line);
            }

            @Override
            public void progress(int operation, long done, long total) {
              heard.add("progress " + operation + " " + done + "/" + total);
            }

            @Override
            public void diff(int operation, String line) {
              heard.add("diff " + operation + " " + line);
            }

            @Override
            public void finished(int operation, Outcome outcome, String detail) {
              heard.add("finished " + operation + " " + outcome + " " + detail);
            }
          });

  private void feed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    frames.feed(bytes, 0, bytes.length);
  }

  @Test
  void framesAndOutputTakeTurns() {
    feed(F + "begin 0\nhello\n" + F + "changed 0 it was missing\n");
    feed(F + "begin 1\n" + F + "bytes 1 5 -1\n" + F + "bytes 1 10 10\n" + F + "failed 1 7 \n");
    feed(F + "end\n");
    assertThat(heard)
        .containsExactly(
            "started 0",
            "output 0 hello",
            "finished 0 CHANGED it was missing",
            "started 1",
            "progress 1 5/-1",
            "progress 1 10/10",
            "finished 1 FAILED exit code 7");
    assertThat(frames.ended()).isTrue();
  }

  @Test
  void aFileThatIsNewIsShownWithoutBeingSent() {
    feed(F + "begin 0\n" + F + "new 0\n" + F + "new 1\n" + F + "new 2\n");
    assertThat(heard)
        .containsExactly(
            "started 0",
            "diff 0 --- /etc/one",
            "diff 0 +++ /etc/one (wanted)",
            "diff 0 @@ -0,0 +1,3 @@",
            "diff 0 +a",
            "diff 0 +",
            "diff 0 +b",
            "diff 1 •••",
            "diff 2 --- /etc/three",
            "diff 2 +++ /etc/three (wanted)",
            "diff 2 @@ -0,0 +1 @@",
            "diff 2 +c",
            "diff 2 \\ No newline at end of file");
    feed(F + "new 3\n" + F + "new 4\n");
    assertThat(heard).endsWith("output 0 new 3", "output 0 new 4");
  }

  @Test
  void aFrameIsFoundBehindOutputWithoutLineEnd() {
    feed(F + "begin 0\nno end" + F + "failed 0 0 why it is so\n");
    assertThat(heard).endsWith("output 0 no end", "finished 0 FAILED why it is so");
    assertThat(frames.ended()).isFalse();
  }

  @Test
  void itDoesNotMatterWhereTheStreamIsCut() {
    String stream = F + "begin 3\nünï\r\nx" + F + "unchanged 3 · fine\n" + F + "end\n";
    for (byte b : stream.getBytes(StandardCharsets.UTF_8)) {
      frames.feed(new byte[] {b}, 0, 1);
    }
    assertThat(heard)
        .containsExactly("started 3", "output 3 ünï", "output 3 x", "finished 3 UNCHANGED · fine");
    assertThat(frames.ended()).isTrue();
  }

  @Test
  void whatComesBeforeTheFirstOperationIsStray() {
    feed("sudo: a password is required\n");
    for (int i = 0; i < 100; i++) {
      frames.line("line " + i);
    }
    assertThat(heard).isEmpty();
    assertThat(frames.stray()).hasSize(20).endsWith("line 99");
  }

  @Test
  void aForeignOrBrokenFrameIsOutput() {
    feed(F + "begin 0\n\u001eother begin 1\n" + F + "nonsense 0\n" + F + "begin x\n");
    feed(F + "bytes 0 many 7\n" + F + "begin 99999999999\n" + F + "\n");
    assertThat(heard)
        .containsExactly(
            "started 0",
            "output 0 \u001eother begin 1",
            "output 0 nonsense 0",
            "output 0 begin x",
            "output 0 bytes 0 many 7",
            "output 0 begin 99999999999",
            "output 0 ");
  }

  @Test
  void aLineWithoutEndIsCutAndTheFrameBehindItFound() {
    feed(F + "begin 0\n");
    for (int before : new int[] {65_530, 65_536, 65_540, 200_000}) {
      heard.clear();
      feed("x".repeat(before) + F + "unchanged 0 yes\n");
      assertThat(heard).last().isEqualTo("finished 0 UNCHANGED yes");
      int told = 0;
      for (String line : heard.subList(0, heard.size() - 1)) {
        assertThat(line).startsWith("output 0 x").doesNotContain("\u001e");
        told += line.length() - "output 0 ".length();
      }
      assertThat(told).isEqualTo(before);
    }
  }

  @Test
  void aFrameThatIsTooLongIsCut() {
    feed(F + "begin 0\n" + F + "diff 0 " + "y".repeat(300_000) + "\n" + F + "changed 0 \n");
    assertThat(heard).hasSize(3).last().isEqualTo("finished 0 CHANGED ");
    assertThat(heard.get(1).length()).isLessThan(70_000);
  }

  @Test
  void noiseBreaksNothing() {
    Random random = new Random(7);
    byte[] noise = new byte[1 << 20];
    random.nextBytes(noise);
    feed(F + "begin 0\n");
    frames.feed(noise, 0, noise.length);
    feed("\n" + F + "end\n");
    frames.close();
    assertThat(frames.ended()).isTrue();
    assertThat(heard).noneMatch(l -> l.startsWith("finished"));
  }

  @Test
  void whatIsLeftAtTheEndIsTold() {
    feed(F + "begin 0\nlast words");
    frames.close();
    assertThat(heard).endsWith("output 0 last words");
  }

  @Test
  void marksDiffer() {
    assertThat(Frames.freshMark()).hasSize(32).isNotEqualTo(Frames.freshMark());
  }
}
