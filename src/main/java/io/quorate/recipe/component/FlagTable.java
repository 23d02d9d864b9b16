package io.quorate.recipe.component;

import io.quorate.inventory.release.Version;
import io.quorate.platform.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The flags of each program by its version, from {@code assets/flags.yaml}. */
public final class FlagTable {

  private record Row(
      String flag, @Nullable Version from, @Nullable Version to, @Nullable String when) {
    boolean holds(Version version, Set<String> conditions) {
      return (from == null || version.compareTo(from) >= 0)
          && (to == null || version.compareTo(to) <= 0)
          && (when == null || conditions.contains(when));
    }
  }

  private static final Map<?, ?> TABLE = table();

  private FlagTable() {}

  /**
   * @param program such as kubelet
   * @param conditions the names of conditions that hold ({@code when} in the table)
   * @param values what fills the places of the flags that apply
   */
  static List<String> flags(
      String program, Version version, Set<String> conditions, Map<String, String> values) {
    List<String> flags = new ArrayList<>();
    for (Row row : rows(program)) {
      if (row.holds(version, conditions)) {
        flags.add(Template.fillPlaces("flags.yaml", row.flag(), values));
      }
    }
    return flags;
  }

  /** All that any version is given, with places in them. */
  public static List<String> all(String program) {
    return rows(program).stream().map(Row::flag).toList();
  }

  private static List<Row> rows(String program) {
    if (!(TABLE.get(program) instanceof List<?> lines)) {
      throw new IllegalArgumentException("flags.yaml: nothing about " + program);
    }
    return lines.stream().map(FlagTable::row).toList();
  }

  private static Row row(Object line) {
    if (line instanceof Map<?, ?> map) {
      return new Row(
          String.valueOf(map.get("flag")),
          version(map.get("from")),
          version(map.get("to")),
          map.get("when") instanceof String condition ? condition : null);
    }
    return new Row(String.valueOf(line), null, null, null);
  }

  private static @Nullable Version version(@Nullable Object text) {
    return text instanceof String version ? Version.line(version) : null;
  }

  private static Map<?, ?> table() {
    Object loaded =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(new Template("flags.yaml").text());
    if (loaded instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("flags.yaml is no table");
  }
}
