package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.run.OutputRing;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Program.Update;
import io.quorate.tui.widget.TextField;
import java.util.Optional;

/** The keys of the zoomed pane. */
final class ZoomKeys {

  private ZoomKeys() {}

  static Update<DashboardModel, RunCommand> press(DashboardModel model, Zoom zoom, KeyPress key) {
    Optional<NodeState> node = model.selected();
    if (node.isEmpty()) {
      return Update.of(model.zoom(null));
    }
    OutputRing ring = node.get().output();
    int height = ZoomView.outputHeight(model, node.get());
    if (zoom.typing() != null) {
      return Update.of(model.zoom(type(zoom, zoom.typing(), key, ring, height)));
    }
    return RunDashboard.decide(model, key)
        .orElseGet(() -> Update.of(move(model, zoom, key, ring, height)));
  }

  private static Zoom type(Zoom zoom, TextField field, KeyPress key, OutputRing ring, int height) {
    if (key.is(Key.ESCAPE)) {
      return zoom.typing(null);
    }
    if (key.is(Key.ENTER)) {
      return zoom.search(field.text(), ring, height, false);
    }
    return zoom.typing(field.handle(key));
  }

  private static DashboardModel move(
      DashboardModel model, Zoom zoom, KeyPress key, OutputRing ring, int height) {
    if (key.is('f')) {
      return model.zoom(zoom.following(!zoom.follow(), ring, height));
    }
    if (key.is('/')) {
      return model.zoom(zoom.typing(TextField.of("")));
    }
    if (key.is('n') || key.is('N')) {
      return model.zoom(zoom.search(zoom.query(), ring, height, key.is('N')));
    }
    return switch (key.key()) {
      case ESCAPE, ENTER -> model.zoom(null);
      case UP -> model.zoom(zoom.scroll(ring, height, -1));
      case DOWN -> model.zoom(zoom.scroll(ring, height, 1));
      case PAGE_UP -> model.zoom(zoom.scroll(ring, height, -height));
      case PAGE_DOWN -> model.zoom(zoom.scroll(ring, height, height));
      case HOME -> model.zoom(zoom.scroll(ring, height, -ring.total()));
      case END -> model.zoom(zoom.following(true, ring, height));
      case TAB, RIGHT -> RunDashboard.select(model, 1).zoom(Zoom.FOLLOWING);
      case BACK_TAB, LEFT -> RunDashboard.select(model, -1).zoom(Zoom.FOLLOWING);
      default -> model;
    };
  }
}
