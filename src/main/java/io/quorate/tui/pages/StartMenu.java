package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Message;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Choice;
import io.quorate.wizard.WizardEffect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first screen: what Quorate can do now. */
public final class StartMenu implements Program<StartMenu.Screen, WizardEffect> {

  /** What a person may choose. */
  public sealed interface Entry {

    /** What it does. */
    String title();

    /** What else is to be known of it; may be empty. */
    String detail();

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
    }

    /**
     * The wizard that was left.
     *
     * @param detail what was answered, such as "3 hosts, at Roles"
     */
    record Resume(String detail) implements Entry {
      @Override
      public String title() {
        return "Go on with the wizard that was left";
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
   */
  public record Screen(List<Entry> entries, Choice choice, @Nullable Entry chosen) {
    public Screen {
      entries = List.copyOf(entries);
    }

    private Screen at(Choice other) {
      return new Screen(entries, other, chosen);
    }

    private Screen choosing(Entry entry) {
      return new Screen(entries, choice, entry);
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
  public Screen start() {
    List<Choice.Option> options =
        entries.stream().map(e -> new Choice.Option(e.title(), e.detail())).toList();
    return new Screen(entries, new Choice(options, 0), null);
  }

  @Override
  public Update<Screen, WizardEffect> update(Screen screen, Message message) {
    return Update.of(
        switch (message) {
          case Message.Pressed pressed -> pressed(screen, pressed.key());
          case Message.Clicked clicked -> clicked(screen, clicked.y());
          case Message.Pasted _,
              Message.Scrolled _,
              Message.Resized _,
              Message.Tick _,
              Message.Reported _,
              Message.Ended _ ->
              screen;
        });
  }

  private static Screen pressed(Screen screen, KeyPress key) {
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

  private static Screen clicked(Screen screen, int y) {
    int row = y - 3 - TOP;
    return row < 0 || row >= screen.entries().size()
        ? screen
        : screen.at(screen.choice().select(row)).choosing(screen.entries().get(row));
  }

  @Override
  public void view(Screen screen, Canvas canvas) {
    Canvas content =
        PageFrame.draw(
            canvas,
            "multi-master Kubernetes on your own hosts",
            0,
            0,
            "Answers become an inventory, the inventory a plan; nothing is changed before you say"
                + " so.",
            List.of(new Hint("arrows", "choose"), new Hint("Enter", "go"), new Hint("q", "quit")),
            rehearsal);
    content.text(0, 1, "Quorate", Style.STRONG);
    content.text(0, 2, "What do you want to do?", Style.NORMAL);
    screen.choice().draw(content, 0, TOP, content.width(), true);
  }

  @Override
  public boolean finished(Screen screen) {
    return screen.chosen() != null;
  }
}
