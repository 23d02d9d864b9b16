package io.quorate.terminal;

import io.quorate.tui.Canvas;
import io.quorate.tui.Message;
import io.quorate.tui.Program;
import io.quorate.tui.ScreenFailure;
import io.quorate.tui.ScreenLoop;
import io.quorate.tui.Style;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.tui.terminal.Theme;

/** A program whose view throws once a key was pressed, on a real terminal. */
final class FaultyScreen implements Program<Boolean, Object> {

  private FaultyScreen() {}

  public static void main(String[] arguments) throws Exception {
    try (TerminalDisplay display =
        TerminalDisplay.open(System.getenv(), Theme.usual(System.getenv()))) {
      new ScreenLoop<>(display, new FaultyScreen(), (effect, tell) -> {}).run();
    } catch (ScreenFailure e) {
      System.exit(70);
    }
  }

  @Override
  public Boolean start() {
    return false;
  }

  @Override
  public Update<Boolean, Object> update(Boolean model, Message message) {
    return Update.of(model || message instanceof Message.Pressed);
  }

  @Override
  public void view(Boolean model, Canvas canvas) {
    if (model) {
      throw new IllegalStateException("this fault is wanted");
    }
    canvas.text(0, 0, "all is well", Style.NORMAL);
  }

  @Override
  public boolean finished(Boolean model) {
    return false;
  }
}
