package io.quorate.tui.pages;

import io.quorate.tui.NaturalOrder;
import io.quorate.wizard.BadLine;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.HostEntry;
import io.quorate.wizard.InstallWizard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

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
    String part = filter.toLowerCase(Locale.ROOT);
    for (int i = 0; i < all; i++) {
      if (part.isEmpty() || text(wizard, i).toLowerCase(Locale.ROOT).contains(part)) {
        rows.add(i);
      }
    }
    switch (order) {
      case TYPED -> {}
      case NAME -> sort(rows, row -> NaturalOrder.key(text(wizard, row)));
      case ADDRESS -> sort(rows, row -> NaturalOrder.key(address(wizard, row)));
      case STATE -> sort(rows, row -> rank(wizard, row));
    }
    return rows;
  }

  /** Each key is made once; there are far more comparisons than rows. */
  private static <K extends Comparable<K>> void sort(
      List<Integer> rows, Function<Integer, K> keyOf) {
    Map<Integer, K> keys = new HashMap<>();
    rows.forEach(row -> keys.put(row, keyOf.apply(row)));
    rows.sort(Comparator.comparing(row -> Objects.requireNonNull(keys.get(row))));
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
}
