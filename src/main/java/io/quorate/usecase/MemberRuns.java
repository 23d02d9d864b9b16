package io.quorate.usecase;

import io.quorate.engine.Invocation;
import io.quorate.inventory.Inventory;
import io.quorate.recipe.RemoveNodePlan;
import io.quorate.usecase.ClusterSession.Planned;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Runs that change who is in a cluster, and what comes home with them: the file is kept up. */
public final class MemberRuns {

  private MemberRuns() {}

  /**
   * Nodes join.
   *
   * @param journey of the inventory with them
   * @param there what the file says now
   * @param wipe whose old data of etcd may go
   */
  public static PlannedRun addition(
      ClusterSession journey, Planned planned, Inventory there, Path file, Set<String> wipe) {
    Inventory wanted = journey.inventory();
    RunResults home = RunResults.nothing();
    if (!wanted.equals(there) && !journey.reach().rehearsal()) {
      home = home.with(file, wanted);
    }
    return new PlannedRun(
        PlannedRun.ADD,
        wanted,
        journey.reach(),
        planned.plan(),
        home,
        MembersRequest.joining(file, wipe),
        Invocation.of(file.toString()));
  }

  /**
   * Nodes leave.
   *
   * @param journey of the inventory that still has them
   */
  public static PlannedRun removal(
      ClusterSession journey,
      Planned planned,
      List<String> names,
      RemoveNodePlan.Options how,
      Path file) {
    Inventory inventory = journey.inventory();
    Inventory rest = RemoveNodePlan.staying(inventory, names);
    boolean real = !journey.reach().rehearsal();
    RunResults home =
        real
            ? new RunResults(RemoveNodePlan.access(planned.context(), names), null, null)
            : RunResults.nothing();
    if (real && !rest.equals(inventory)) {
      home = home.with(file, rest);
    }
    return new PlannedRun(
        PlannedRun.REMOVE,
        inventory,
        journey.reach(),
        planned.plan(),
        home,
        MembersRequest.leaving(file, names, how),
        Invocation.of(file.toString()));
  }
}
