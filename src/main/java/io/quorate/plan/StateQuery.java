package io.quorate.plan;

import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.FetchAhead;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.PutBack;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Operation.WriteFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the checks of all operations have to know of the machine, to be asked for in one go. */
final class StateQuery {

  private final Set<String> stats = new LinkedHashSet<>();
  private final Set<String> sums = new LinkedHashSet<>();
  private final Set<String> records = new LinkedHashSet<>();
  private final Set<String> units = new LinkedHashSet<>();
  private final List<String> answers = new ArrayList<>();
  private final Set<String> packages = new LinkedHashSet<>();

  private StateQuery() {}

  static StateQuery of(List<Operation> operations) {
    StateQuery query = new StateQuery();
    operations.forEach(query::add);
    return query;
  }

  private void add(Operation operation) {
    switch (operation) {
      case Directory d -> stats.add(path(d.path()));
      case WriteFile f -> {
        stats.add(path(f.path()));
        sums.add(path(f.path()));
      }
      case Fetch f -> add(f);
      case FetchAhead f -> add(f.fetch());
      case PutBack p -> add(p.fetch());
      case Upload u -> {
        records.add(Shell.quote("received/" + Records.ofUpload(u.path())));
        stats.add(path(u.path()));
      }
      case Packages p -> p.names().forEach(n -> packages.add(Shell.quote(n)));
      case Service s -> {
        units.add(Shell.quote(s.unit()));
        records.add(Shell.quote(Records.ofUnit(Shell.name(s.unit()))));
        s.inputs().forEach(i -> sums.add(path(i)));
        if (!s.answers().isEmpty()) {
          answers.add(Shell.quote(s.unit()) + " " + Shell.quote(s.answers()));
        }
      }
      case NoService s -> units.add(Shell.quote(s.unit()));
      case Operation.FileBlock b -> {}
      case Operation.RemoveFile r -> {}
      case Operation.RemoveFolder r -> {}
      case Operation.Unwrite u -> {}
      case Operation.Script s -> {}
      case Operation.WaitFor w -> {}
      case Operation.Verify v -> {}
    }
  }

  private void add(Fetch fetch) {
    records.add(Shell.quote(Records.ofArtefact(Shell.name(fetch.name()))));
    for (Target target : fetch.targets()) {
      stats.add(path(target.path()) + (target.entry().endsWith("/") ? "/*" : ""));
    }
  }

  private static String path(String path) {
    return Shell.quote(Shell.path(path));
  }

  /** Lines of shell that fill the tables. */
  String calls() {
    StringBuilder calls = new StringBuilder();
    call(calls, "q_stats_of", stats);
    call(calls, "q_sums_of", sums);
    call(calls, "q_records_of", records);
    call(calls, "q_units_of", units);
    if (!units.isEmpty()) {
      calls.append("  q_processes_of_units\n");
    }
    call(calls, "q_silent_of", answers);
    call(calls, "q_packages_of", packages);
    return calls.append("  q_surveyed=yes\n").toString();
  }

  private static void call(StringBuilder calls, String function, Collection<String> arguments) {
    if (!arguments.isEmpty()) {
      calls.append("  ").append(function);
      arguments.forEach(a -> calls.append(" \\\n    ").append(a));
      calls.append('\n');
    }
  }
}
