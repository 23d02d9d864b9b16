package io.quorate.cli;

import io.quorate.console.RunLines;
import io.quorate.engine.ExitCode;
import io.quorate.run.RunEvent;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.Program;
import io.quorate.tui.TextCanvas;
import io.quorate.tui.pages.InstallPages;
import io.quorate.tui.pages.Menu;
import io.quorate.tui.panes.RunDashboard;
import io.quorate.usecase.AotTraining;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.journey.MenuEntry;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The packaging's training run: loads what a start needs, so that it comes from the AOT cache. */
@Command(name = "__warm", hidden = true)
final class WarmCommand implements Callable<Integer> {

  @Override
  public Integer call() throws InterruptedException {
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    List<RunEvent> events = AotTraining.run(today);
    RunLines lines = new RunLines(true, ZoneId.systemDefault());
    events.forEach(lines::of);
    List<Message> keys =
        List.of(
            new Message.Resized(80, 24),
            new Message.Tick(1),
            new Message.Pressed(KeyPress.of('x')),
            new Message.Pressed(KeyPress.of(Key.TAB)),
            new Message.Pressed(KeyPress.of(Key.F10)));
    draw(new Menu("What do you want to do?", MenuEntry.all(List.of(), false), null, false), keys);
    draw(InstallPages.shell(InstallWizard.fresh(today), false), keys);
    draw(
        new RunDashboard(Clock.systemUTC(), result -> List.of()),
        List.of(new Message.Reported(events)));
    return ExitCode.DONE;
  }

  private static <M, E> void draw(Program<M, E> program, List<Message> messages) {
    M model = program.start();
    program.view(model, new TextCanvas(80, 24, Glyphs.UNICODE).canvas());
    for (Message message : messages) {
      model = program.update(model, message).model();
      program.view(model, new TextCanvas(80, 24, Glyphs.UNICODE).canvas());
    }
  }
}
