package io.quorate.tui.panes;

import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.Program.Update;
import io.quorate.tui.TextCanvas;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A dashboard, its model, and what the person decided so far. */
final class Pilot {
  final RunDashboard dashboard;
  final List<RunCommand> decided = new ArrayList<>();
  DashboardModel model;

  Pilot(RehearsedRun run) {
    this(run, () -> false);
  }

  Pilot(RehearsedRun run, BooleanSupplier resumable) {
    dashboard = new RunDashboard(run::now, result -> List.of("kubectl get nodes"), resumable);
    model = dashboard.start();
    tell(new Message.Resized(80, 24));
    tell(new Message.Reported(run.events()));
    tell(new Message.Tick(1_000));
  }

  Pilot tell(Message message) {
    Update<DashboardModel, RunCommand> update = dashboard.update(model, message);
    model = update.model();
    decided.addAll(update.effects());
    return this;
  }

  Pilot press(Key... keys) {
    for (Key key : keys) {
      tell(new Message.Pressed(KeyPress.of(key)));
    }
    return this;
  }

  Pilot type(String text) {
    for (char c : text.toCharArray()) {
      tell(new Message.Pressed(KeyPress.of(c)));
    }
    return this;
  }

  TextCanvas drawn(int width, int height, Glyphs glyphs) {
    tell(new Message.Resized(width, height));
    TextCanvas grid = new TextCanvas(width, height, glyphs);
    dashboard.view(model, grid.canvas());
    return grid;
  }

  String draw(int width, int height, Glyphs glyphs) {
    return drawn(width, height, glyphs).toText();
  }

  String draw() {
    return draw(80, 24, Glyphs.UNICODE);
  }
}
