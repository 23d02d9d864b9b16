package io.quorate.inventory;

import io.quorate.inventory.AnsibleGroups.Source;
import io.quorate.inventory.Sayings.Said;
import io.quorate.inventory.ShellWords.UnfinishedException;
import io.quorate.inventory.SshArguments.Option;
import io.quorate.inventory.SshArguments.Way;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a host, or all of them, are reached: from variables that several sources may set, under names
 * of which one goes before the other, and from arguments of ssh. Ansible puts them together in this
 * order, of which ssh takes the first that says something: ansible_ssh_args, the variables,
 * ansible_ssh_common_args, ansible_ssh_extra_args.
 */
final class Connection {

  /**
   * What counts for a setting.
   *
   * @param source who says it
   */
  record Counts(Setting setting, Written value, Source source) {}

  private static final List<Setting> SETTINGS =
      Arrays.stream(Setting.values()).filter(Setting::perHost).toList();

  private Connection() {}

  /**
   * @param sources weakest first
   */
  static Map<Setting, Counts> of(List<Source> sources) {
    Sayings sayings =
        new Sayings(
            sources,
            name -> JumpHost.ARGUMENTS.contains(name) || VariableNames.perHost(name) != null);
    Map<Setting, Counts> found = new EnumMap<>(Setting.class);
    for (Setting setting : SETTINGS) {
      Said said = sayings.of(setting);
      if (said != null) {
        found.put(setting, new Counts(setting, said.value(), said.source()));
      }
    }
    Counts way = way(sayings);
    if (way != null) {
      found.put(Setting.JUMP_HOST, way);
    }
    return found;
  }

  /**
   * Our own setting, unless arguments of ssh that Ansible would obey are nearer to the host; null
   * when the setting stays as it is.
   */
  private static @Nullable Counts way(Sayings sayings) {
    Said own = sayings.of(Setting.JUMP_HOST);
    Said last = null;
    for (String name : JumpHost.ARGUMENTS) {
      Said said = sayings.of(name);
      Way way = said == null ? null : way(said);
      if (said != null && way != null) {
        return own == null || own.rank() < said.rank() ? counts(way.text(), said) : null;
      }
      // A stronger source without a jump host takes back that of a weaker one.
      if (said != null && sayings.all(name).stream().anyMatch(weaker -> way(weaker) != null)) {
        last = said;
      }
    }
    return last == null || (own != null && own.rank() >= last.rank())
        ? null
        : counts(JumpHost.NONE, last);
  }

  private static Counts counts(String text, Said said) {
    return new Counts(
        Setting.JUMP_HOST, new Written.Scalar(text, false, said.value().place()), said.source());
  }

  private static @Nullable Way way(Said said) {
    if (!(said.value() instanceof Written.Scalar scalar)) {
      return null;
    }
    try {
      Option route = SshArguments.read(scalar.text()).route();
      return route == null ? null : SshArguments.way(route);
    } catch (UnfinishedException e) {
      return null;
    }
  }
}
