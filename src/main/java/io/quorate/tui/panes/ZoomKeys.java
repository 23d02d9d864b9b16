package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Program.Update;
import io.quorate.tui.widget.TextField;
import java.util.List;
import java.util.Optional;

/** The keys of the zoomed pane. */
final class ZoomKeys {

  private ZoomKeys() {}

  static Update<DashboardModel, RunCommand> press(DashboardModel model, Zoom zoom, KeyPress key) {
    Optional<NodeState> selected = model.selected();
    if (selected.isEmpty()) {
      return Update.of(model.zoom(null));
    }
    NodeState node = selected.get();
    ZoomLines lines = zoom.lines(node);
    int height = ZoomView.outputHeight(model, node);
    TextField typing = zoom.typing();
    if (typing != null) {
      return Update.of(type(model, zoom, key, lines, height, typing));
    }
    if (key.is('l')) {
      return new Update<>(model, List.of(new RunCommand.ReadLog(node.name())));
    }
    if (key.is('c') && !zoom.plain()) {
      DashboardModel plain = model.zoom(zoom.plain(true, lines, height));
      return new Update<>(plain, Copies.inView(plain, node));
    }
    return RunDashboard.decide(model, key)
        .orElseGet(
            () ->
                Update.of(
                    look(model, zoom, key, node)
                        .orElseGet(() -> move(model, zoom, key, lines, height))));
  }

  private static DashboardModel type(
      DashboardModel model, Zoom zoom, KeyPress key, ZoomLines lines, int height, TextField field) {
    if (key.is(Key.ESCAPE)) {
      return model.zoom(zoom.typing(null));
    }
    if (key.is(Key.ENTER)) {
      return found(model, zoom.search(field.text(), lines, height, false));
    }
    return model.zoom(zoom.typing(field.handle(key)));
  }

  private static DashboardModel found(DashboardModel model, Zoom.Found found) {
    return model.zoom(found.zoom()).told(found.words());
  }

  /** Keys that change what is shown, and how. */
  private static Optional<DashboardModel> look(
      DashboardModel model, Zoom zoom, KeyPress key, NodeState node) {
    ZoomLines lines = zoom.lines(node);
    int height = ZoomView.outputHeight(model, node);
    if (key.is('f')) {
      return Optional.of(model.zoom(zoom.following(!zoom.follow(), lines, height)));
    }
    if (key.is('/')) {
      return Optional.of(model.zoom(zoom.typing(TextField.of(""))));
    }
    if (key.is('n') || key.is('N')) {
      return Optional.of(found(model, zoom.search(zoom.query(), lines, height, key.is('N'))));
    }
    if (key.is('t')) {
      return Optional.of(model.zoom(zoom.nextStep(node)));
    }
    if ((key.is('c') || key.is(Key.ESCAPE)) && zoom.plain()) {
      return Optional.of(model.zoom(zoom.plain(false, lines, height)));
    }
    return Optional.empty();
  }

  private static DashboardModel move(
      DashboardModel model, Zoom zoom, KeyPress key, ZoomLines lines, int height) {
    return switch (key.key()) {
      case ESCAPE, ENTER -> model.zoom(null);
      case UP -> model.zoom(zoom.scroll(lines, height, -1));
      case DOWN -> model.zoom(zoom.scroll(lines, height, 1));
      case PAGE_UP -> model.zoom(zoom.scroll(lines, height, -height));
      case PAGE_DOWN -> model.zoom(zoom.scroll(lines, height, height));
      case HOME -> model.zoom(zoom.scroll(lines, height, -lines.size()));
      case END -> model.zoom(zoom.following(true, lines, height));
      case TAB, RIGHT -> PaneKeys.select(model, 1).zoom(Zoom.FOLLOWING);
      case BACK_TAB, LEFT -> PaneKeys.select(model, -1).zoom(Zoom.FOLLOWING);
      default -> model;
    };
  }
}
