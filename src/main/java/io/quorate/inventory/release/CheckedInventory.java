package io.quorate.inventory.release;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Severity;
import io.quorate.inventory.form.HostLimit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An inventory that was looked at, and what was found.
 *
 * @param name as it was asked for
 * @param problems all of them
 * @param limit the hosts of which problems are told, beside those of the whole cluster; null: all
 */
public record CheckedInventory(String name, List<Problem> problems, @Nullable HostLimit limit) {
  public CheckedInventory {
    problems = List.copyOf(problems);
  }

  /** One whose problems are all told. */
  public CheckedInventory(String name, List<Problem> problems) {
    this(name, problems, null);
  }

  /** What is told of it. */
  public List<Problem> told() {
    HostLimit some = limit;
    return some == null ? problems : problems.stream().filter(p -> !some.leavesOut(p)).toList();
  }

  private List<Problem> leftOut() {
    HostLimit some = limit;
    return some == null ? List.of() : problems.stream().filter(some::leavesOut).toList();
  }

  public boolean has(Severity severity) {
    return problems.stream().anyMatch(problem -> problem.severity() == severity);
  }

  /** Whether it can be used. */
  public boolean valid() {
    return !has(Severity.ERROR);
  }

  /** How it stands, in one line. */
  public String summary() {
    List<Problem> told = told();
    String said = counted(told);
    String others = counted(leftOut());
    boolean good = told.stream().allMatch(p -> p.severity() == Severity.NOTE);
    return name
        + ": "
        + (good ? "nothing is wrong with " + (limit == null ? "it" : limit.named()) : "")
        + (good && !said.isEmpty() ? "; " : "")
        + said
        + (others.isEmpty() ? "" : "; of hosts that are left out: " + others)
        + ".";
  }

  /** Such as "1 error, 2 notes"; empty when there are none. */
  private static String counted(List<Problem> problems) {
    return Arrays.stream(Severity.values())
        .map(severity -> counted(severity, problems))
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String counted(Severity severity, List<Problem> problems) {
    long count = problems.stream().filter(problem -> problem.severity() == severity).count();
    return count == 0 ? "" : count + " " + word(severity) + (count == 1 ? "" : "s");
  }

  /**
   * What was found in several, as maps and lists in a fixed order: which inventories can be used,
   * and every problem with the inventory and the file that it is in.
   */
  public static Map<String, Object> document(List<CheckedInventory> checked) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("valid", checked.stream().allMatch(CheckedInventory::valid));
    root.put("inventories", checked.stream().map(CheckedInventory::standing).toList());
    root.put("problems", checked.stream().flatMap(one -> one.found().stream()).toList());
    return root;
  }

  private Map<String, Object> standing() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("inventory", name);
    one.put("valid", valid());
    HostLimit some = limit;
    if (some != null) {
      one.put("hosts", List.copyOf(some.hosts()));
      one.put("leftOut", leftOut().size());
    }
    return one;
  }

  private List<Map<String, Object>> found() {
    return told().stream().map(this::found).toList();
  }

  private Map<String, Object> found(Problem problem) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("severity", word(problem.severity()));
    one.put("field", problem.field());
    one.put("inventory", name);
    Problem.Place place = problem.place();
    if (place != null) {
      one.put("file", place.file());
      one.put("line", place.line());
      one.put("column", place.column());
    }
    one.put("what", problem.what());
    one.put("remedy", problem.remedy());
    return one;
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
