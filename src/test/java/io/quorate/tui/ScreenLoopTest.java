package io.quorate.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.tui.Program.Update;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ScreenLoopTest {

  /** A terminal in memory. */
  private static final class FakeDisplay implements Display {
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Consumer<Message>> sink = new CompletableFuture<>();
    private volatile int width = 80;
    private volatile int height = 24;
    private volatile int suspended;
    private volatile boolean mouse = true;
    private TextCanvas grid = new TextCanvas(1, 1, Glyphs.ASCII);

    @Override
    public void listen(Consumer<Message> to) {
      sink.complete(to);
    }

    @Override
    public Canvas frame() {
      grid = new TextCanvas(width, height, Glyphs.ASCII);
      return grid.canvas();
    }

    @Override
    public void show() throws IOException {
      frames.add(grid.toText());
    }

    @Override
    public void repaint() {}

    @Override
    public void takeMouse(boolean on) {
      mouse = on;
    }

    @Override
    public void suspend() {
      suspended++;
    }

    void send(Message message) throws Exception {
      sink.get(5, TimeUnit.SECONDS).accept(message);
    }

    void press(char c) throws Exception {
      send(new Message.Pressed(KeyPress.of(c)));
    }

    void control(char c) throws Exception {
      send(new Message.Pressed(new KeyPress(KeyPress.Key.CHARACTER, c, true, false, false)));
    }

    void resize(int columns, int rows) throws Exception {
      width = columns;
      height = rows;
      send(new Message.Resized(columns, rows));
    }

    /** The next frame that holds these words. */
    void awaitFrame(String words) throws InterruptedException {
      String frame;
      do {
        frame = frames.poll(5, TimeUnit.SECONDS);
        assertThat(frame).as("a frame with %s", words).isNotNull();
      } while (!frame.contains(words));
    }
  }

  /** Collects what is typed and reported; {@code q} ends it. */
  private record Notes(BiFunction<String, Message, Update<String, String>> update)
      implements Program<String, String> {

    @Override
    public String start() {
      return "start";
    }

    @Override
    public Update<String, String> update(String model, Message message) {
      return update.apply(model, message);
    }

    @Override
    public void view(String model, Canvas canvas) {
      if (model.endsWith("V")) {
        throw new IllegalStateException("cannot draw this");
      }
      canvas.text(0, 0, "[" + model + "]", Style.NORMAL);
    }

    @Override
    public boolean finished(String model) {
      return model.endsWith("q");
    }
  }

  private static Update<String, String> note(String model, Message message) {
    return switch (message) {
      case Message.Pressed(KeyPress key) when key.is('e') ->
          new Update<>(model + "e", List.of("work"));
      case Message.Pressed(KeyPress key) when key.is('!') ->
          throw new IllegalStateException("no such thing");
      case Message.Pressed(KeyPress key) when key.is('s') ->
          new Update<>(model + "s", List.of(), List.of("work"));
      case Message.Pressed(KeyPress key) ->
          Update.of(model + (key.ctrl() ? "^" : "") + Character.toString(key.character()));
      case Message.Reported(Object report) -> Update.of(model + "<" + report + ">");
      case Message.Ended(Object effect) when model.endsWith("s") -> Update.of(model + "." + effect);
      default -> Update.of(model);
    };
  }

  private final FakeDisplay display = new FakeDisplay();

  private CompletableFuture<String> run(ScreenLoop<String, String> loop) {
    CompletableFuture<String> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                ended.complete(loop.run());
              } catch (InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
              }
            });
    return ended;
  }

  private ScreenLoop<String, String> loop() {
    return new ScreenLoop<>(
        display, new Notes(ScreenLoopTest::note), (effect, report) -> report.accept(effect));
  }

  @Test
  void keysAreShownAndEffectsReportBack() throws Exception {
    CompletableFuture<String> ended = run(loop());
    display.awaitFrame("[start]");
    display.press('a');
    display.awaitFrame("[starta]");
    display.press('e');
    display.awaitFrame("[startae<work>]");
    display.control('c');
    display.awaitFrame("^c]");
    display.press('q');
    assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("startae<work>^cq");
  }

  @Test
  void workThatIsNoLongerWantedIsInterruptedAndSaysThatItIsOver() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ScreenLoop<String, String> loop =
        new ScreenLoop<>(
            display,
            new Notes(ScreenLoopTest::note),
            (effect, report) -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("broken by the interrupt", e);
              }
            });
    CompletableFuture<String> ended = run(loop);
    display.press('e');
    display.awaitFrame("[starte]");
    display.press('s');
    display.awaitFrame("[startes.work]");
    display.press('q');
    assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("startes.workq");
  }

  @Test
  void aFloodOfReportsIsFewFrames() throws Exception {
    Notes counting =
        new Notes(
            (model, message) ->
                switch (message) {
                  case Message.Reported(Integer number) -> Update.of("n" + number);
                  case Message.Pressed p -> Update.of("q");
                  default -> Update.of(model);
                });
    ScreenLoop<String, String> loop = new ScreenLoop<>(display, counting, (e, report) -> {});
    CompletableFuture<String> ended = run(loop);
    long before = System.nanoTime();
    for (int i = 1; i <= 200_000; i++) {
      loop.report(i);
    }
    display.awaitFrame("[n200000]");
    long frameTimes = (System.nanoTime() - before) / TimeUnit.MILLISECONDS.toNanos(33) + 4;
    assertThat((long) display.frames.size()).isLessThanOrEqualTo(frameTimes);
    display.press('q');
    assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("q");
  }

  @Test
  void aFaultIsAPageAndNotAStackTrace() throws Exception {
    CompletableFuture<String> ended = run(loop());
    display.press('!');
    display.awaitFrame("no such thing");
    display.press('x');
    assertThatThrownBy(() -> ended.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ScreenFailure.class)
        .hasMessageContaining("no such thing");
  }

  @Test
  void aFaultOfAViewOrAnEffectIsAPageToo() throws Exception {
    CompletableFuture<String> drawing = run(loop());
    display.press('V');
    display.awaitFrame("cannot draw this");
    display.press('x');
    assertThatThrownBy(() -> drawing.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ScreenFailure.class);

    FakeDisplay other = new FakeDisplay();
    ScreenLoop<String, String> loop =
        new ScreenLoop<>(
            other,
            new Notes(ScreenLoopTest::note),
            (effect, report) -> {
              throw new IllegalStateException("broken work");
            });
    CompletableFuture<String> working = run(loop);
    other.press('e');
    other.awaitFrame("broken work");
    other.press('x');
    assertThatThrownBy(() -> working.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ScreenFailure.class);
  }

  @Test
  void aSmallTerminalAsksToBeEnlargedAndTakesNoBlindKeys() throws Exception {
    CompletableFuture<String> ended = run(loop());
    for (int size = 59; size >= 1; size--) {
      display.resize(size, Math.max(1, size / 4));
    }
    display.resize(40, 10);
    display.awaitFrame("40x10");
    display.press('a');
    display.resize(60, 18);
    display.awaitFrame("[start]");
    display.press('q');
    assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("startq");
  }

  @Test
  void controlZSuspendsWithoutTheProgram() throws Exception {
    CompletableFuture<String> ended = run(loop());
    display.control('z');
    display.control('l');
    display.press('q');
    assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("startq");
    assertThat(display.suspended).isEqualTo(1);
  }

  @Test
  void f9GivesTheMouseToTheTerminalAndTakesItBack() throws Exception {
    CompletableFuture<String> ended = run(loop());
    display.awaitFrame("[start]");
    assertThat(display.mouse).isTrue();
    display.send(new Message.Pressed(KeyPress.of(KeyPress.Key.F9)));
    display.awaitFrame(" F9 mouse back\n");
    assertThat(display.mouse).isFalse();
    display.press('a');
    display.awaitFrame("[starta]");
    assertThat(display.mouse).as("keys work meanwhile").isFalse();
    display.send(new Message.Pressed(KeyPress.of(KeyPress.Key.F9)));
    display.press('b');
    display.awaitFrame("[startab]");
    assertThat(display.mouse).isTrue();
    display.press('q');
    assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("startabq");
  }

  @Test
  void aSlowTerminalGetsFewerFramesAndAFastOneAllOfThem() {
    FramePace pace = new FramePace();
    long fast = pace.interval();
    for (int i = 0; i < 10; i++) {
      pace.wrote(TimeUnit.MILLISECONDS.toNanos(80));
    }
    assertThat(pace.interval()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    for (int i = 0; i < 10; i++) {
      pace.wrote(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(pace.interval()).isEqualTo(fast);
  }
}
