package io.quorate.tui.panes;

import io.quorate.plan.Phase;
import io.quorate.run.RunEvent;
import io.quorate.tui.Canvas;
import io.quorate.tui.Display;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Message;
import io.quorate.tui.ScreenLoop;
import io.quorate.tui.terminal.TerminalDisplay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * How heavy the live panes are, in the terminal that it is started in: {@code DashboardBench NODES
 * LINES_A_SECOND SECONDS FILE}. The lines are those of all nodes together. A key is pressed five
 * times a second; its time runs from when it is decoded to when the frame after it has been written
 * to the terminal. The figures are appended to the file.
 */
final class DashboardBench {

  /** Counts frames and times keys; all else is the terminal's. */
  private static final class Counting implements Display {
    private final Display terminal;
    private final List<Long> keys = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong pressedAt = new AtomicLong();
    private volatile Consumer<Message> sink = m -> {};
    private volatile long frames;

    Counting(Display terminal) {
      this.terminal = terminal;
    }

    @Override
    public void listen(Consumer<Message> taker) {
      sink = taker;
      terminal.listen(taker);
    }

    void press(KeyPress key) {
      pressedAt.set(System.nanoTime());
      sink.accept(new Message.Pressed(key));
    }

    @Override
    public Canvas frame() {
      return terminal.frame();
    }

    @Override
    public void show() throws IOException {
      long pressed = pressedAt.getAndSet(0);
      terminal.show();
      frames++;
      if (pressed != 0) {
        keys.add(System.nanoTime() - pressed);
      }
    }

    @Override
    public void repaint() {
      terminal.repaint();
    }

    @Override
    public void suspend() throws IOException {
      terminal.suspend();
    }
  }

  private DashboardBench() {}

  public static void main(String[] arguments) throws Exception {
    int nodes = Integer.parseInt(arguments[0]);
    int rate = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    String figures;
    try (TerminalDisplay terminal = TerminalDisplay.open(System.getenv(), "default")) {
      figures = measure(new Counting(terminal), nodes, rate, seconds);
    }
    Files.writeString(
        Path.of(arguments[3]),
        figures,
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
    System.out.print(figures);
  }

  private static String measure(Counting display, int nodes, int rate, int seconds)
      throws InterruptedException {
    RunDashboard dashboard = new RunDashboard(InstantSource.system(), result -> List.of());
    ScreenLoop<DashboardModel, RunCommand> loop =
        new ScreenLoop<>(display, dashboard, (command, report) -> {});
    RehearsedRun run = RehearsedRun.of(nodes);
    for (int i = 1; i <= nodes; i++) {
      run.begin(Phase.PREPARE, i);
    }
    AtomicLong lines = new AtomicLong();
    List<String> memory = Collections.synchronizedList(new ArrayList<>());
    Thread feeder =
        Thread.ofPlatform().daemon().start(() -> feed(loop, run, nodes, rate, seconds, lines));
    Thread fingers =
        Thread.ofPlatform().daemon().start(() -> press(display, feeder, lines, memory));
    long begun = System.nanoTime();
    long cpu = cpuNanos();
    Thread leaver =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  join(feeder);
                  join(fingers);
                  display.sink.accept(new Message.Pressed(KeyPress.of('q')));
                  display.sink.accept(new Message.Pressed(KeyPress.of(KeyPress.Key.ENTER)));
                });
    loop.run();
    leaver.join();
    double took = (System.nanoTime() - begun) / 1e9;
    List<Long> keys = new ArrayList<>(display.keys);
    Collections.sort(keys);
    return String.format(
        Locale.ROOT,
        "%d nodes, %d lines/s wanted, %.0f/s taken: %.1f frames/s, key p50 %.1f ms, p99 %.1f ms"
            + " (%d keys), CPU %.0f %% of a core, memory %s%n",
        nodes,
        rate,
        lines.get() / took,
        display.frames / took,
        keys.get(keys.size() / 2) / 1e6,
        keys.get(keys.size() * 99 / 100) / 1e6,
        keys.size(),
        (cpuNanos() - cpu) / took / 1e7,
        memory);
  }

  private static void feed(
      ScreenLoop<DashboardModel, RunCommand> loop,
      RehearsedRun run,
      int nodes,
      int rate,
      int seconds,
      AtomicLong lines) {
    try {
      loop.report(run.events());
      long begun = System.nanoTime();
      for (long n = 0; n < (long) rate * seconds; n++) {
        int node = (int) (n % nodes) + 1;
        loop.report(
            new RunEvent.Output(
                Instant.now(),
                RehearsedRun.step(Phase.PREPARE, node),
                RehearsedRun.node(node),
                "Get:" + n + " http://deb.debian.org/debian bookworm/main amd64 package " + n));
        lines.set(n + 1);
        long due = begun + n * 1_000_000_000L / rate;
        if (n % 100 == 0 && due - System.nanoTime() > 0) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void press(
      Counting display, Thread feeder, AtomicLong lines, List<String> memory) {
    KeyPress[] keys = {KeyPress.of(KeyPress.Key.DOWN), KeyPress.of(KeyPress.Key.UP)};
    for (int i = 0; feeder.isAlive(); i++) {
      LockSupport.parkNanos(150_000_000L + ThreadLocalRandom.current().nextInt(100_000_000));
      display.press(keys[i % 2]);
      if (i % 50 == 25) {
        memory.add(lines.get() / 1000 + "k lines: " + residentMiB() + " MiB");
      }
    }
    memory.add(lines.get() / 1000 + "k lines: " + residentMiB() + " MiB");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static long residentMiB() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(l -> l.startsWith("VmRSS:"))
              .map(l -> l.replaceAll("\\D", ""))
              .mapToLong(Long::parseLong)
              .findFirst()
              .orElse(0)
          / 1024;
    } catch (IOException e) {
      return -1;
    }
  }
}
