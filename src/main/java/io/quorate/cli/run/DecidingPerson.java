package io.quorate.cli.run;

import io.quorate.cli.screen.Pager;
import io.quorate.console.Decisions;
import io.quorate.console.Prompts;
import io.quorate.engine.Engine;
import io.quorate.engine.Engine.CommandResult;
import io.quorate.engine.JournalReader.End;
import io.quorate.engine.RunClient;
import io.quorate.engine.RunFolder;
import io.quorate.run.ProcessPause;
import io.quorate.run.RunEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A run in lines, whose failures a person decides on at the terminal. */
final class DecidingPerson implements Decisions.Control {

  private final RunFolder folder;
  private final RunClient client;
  private final PrintWriter out;
  private final Decisions decisions;

  /** What the thread that follows the journal passes on: in the end why it ended. */
  private sealed interface News {
    record Of(RunEvent event) implements News {}

    record Paused(ProcessPause pause) implements News {}

    record Over(End end) implements News {}

    record Broken(IOException cause) implements News {}
  }

  DecidingPerson(RunFolder folder, Prompts prompts, PrintWriter out) {
    this.folder = folder;
    this.client = new RunClient(folder);
    this.out = out;
    this.decisions = new Decisions(prompts, this);
  }

  /**
   * Shows the run until it ends; asks as soon as all that happened so far was shown.
   *
   * @throws Prompts.Interrupted when the person leaves instead of deciding
   */
  End follow(Consumer<RunEvent> shown) throws IOException, InterruptedException {
    BlockingQueue<News> news = new LinkedBlockingQueue<>();
    Thread follower = Thread.ofVirtual().name("follower").start(() -> follow(news));
    try {
      while (true) {
        if (news.isEmpty() && decisions.due()) {
          decisions.ask();
        }
        switch (news.take()) {
          case News.Of(RunEvent event) -> {
            shown.accept(event);
            decisions.hear(event);
          }
          case News.Paused(ProcessPause pause) -> {
            out.println(pause.sentence());
            out.flush();
          }
          case News.Over(End end) -> {
            return end;
          }
          case News.Broken(IOException cause) -> throw cause;
        }
      }
    } finally {
      follower.interrupt();
    }
  }

  private void follow(BlockingQueue<News> news) {
    try {
      news.add(
          new News.Over(
              client.follow(
                  event -> news.add(new News.Of(event)),
                  pause -> news.add(new News.Paused(pause)))));
    } catch (IOException e) {
      news.add(new News.Broken(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<String> open() throws IOException {
    Engine.Status status = client.status();
    return status.decides() && !status.stopping() ? status.failed() : List.of();
  }

  @Override
  public String retry(String step) throws IOException {
    return refusal(client.retry(step));
  }

  @Override
  public String leaveOut(String step) throws IOException {
    return refusal(client.leaveOut(step));
  }

  @Override
  public String stop() throws IOException {
    return refusal(client.stop());
  }

  private static String refusal(CommandResult result) {
    return result.ok() ? "" : result.message();
  }

  /** In the pager that the person has chosen; without one, as lines like all others. */
  @Override
  public void showLog(String node) throws IOException, InterruptedException {
    if (System.getenv().getOrDefault("PAGER", "").isBlank()) {
      Pager.lines(folder.events(), node).forEach(out::println);
      out.flush();
    } else {
      Pager.show(program -> program.call(), folder.events(), node);
    }
  }
}
