package io.quorate.wizard;

/** What the person goes through the pages for. */
public enum Goal {
  /** A cluster on the hosts. */
  INSTALL(Page.DONE),
  /** The file that describes one; hosts are tried only when the person asks for it. */
  INVENTORY(Page.REVIEW);

  private final Page last;

  Goal(Page last) {
    this.last = last;
  }

  /** How many pages there are on the way. */
  public int pages() {
    return last.step();
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

  /** Whether the hosts are looked at without being asked for it. */
  public boolean reachesHosts() {
    return this == INSTALL;
  }
}
