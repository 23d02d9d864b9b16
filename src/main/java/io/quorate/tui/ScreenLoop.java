package io.quorate.tui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link Program}: one thread, the one that calls {@link #run()}, owns the model and the
 * screen; everything else reaches it as messages.
 *
 * <p>Keys are shown at once. Reports are shown at most 30 times a second, however many there are.
 * Ctrl-Z suspends, Ctrl-L repaints and F9 gives the mouse to the terminal, or takes it again,
 * without the program's help; Ctrl-C is a key like others.
 *
 * @param <M> the model
 * @param <E> the program's effects
 */
public final class ScreenLoop<M, E> {

  /** Below this size a request to enlarge the terminal is shown instead of the program. */
  public static final int LEAST_WIDTH = 60;

  public static final int LEAST_HEIGHT = 18;

  private static final String MARKING = " F9 mouse back ";

  private static final Logger LOG = LoggerFactory.getLogger(ScreenLoop.class);

  /** A background task failed in a way that nobody foresaw. */
  private record Faulty(Throwable cause) {}

  /** Background work under way. */
  private record Running(Object effect, Thread thread, AtomicBoolean stopped) {}

  private final Display display;
  private final Program<M, E> program;
  private final EffectRunner<E> effects;
  private final Mailbox mailbox = new Mailbox();
  private final FramePace pace = new FramePace();
  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final long startedAt = System.nanoTime();
  private M model;
  private boolean dirty = true;
  private boolean tooSmall;
  private boolean mouseIsFree;
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
   * @throws ScreenFailure after a fault of the program; the person has seen it, unless even the
   *     page that says it could not be drawn
   * @throws UncheckedIOException when the terminal is gone
   * @throws InterruptedException when this thread is interrupted
   */
  public M run() throws InterruptedException {
    try {
      display.listen(mailbox::urgent);
      Canvas first = display.frame();
      deliver(new Message.Resized(first.width(), first.height()));
      long frameAt = draw();
      while (!done()) {
        Mailbox.Delivery delivery = mailbox.await(frameAt, System.nanoTime() + patience());
        for (Message message : delivery.messages()) {
          deliver(message);
        }
        deliver(new Message.Tick((System.nanoTime() - startedAt) / 1_000_000));
        if (dirty && (delivery.urgent() || System.nanoTime() - frameAt >= 0)) {
          frameAt = draw();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal is gone", e);
    } catch (RuntimeException | Error e) {
      LOG.error("the screen failed", e);
      throw new ScreenFailure(fault == null ? e : fault);
    } finally {
      running.forEach(r -> r.thread().interrupt());
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

  private void deliver(Message message) throws IOException {
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
      stop(update.stops());
      start(update.effects());
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private boolean ownKey(KeyPress key) throws IOException {
    if (key.is(KeyPress.Key.F9)) {
      mouseIsFree = !mouseIsFree;
      dirty = true;
      return true;
    }
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
      case Message.Ended e -> false;
    };
  }

  private void start(List<E> wanted) {
    for (E effect : wanted) {
      AtomicBoolean stopped = new AtomicBoolean();
      Thread thread = Thread.ofVirtual().name("effect").unstarted(() -> carryOut(effect, stopped));
      running.add(new Running(effect, thread, stopped));
      thread.start();
    }
  }

  private void stop(List<E> unwanted) {
    for (Running work : running) {
      if (unwanted.stream().anyMatch(work.effect()::equals)) {
        work.stopped().set(true);
        work.thread().interrupt();
      }
    }
  }

  private void carryOut(E effect, AtomicBoolean stopped) {
    try {
      effects.run(effect, this::tell);
    } catch (RuntimeException | Error e) {
      // Whatever an interrupt breaks is not the program's fault.
      if (stopped.get()) {
        LOG.info("stopped in the middle", e);
      } else {
        tell(new Faulty(e));
      }
    } finally {
      running.removeIf(r -> r.thread() == Thread.currentThread());
      // That it is over is told even where it was interrupted.
      boolean interrupted = Thread.interrupted();
      send(new Message.Ended(effect));
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void tell(Object report) {
    send(new Message.Reported(report));
  }

  /** What has come about is told, also where an interrupt came too late to prevent it. */
  private void send(Message message) {
    try {
      mailbox.report(message);
    } catch (InterruptedException late) {
      try {
        mailbox.report(message);
      } catch (InterruptedException again) {
        LOG.info("not told any more", again);
      }
      Thread.currentThread().interrupt();
    }
  }

  private void fail(Throwable cause) {
    LOG.error("the screen failed", cause);
    fault = cause;
    dirty = true;
  }

  /** How the mouse comes back is said in the middle of the title, where it hides no keys. */
  private void drawMouse(Canvas canvas) {
    if (mouseIsFree && program.takesMouse(model)) {
      int x = (canvas.width() - MARKING.length()) / 2;
      canvas.text(x, 0, MARKING, Style.FOCUS);
    }
  }

  /** Returns when the next frame is due. */
  private long draw() throws IOException {
    Canvas canvas = display.frame();
    tooSmall = canvas.width() < LEAST_WIDTH || canvas.height() < LEAST_HEIGHT;
    if (fault == null && !tooSmall) {
      display.takeMouse(program.takesMouse(model) && !mouseIsFree);
      try {
        program.view(model, canvas);
        drawMouse(canvas);
      } catch (RuntimeException | Error e) {
        fail(e);
        canvas = display.frame();
      }
    }
    if (fault != null) {
      FaultPage.draw(canvas, fault);
    } else if (tooSmall) {
      SmallPage.draw(canvas);
    }
    long before = System.nanoTime();
    display.show();
    long after = System.nanoTime();
    pace.wrote(after - before);
    dirty = false;
    return after + pace.interval();
  }
}
