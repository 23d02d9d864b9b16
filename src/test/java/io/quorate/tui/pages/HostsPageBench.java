package io.quorate.tui.pages;

import io.quorate.tui.KeyPress;
import io.quorate.tui.Message;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.HostEntry;
import io.quorate.wizard.WizardReport;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * How long the Hosts page takes with a thousand hosts from a key, or what a host's look found, to
 * the drawn screen, without the terminal: this main class on the test class path. The figures stand
 * in README.md; a screen that is drawn 60 times a second has 16 ms.
 */
final class HostsPageBench {
  private static final int HOSTS = 1000;
  private static final int ROUNDS = 200;

  private HostsPageBench() {}

  private static WizardDriver page() {
    WizardDriver driver = WizardDriver.fresh().resize(120, 40).press(KeyPress.Key.F10);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < HOSTS / 250; i++) {
      lines.append("node-[%d-%d] 10.9.%d.[1-250]\n".formatted(i * 250 + 1, i * 250 + 250, i));
    }
    driver.paste(lines.toString());
    if (driver.wizard().hosts().size() != HOSTS) {
      throw new IllegalStateException("there are " + driver.wizard().hosts().size() + " hosts");
    }
    return driver;
  }

  private static Message key(KeyPress.Key key) {
    return new Message.Pressed(KeyPress.of(key));
  }

  private static Message key(char letter) {
    return new Message.Pressed(KeyPress.of(letter));
  }

  /** Prints the median, the 99th percentile and the worst of each kind of message. */
  public static void main(String[] words) {
    String line = "node-x 10.10.0.1";
    Map<String, IntFunction<Message>> kinds = new LinkedHashMap<>();
    kinds.put("a letter in the line", i -> key(line.charAt(i % line.length())));
    kinds.put("down in the table", i -> key(i == 0 ? KeyPress.Key.TAB : KeyPress.Key.DOWN));
    kinds.put("page down", i -> key(i == 0 ? KeyPress.Key.TAB : KeyPress.Key.PAGE_DOWN));
    kinds.put("another order", i -> i == 0 ? key(KeyPress.Key.TAB) : key('o'));
    kinds.put("a letter of the filter", i -> filter(i));
    kinds.put("a host removed", i -> i == 0 ? key(KeyPress.Key.TAB) : key('d'));
    kinds.put(
        "a host added", i -> new Message.Pasted("# more\nx-%d 10.8.0.%d".formatted(i, i + 1)));
    kinds.forEach(HostsPageBench::measure);
    WizardDriver driver = page();
    List<HostEntry> hosts = driver.wizard().hosts();
    HostCheck found = new HostCheck.Reachable("Debian GNU/Linux 12", "amd64", 4, 7981, "");
    measure(
        driver,
        "a host's look",
        i -> new Message.Reported(new WizardReport.HostChecked(hosts.get(i).ticket(), found)));
  }

  private static Message filter(int i) {
    String typed = "node-25";
    return i == 0
        ? key(KeyPress.Key.TAB)
        : i == 1 ? key('/') : i % 9 == 8 ? key(KeyPress.Key.BACKSPACE) : key(typed.charAt(i % 7));
  }

  private static void measure(String name, IntFunction<Message> messages) {
    measure(page(), name, messages);
  }

  private static void measure(WizardDriver driver, String name, IntFunction<Message> messages) {
    double[] times = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      Message message = messages.apply(i);
      long begun = System.nanoTime();
      driver.send(message);
      driver.draw();
      times[i] = (System.nanoTime() - begun) / 1e6;
    }
    Arrays.sort(times);
    System.out.printf(
        "%-24s median %5.1f ms, p99 %5.1f ms, worst %5.1f ms%n",
        name, times[ROUNDS / 2], times[ROUNDS * 99 / 100], times[ROUNDS - 1]);
  }
}
