package io.quorate.inventory.ansible;

import io.quorate.inventory.ansible.AnsibleGroups.Source;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What several sources say of the same variables. */
final class Sayings {

  /**
   * One variable in one source.
   *
   * @param rank the higher, the stronger
   */
  record Said(String name, Written.Entry entry, Source source, int rank) {
    Written value() {
      return entry.value();
    }
  }

  private final Map<String, List<Said>> said = new HashMap<>();

  /**
   * @param sources weakest first
   * @param wanted the names that count
   */
  Sayings(List<Source> sources, Predicate<String> wanted) {
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      int rank = i;
      source
          .variables()
          .forEach(
              (name, entry) -> {
                if (wanted.test(name)) {
                  said.computeIfAbsent(name, n -> new ArrayList<>())
                      .add(new Said(name, entry, source, rank));
                }
              });
    }
  }

  /** All that was said, weakest first. */
  List<Said> all(String name) {
    return said.getOrDefault(name, List.of());
  }

  /** What counts; null when nothing was said. */
  @Nullable Said of(String name) {
    List<Said> all = all(name);
    return all.isEmpty() ? null : all.getLast();
  }

  /**
   * What counts for a setting, whichever of its names it stands under: to Ansible, a name that goes
   * before another does so wherever both stand.
   */
  @Nullable Said of(Setting setting) {
    Said nothing = null;
    for (String name : VariableNames.keysOf(setting)) {
      Said counts = of(name);
      if (counts != null && !(counts.value() instanceof Written.Nothing)) {
        return counts;
      }
      nothing = nothing == null ? counts : nothing;
    }
    return nothing;
  }
}
