package io.quorate.wizard;

import io.quorate.inventory.Inventory;
import java.util.List;
import java.util.Set;

/** Background work of a wizard that changes who is in a cluster. See {@link MembersReport}. */
public sealed interface MembersEffect {

  /** What the person wants. */
  sealed interface Wish {}

  /**
   * @param wanted the inventory with those that join
   * @param wipe whose old data of etcd may go
   */
  record Join(Inventory wanted, Set<String> wipe) implements Wish {
    public Join {
      wipe = Set.copyOf(wipe);
    }
  }

  /**
   * @param names of those that leave
   * @param force whether pods that a disruption budget holds are deleted
   * @param clean whether what Quorate wrote on them is taken away
   */
  record Leave(List<String> names, boolean force, boolean clean) implements Wish {
    public Leave {
      names = List.copyOf(names);
    }
  }

  /** Look at the cluster; changes nothing. */
  record Look() implements MembersEffect {}

  /** Work out what would change on each node; changes nothing. */
  record MakePlan(long ticket, Wish wish) implements MembersEffect {}

  /** Remember the host keys that the newest {@link MembersReport.KeysUnknown} spoke of. */
  record AcceptKeys() implements MembersEffect {}

  /** Start the run. */
  record Start(Wish wish) implements MembersEffect {}
}
