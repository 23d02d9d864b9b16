package io.quorate.wizard.journey;

import io.quorate.inventory.ansible.GroupRoles;
import io.quorate.plan.Secret;
import io.quorate.wizard.Effect;
import org.jspecify.annotations.Nullable;

/** Background work of a journey. See {@link JourneyReport}. */
public sealed interface JourneyEffect extends Effect {

  /**
   * Reads the cluster's inventory and connects to its nodes.
   *
   * @param file the inventory's; empty: it is read back from the cluster
   * @param master where the cluster is read back from, as [user@]host[:port]; empty: from where the
   *     kubeconfig leads
   * @param roles groups of the inventory that have roles, where their names do not say so; then
   *     what comes of it is kept in a file of ours
   * @param kept that file, which is not there yet; empty without such groups
   * @param anyway whether it is open although no node answers
   */
  record Open(
      long ticket, String file, String master, GroupRoles roles, String kept, boolean anyway)
      implements JourneyEffect {

    /** Where nodes have to answer. */
    public Open(long ticket, String file, String master, GroupRoles roles, String kept) {
      this(ticket, file, master, roles, kept, false);
    }

    /** Of a file whose groups say their roles, or without one. */
    public Open(long ticket, String file, String master) {
      this(ticket, file, master, GroupRoles.NONE, "");
    }

    @Override
    public String words() {
      return "opening the cluster";
    }

    /** What tells the cluster from others. */
    public String place() {
      return file.isEmpty() ? "master " + master : "file " + file;
    }
  }

  /** Looks at the cluster; changes nothing. */
  record Look(ReviewPage page, Moment at) implements JourneyEffect {
    @Override
    public String words() {
      return "asking all nodes";
    }
  }

  /** Asks the nodes for what a page answers; changes nothing on them. */
  record Inquire(long ticket, AnswerPage page, Moment at) implements JourneyEffect {
    @Override
    public String words() {
      return page.doing();
    }
  }

  /** Works out what would change on each node; changes nothing. */
  record MakePlan(long ticket, ReviewPage page, Moment at) implements JourneyEffect {
    @Override
    public String words() {
      return "working out the plan";
    }
  }

  /** Starts the run. */
  record Start(ReviewPage page, Moment at) implements JourneyEffect {
    @Override
    public String words() {
      return "starting the run";
    }
  }

  /**
   * Answers a question of other work.
   *
   * @param agreed whether the person goes along
   * @param secret what was typed; null where nothing was to be
   */
  record Answer(long id, boolean agreed, @Nullable Secret secret) implements JourneyEffect {
    @Override
    public String words() {
      return "going on";
    }

    @Override
    public boolean stops() {
      return false;
    }
  }
}
