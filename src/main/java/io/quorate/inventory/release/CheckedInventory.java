package io.quorate.inventory.release;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Severity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An inventory that was looked at, and what was found.
 *
 * @param name as it was asked for
 */
public record CheckedInventory(String name, List<Problem> problems) {
  public CheckedInventory {
    problems = List.copyOf(problems);
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
    String said =
        Arrays.stream(Severity.values())
            .filter(this::has)
            .map(this::counted)
            .collect(Collectors.joining(", "));
    boolean good = valid() && !has(Severity.WARNING);
    return name
        + ": "
        + (good ? "nothing is wrong with it" : "")
        + (good && !said.isEmpty() ? "; " : "")
        + said
        + ".";
  }

  private String counted(Severity severity) {
    long count = problems.stream().filter(problem -> problem.severity() == severity).count();
    return count + " " + word(severity) + (count == 1 ? "" : "s");
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
    return one;
  }

  private List<Map<String, Object>> found() {
    return problems.stream().map(this::found).toList();
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
