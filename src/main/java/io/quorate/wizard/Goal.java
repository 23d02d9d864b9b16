package io.quorate.wizard;

import io.quorate.inventory.rule.Validation.Occasion;

/** What the person goes through the pages for. */
public enum Goal {
  /** A cluster on the hosts. The summary of the live panes is the last step, and no page. */
  INSTALL(Page.INSTALL.step() + 1),
  /** The file that describes one; hosts are tried only when the person asks for it. */
  INVENTORY(Page.REVIEW.step()),
  /** Other values in a file that is there. */
  EDIT(Page.REVIEW.step());

  private final int steps;

  Goal(int steps) {
    this.steps = steps;
  }

  /** How many steps there are on the way. */
  public int steps() {
    return steps;
  }

  /** What a page is for, in one sentence. */
  public String purpose(Page page) {
    if (reachesHosts()) {
      return page.purpose();
    }
    return switch (page) {
      case HOSTS -> "The machines of the cluster; none is touched unless you ask for it.";
      case REVIEW -> "The inventory as it will be written.";
      default -> page.purpose();
    };
  }

  /** What an inventory is held against: a cluster that is there may have lost masters. */
  Occasion occasion() {
    return this == EDIT ? Occasion.EXISTING_CLUSTER : Occasion.FIRST_INSTALL;
  }

  /** Whether the hosts are looked at without being asked for it. */
  public boolean reachesHosts() {
    return this == INSTALL;
  }
}
