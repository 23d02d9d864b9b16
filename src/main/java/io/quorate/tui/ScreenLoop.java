package io.quorate.tui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link Program}: one thread, the one that calls {@link #run()}, owns the model and the
 * screen; everything else reaches it as messages.
 *
 * <p>Keys are shown at once. Reports are shown at most 30 times a second, however many there are.
 * Ctrl-Z suspends and Ctrl-L repaints without the program's help; Ctrl-C is a key like others.
 *
 * @param <M> the model
 * @param <E> the program's effects
 */
public final class ScreenLoop<M, E> {

  /** Below this size a request to enlarge the terminal is shown instead of the program. */
  public static final int LEAST_WIDTH = 60;

  public static final int LEAST_HEIGHT = 18;

  private static final Logger LOG = LoggerFactory.getLogger(ScreenLoop.class);

  /** A background task failed in a way that nobody foresaw. */
  private record Faulty(RuntimeException cause) {}

  private final Display display;
  private final Program<M, E> program;
  private final EffectRunner<E> effects;
  private final Mailbox mailbox = new Mailbox();
  private final FramePace pace = new FramePace();
  private final long startedAt = System.nanoTime();
  private M model;
  private boolean dirty = true;
  private boolean tooSmall;
  private @Nullable Throwable fault;
  private boolean faultRead;

  public ScreenLoop(Display display, Program<M, E> program, EffectRunner<E> effects) {
    this.display = display;
    this.program = program;
    this.effects = effects;
    this.model = program.start();
  }

  /**
   * Sends a report to the program, from any thread; waits while the screen is behind.
   *
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public void report(Object report) throws InterruptedException {
    mailbox.report(new Message.Reported(report));
  }

  /**
   * Runs until the program is finished.
   *
   * @return the last model
   * @throws ScreenFailure after a fault of the program, which the person has seen
   * @throws UncheckedIOException when the terminal is gone
   * @throws InterruptedException when this thread is interrupted
   */
  public M run() throws InterruptedException {
    ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    try {
      display.listen(mailbox::urgent);
      Canvas first = display.frame();
      deliver(new Message.Resized(first.width(), first.height()), background);
      long frameAt = draw();
      while (!done()) {
        Mailbox.Delivery delivery = mailbox.await(frameAt, System.nanoTime() + patience());
        for (Message message : delivery.messages()) {
          deliver(message, background);
        }
        deliver(new Message.Tick((System.nanoTime() - startedAt) / 1_000_000), background);
        if (dirty && (delivery.urgent() || System.nanoTime() - frameAt >= 0)) {
          frameAt = draw();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal is gone", e);
    } finally {
      background.shutdownNow();
    }
    if (fault != null) {
      throw new ScreenFailure(fault);
    }
    return model;
  }

  private long patience() {
    return dirty ? 0 : fault == null && program.moves(model) ? pace.interval() : pace.tick();
  }

  private boolean done() {
    return fault != null ? faultRead : program.finished(model);
  }

  private void deliver(Message message, ExecutorService background) throws IOException {
    if (message instanceof Message.Pressed(KeyPress key) && ownKey(key)) {
      return;
    }
    if (message instanceof Message.Resized(int width, int height)) {
      tooSmall = width < LEAST_WIDTH || height < LEAST_HEIGHT;
      dirty = true;
    } else if (tooSmall && isInput(message)) {
      return;
    }
    if (fault != null) {
      faultRead |= message instanceof Message.Pressed;
      return;
    }
    if (message instanceof Message.Reported(Faulty faulty)) {
      fail(faulty.cause());
      return;
    }
    try {
      Program.Update<M, E> update = program.update(model, message);
      dirty |= update.model() != model;
      model = update.model();
      start(update.effects(), background);
    } catch (RuntimeException | StackOverflowError e) {
      fail(e);
    }
  }

  private boolean ownKey(KeyPress key) throws IOException {
    if (!key.ctrl() || key.key() != KeyPress.Key.CHARACTER) {
      return false;
    }
    if (key.character() == 'z') {
      display.suspend();
    } else if (key.character() == 'l') {
      display.repaint();
    } else {
      return false;
    }
    dirty = true;
    return true;
  }

  /** What a person does blindly has no effect, but they can always leave. */
  private static boolean isInput(Message message) {
    return switch (message) {
      case Message.Pressed(KeyPress key) -> !(key.ctrl() && key.character() == 'c');
      case Message.Pasted p -> true;
      case Message.Clicked c -> true;
      case Message.Scrolled s -> true;
      case Message.Resized r -> false;
      case Message.Tick t -> false;
      case Message.Reported r -> false;
    };
  }

  private void start(List<E> wanted, ExecutorService background) {
    for (E effect : wanted) {
      background.execute(() -> carryOut(effect));
    }
  }

  private void carryOut(E effect) {
    Consumer<Object> report =
        value -> {
          try {
            report(value);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try {
      effects.run(effect, report);
    } catch (RuntimeException e) {
      report.accept(new Faulty(e));
    }
  }

  private void fail(Throwable cause) {
    LOG.error("the screen failed", cause);
    fault = cause;
    dirty = true;
  }

  /** Returns when the next frame is due. */
  private long draw() throws IOException {
    Canvas canvas = display.frame();
    tooSmall = canvas.width() < LEAST_WIDTH || canvas.height() < LEAST_HEIGHT;
    if (fault == null && !tooSmall) {
      display.takeMouse(program.takesMouse(model));
      try {
        program.view(model, canvas);
      } catch (RuntimeException | StackOverflowError e) {
        fail(e);
        canvas = display.frame();
      }
    }
    if (fault != null) {
      FaultPage.draw(canvas, fault);
    } else if (tooSmall) {
      drawPleaseEnlarge(canvas);
    }
    long before = System.nanoTime();
    display.show();
    long after = System.nanoTime();
    pace.wrote(after - before);
    dirty = false;
    return after + pace.interval();
  }

  private static void drawPleaseEnlarge(Canvas canvas) {
    String now = "This terminal has " + canvas.width() + "x" + canvas.height() + ".";
    String wanted = "Please enlarge it to " + LEAST_WIDTH + "x" + LEAST_HEIGHT + " or more.";
    int y = Math.max(0, canvas.height() / 2 - 1);
    int row = y;
    for (String line : Columns.wrap(now + "\n" + wanted, canvas.width())) {
      canvas.text(Math.max(0, (canvas.width() - Columns.width(line)) / 2), row, line, Style.STRONG);
      row++;
    }
  }
}
