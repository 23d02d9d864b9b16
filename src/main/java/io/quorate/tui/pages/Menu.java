package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Message;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Choice;
import io.quorate.tui.widget.Reader;
import io.quorate.wizard.Effect;
import io.quorate.wizard.journey.MenuEntry;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A few things of which one is chosen: what Quorate can do now, or which run is meant. */
public final class Menu implements Program<Menu.Picture, Effect> {

  private static final List<Hint> HINTS =
      List.of(
          new Hint("arrows", "choose"),
          new Hint("Enter", "go"),
          new Hint("F1", "help"),
          new Hint("q", "quit"));

  /**
   * @param chosen null while nothing is
   * @param help null while none is read
   */
  public record Picture(
      List<MenuEntry> entries,
      Choice choice,
      @Nullable MenuEntry chosen,
      @Nullable Reader help,
      int width,
      int height) {
    public Picture {
      entries = List.copyOf(entries);
    }

    /** What is meant by whoever leaves. */
    private MenuEntry leave() {
      return entries.getLast();
    }

    /** The first entry in view where not all have room. */
    private int top(int rows) {
      int most = Math.max(0, entries.size() - rows);
      return Math.clamp((long) choice.selected() - rows / 2, 0, most);
    }

    private Picture at(Choice other) {
      return new Picture(entries, other, chosen, help, width, height);
    }

    private Picture choosing(MenuEntry entry) {
      return new Picture(entries, choice, entry, help, width, height);
    }

    private Picture reading(@Nullable Reader text) {
      return new Picture(entries, choice, chosen, text, width, height);
    }

    private Picture sized(int columns, int lines) {
      return new Picture(entries, choice, chosen, help, columns, lines);
    }
  }

  /** Lines above the entries. */
  private static final int TOP = 4;

  private final List<MenuEntry> entries;
  private final String question;
  private final @Nullable Reader news;
  private final boolean rehearsal;

  /**
   * @param question such as "What do you want to do?"
   * @param entries of which the last is to leave
   * @param news read before anything is chosen; null: nothing
   */
  public Menu(String question, List<MenuEntry> entries, @Nullable Reader news, boolean rehearsal) {
    this.question = question;
    this.entries = List.copyOf(entries);
    this.news = news;
    this.rehearsal = rehearsal;
  }

  @Override
  public Picture start() {
    List<Choice.Option> options =
        entries.stream().map(e -> new Choice.Option(e.title(), e.detail())).toList();
    return new Picture(entries, new Choice(options, 0), null, news, 80, 24);
  }

  @Override
  public Update<Picture, Effect> update(Picture screen, Message message) {
    return Update.of(
        switch (message) {
          case Message.Pressed pressed -> pressed(screen, pressed.key());
          case Message.Clicked clicked -> clicked(screen, clicked.y());
          case Message.Resized(int width, int height) -> screen.sized(width, height);
          case Message.Scrolled(int x, int y, int lines) -> scrolled(screen, lines);
          case Message.Pasted _, Message.Tick _, Message.Reported _, Message.Ended _ -> screen;
        });
  }

  private static Picture pressed(Picture screen, KeyPress key) {
    Reader help = screen.help();
    if (help != null) {
      return screen.reading(help.handle(key, screen.width(), screen.height()));
    }
    if (Reader.isAskedFor(key)) {
      return screen.reading(help(screen));
    }
    boolean leaves =
        key.is('q')
            || key.is(KeyPress.Key.ESCAPE)
            || (key.ctrl() && (key.character() == 'c' || key.character() == 'q'));
    if (leaves) {
      return screen.choosing(screen.leave());
    }
    if (key.is(KeyPress.Key.ENTER) || key.is(KeyPress.Key.F10) || key.is(' ')) {
      return screen.choosing(screen.entries().get(screen.choice().selected()));
    }
    int count = screen.entries().size();
    int here = screen.choice().selected();
    return switch (key.key()) {
      case TAB, DOWN -> screen.at(screen.choice().select((here + 1) % count));
      case BACK_TAB, UP -> screen.at(screen.choice().select((here + count - 1) % count));
      default -> screen;
    };
  }

  private static Reader help(Picture screen) {
    String keys =
        "Up and Down, or Tab, choose; Enter, Space or F10 goes there, as a click does; q or Esc"
            + " quits.\n\n";
    return Reader.of(
        "Help",
        screen.entries().stream()
            .map(e -> e.title() + "\n" + e.help())
            .collect(Collectors.joining("\n\n", keys, "")));
  }

  private static Picture scrolled(Picture screen, int lines) {
    Reader help = screen.help();
    return help == null
        ? screen
        : screen.reading(help.scrolled(lines, screen.width(), screen.height()));
  }

  private static Picture clicked(Picture screen, int y) {
    if (screen.help() != null) {
      return screen.reading(null);
    }
    int line = y - 3 - TOP;
    int row = line + screen.top(rows(screen.height() - 5));
    return line < 0 || row >= screen.entries().size()
        ? screen
        : screen.at(screen.choice().select(row)).choosing(screen.entries().get(row));
  }

  @Override
  public void view(Picture screen, Canvas canvas) {
    Canvas content =
        PageFrame.draw(
            canvas,
            "multi-master Kubernetes on your own hosts",
            0,
            0,
            "Answers become an inventory, and that a plan; you have the last word.",
            screen.help() == null ? HINTS : Reader.HINTS,
            rehearsal);
    content.text(0, 1, "Quorate", Style.STRONG);
    content.text(0, 2, question, Style.NORMAL);
    int rows = rows(content.height());
    int top = screen.top(rows);
    Choice choice = screen.choice();
    List<Choice.Option> shown =
        choice.options().subList(top, Math.min(choice.options().size(), top + rows));
    new Choice(shown, choice.selected() - top).draw(content, 0, TOP, content.width(), true);
    more(content, top > 0, top + rows < choice.options().size(), rows);
    Reader help = screen.help();
    if (help != null) {
      help.draw(canvas);
    }
  }

  private static int rows(int height) {
    return Math.max(1, height - TOP);
  }

  private static void more(Canvas content, boolean above, boolean below, int rows) {
    int x = content.width() - 5;
    content.text(x, TOP, above ? " more" : "", Style.DIM);
    content.text(x, TOP + rows - 1, below ? " more" : "", Style.DIM);
  }

  @Override
  public boolean finished(Picture screen) {
    return screen.chosen() != null;
  }
}
