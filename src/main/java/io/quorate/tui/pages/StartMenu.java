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
import io.quorate.wizard.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The first screen: what Quorate can do now. */
public final class StartMenu implements Program<StartMenu.Picture, Effect> {

  /** What a person may choose. */
  public sealed interface Entry {

    /** What it does. */
    String title();

    /** What else is to be known of it; may be empty. */
    String detail();

    /** What happens when it is chosen, in a few sentences. */
    String help();

    /** A new cluster. */
    record Install() implements Entry {
      @Override
      public String title() {
        return "Install a new cluster";
      }

      @Override
      public String detail() {
        return "on your own hosts";
      }

      @Override
      public String help() {
        return "Asks page by page for your hosts and how the cluster is to be, shows the plan,"
            + " looks at each node, and installs. Nothing is changed before a last question."
            + " Example: three masters that take pods, too.";
      }
    }

    /** Nodes join a cluster. */
    record Add() implements Entry {
      @Override
      public String title() {
        return "Add nodes";
      }

      @Override
      public String detail() {
        return "to a cluster that runs";
      }

      @Override
      public String help() {
        return "Looks at a cluster that runs, and lets hosts join as masters or workers, or"
            + " gives nodes other roles. The nodes that are there restart nothing. Example:"
            + " node-4 10.0.0.14.";
      }
    }

    /** Nodes leave a cluster, dead or alive. */
    record Remove() implements Entry {
      @Override
      public String title() {
        return "Remove nodes";
      }

      @Override
      public String detail() {
        return "dead or alive, without losing the quorum";
      }

      @Override
      public String help() {
        return "Looks at a cluster that runs, and takes nodes out of it, dead or alive;"
            + " whatever would lose etcd's quorum is refused, with the next safe step."
            + " Example: a master whose disk is gone.";
      }
    }

    /** The file of a new cluster. */
    record Inventory() implements Entry {
      @Override
      public String title() {
        return "Write an inventory";
      }

      @Override
      public String detail() {
        return "the same questions; no host is touched";
      }

      @Override
      public String help() {
        return "The same questions as for an install; their answers become a file, which"
            + " Ansible reads, too. quorate install -i FILE makes the cluster of it.";
      }
    }

    /**
     * A wizard that was left.
     *
     * @param goal what it was for
     * @param detail what was answered, such as "3 hosts, at Roles"
     */
    record Resume(Goal goal, String detail) implements Entry {
      @Override
      public String title() {
        return goal.reachesHosts()
            ? "Go on with the install that was left"
            : "Go on with the inventory that was left";
      }

      @Override
      public String help() {
        return "The answers are as they were left. Passwords were not kept, and are asked for"
            + " again.";
      }
    }

    /**
     * A run that is under way.
     *
     * @param folder of the run
     * @param detail such as "install of kubernetes, since 10:32"
     */
    record Attach(String folder, String detail) implements Entry {
      @Override
      public String title() {
        return "Watch the run";
      }

      @Override
      public String help() {
        return "Shows the run as it goes on, in live panes. Leaving them does not end it.";
      }
    }

    record Quit() implements Entry {
      @Override
      public String title() {
        return "Quit";
      }

      @Override
      public String detail() {
        return "";
      }

      @Override
      public String help() {
        return "Leaves; a run that is under way goes on.";
      }
    }

    /**
     * All that can be done.
     *
     * @param offered what there is beside new work and leaving: a wizard that was left, runs that
     *     are under way
     */
    static List<Entry> all(List<Entry> offered) {
      List<Entry> all = new ArrayList<>(offered);
      all.addAll(List.of(new Install(), new Add(), new Remove(), new Inventory(), new Quit()));
      return List.copyOf(all);
    }
  }

  /**
   * @param chosen null while nothing is
   * @param help null while none is read
   */
  public record Picture(
      List<Entry> entries,
      Choice choice,
      @Nullable Entry chosen,
      @Nullable Reader help,
      int width,
      int height) {
    public Picture {
      entries = List.copyOf(entries);
    }

    private Picture at(Choice other) {
      return new Picture(entries, other, chosen, help, width, height);
    }

    private Picture choosing(Entry entry) {
      return new Picture(entries, choice, entry, help, width, height);
    }

    private Picture reading(@Nullable Reader text) {
      return new Picture(entries, choice, chosen, text, width, height);
    }

    private Picture sized(int columns, int lines) {
      return new Picture(entries, choice, chosen, help, columns, lines);
    }
  }

  private static final int TOP = 5;

  private final List<Entry> entries;
  private final boolean rehearsal;

  /**
   * @param entries as {@link Entry#all} gives them
   */
  public StartMenu(List<Entry> entries, boolean rehearsal) {
    this.entries = List.copyOf(entries);
    this.rehearsal = rehearsal;
  }

  @Override
  public Picture start() {
    List<Choice.Option> options =
        entries.stream().map(e -> new Choice.Option(e.title(), e.detail())).toList();
    return new Picture(entries, new Choice(options, 0), null, null, 80, 24);
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
      return screen.choosing(new Entry.Quit());
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
    int row = y - 3 - TOP;
    return row < 0 || row >= screen.entries().size()
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
            "Answers become an inventory, the inventory a plan; nothing is changed before you say"
                + " so.",
            List.of(
                new Hint("arrows", "choose"),
                new Hint("Enter", "go"),
                new Hint("F1", "help"),
                new Hint("q", "quit")),
            rehearsal);
    content.text(0, 1, "Quorate", Style.STRONG);
    content.text(0, 2, "What do you want to do?", Style.NORMAL);
    screen.choice().draw(content, 0, TOP, content.width(), true);
    Reader help = screen.help();
    if (help != null) {
      help.draw(canvas);
    }
  }

  @Override
  public boolean finished(Picture screen) {
    return screen.chosen() != null;
  }
}
