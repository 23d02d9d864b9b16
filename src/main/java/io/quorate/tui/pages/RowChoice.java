package io.quorate.tui.pages;

import io.quorate.wizard.BadLine;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.HostEntry;
import io.quorate.wizard.InstallWizard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the hosts' table are shown, and in which order. Hosts are counted first, then the
 * bad lines, as they were typed.
 *
 * @param filter only rows with this text in them; empty: all
 * @param typing whether the filter is being typed
 */
record RowChoice(Order order, String filter, boolean typing) {

  static final RowChoice ALL = new RowChoice(Order.TYPED, "", false);

  /** By what rows are sorted. */
  enum Order {
    TYPED("as typed"),
    NAME("by name"),
    ADDRESS("by address"),
    STATE("by state");

    private final String words;

    Order(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  RowChoice nextOrder() {
    Order[] all = Order.values();
    return new RowChoice(all[(order.ordinal() + 1) % all.length], filter, typing);
  }

  RowChoice filtering(String text) {
    return new RowChoice(order, text, typing);
  }

  RowChoice typing(boolean on) {
    return new RowChoice(order, filter, on);
  }

  /** The shown rows, each as its number among all. */
  List<Integer> rows(InstallWizard wizard) {
    int hosts = wizard.hosts().size();
    int all = hosts + wizard.answers().badLines().size();
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < all; i++) {
      if (text(wizard, i).toLowerCase(Locale.ROOT).contains(filter.toLowerCase(Locale.ROOT))) {
        rows.add(i);
      }
    }
    Comparator<Integer> comparator = comparator(wizard);
    if (comparator != null) {
      rows.sort(comparator);
    }
    return rows;
  }

  private static String text(InstallWizard wizard, int row) {
    List<HostEntry> hosts = wizard.hosts();
    if (row < hosts.size()) {
      HostEntry host = hosts.get(row);
      return host.line() + " " + HostState.line(host.check());
    }
    BadLine bad = wizard.answers().badLines().get(row - hosts.size());
    return bad.text() + " " + bad.reason();
  }

  private @Nullable Comparator<Integer> comparator(InstallWizard wizard) {
    return switch (order) {
      case TYPED -> null;
      case NAME -> Comparator.comparing(row -> natural(text(wizard, row)));
      case ADDRESS -> Comparator.comparing(row -> natural(address(wizard, row)));
      case STATE -> Comparator.comparing(row -> rank(wizard, row));
    };
  }

  private static String address(InstallWizard wizard, int row) {
    return row < wizard.hosts().size() ? wizard.hosts().get(row).address() : text(wizard, row);
  }

  /** What needs attention comes first. */
  private static int rank(InstallWizard wizard, int row) {
    return row >= wizard.hosts().size()
        ? 0
        : switch (wizard.hosts().get(row).check()) {
          case HostCheck.KeyChanged c -> 1;
          case HostCheck.Failed f -> 2;
          case HostCheck.KeyUnknown k -> 3;
          case HostCheck.Checking c -> 4;
          case HostCheck.Untried u -> 4;
          case HostCheck.Reachable r -> 5;
        };
  }

  /** Numbers in a text compare as numbers: node-2 stands before node-10. */
  private static String natural(String text) {
    StringBuilder key = new StringBuilder();
    for (String part : text.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)")) {
      boolean number = !part.isEmpty() && Character.isDigit(part.charAt(0));
      key.append(number ? "0".repeat(Math.max(0, 12 - part.length())) : "").append(part);
    }
    return key.toString();
  }
}
