package io.quorate.inventory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens the Ansible Vault values in what was written. One that stays shut becomes a problem. */
final class VaultOpener {
  private static final Written SHUT = new Written.Scalar("", false, null);

  private final Vault vault;
  private final List<Problem> problems;
  private final Set<String> sealed = new LinkedHashSet<>();

  VaultOpener(Vault vault, List<Problem> problems) {
    this.vault = vault;
    this.problems = problems;
  }

  /** The fields that are, or hold, sealed values. */
  Set<String> sealed() {
    return sealed;
  }

  /** The draft with its values opened; nothing stands for those that stay shut. */
  Draft opened(Draft draft) {
    Map<Setting, Written> settings = new EnumMap<>(Setting.class);
    draft.settings().forEach((key, value) -> settings.put(key, opened(key.key(), value)));
    List<Draft.HostDraft> hosts = new ArrayList<>();
    for (Draft.HostDraft host : draft.hosts()) {
      Map<Setting, Written> own = new EnumMap<>(Setting.class);
      String prefix = "hosts." + host.name() + ".";
      host.settings().forEach((key, value) -> own.put(key, opened(prefix + key.key(), value)));
      hosts.add(new Draft.HostDraft(host.name(), own, host.roles(), host.place()));
    }
    return new Draft(settings, hosts, draft.places());
  }

  private Written opened(String field, Written written) {
    Written opened = inside(field, written);
    return opened == SHUT ? new Written.Nothing(written.place()) : opened;
  }

  private Written inside(String field, Written written) {
    return switch (written) {
      case Written.Vault value -> open(field, value);
      case Written.Sequence sequence -> {
        List<Written> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(inside(field, item)));
        yield new Written.Sequence(items, sequence.place());
      }
      case Written.Mapping mapping -> {
        Map<String, Written.Entry> entries = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach(
                (key, entry) ->
                    entries.put(
                        key, new Written.Entry(entry.keyPlace(), inside(field, entry.value()))));
        yield new Written.Mapping(entries, mapping.place());
      }
      case Written.Scalar scalar -> scalar;
      case Written.Nothing nothing -> nothing;
    };
  }

  private Written open(String field, Written.Vault value) {
    sealed.add(field);
    try {
      return new Written.Scalar(vault.open(value.sealed()), false, value.place());
    } catch (VaultException e) {
      problems.add(Problem.error(field, e.getMessage(), e.remedy()).at(value.place()));
      return SHUT;
    }
  }
}
