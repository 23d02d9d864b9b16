package io.quorate.wizard.journey;

import io.quorate.wizard.Goal;
import java.util.ArrayList;
import java.util.List;

/** What a person may choose in a menu. */
public sealed interface MenuEntry {

  /** What it does. */
  String title();

  /** What else is to be known of it; may be empty. */
  String detail();

  /** What happens when it is chosen, in a few sentences. */
  String help();

  /** A new cluster. */
  record Install() implements MenuEntry {
    @Override
    public String title() {
      return "Install a new cluster";
    }

    @Override
    public String detail() {
      return "on your own hosts";
    }

    @Override
    public String help() {
      return "Asks page by page for your hosts and how the cluster is to be, shows the plan, looks"
          + " at each node, and installs. Nothing is changed before a last question. Example:"
          + " three masters that take pods, too.";
    }
  }

  /** Something on a cluster that is there. */
  record On(Journey journey) implements MenuEntry {
    @Override
    public String title() {
      return journey.title();
    }

    @Override
    public String detail() {
      return journey.detail();
    }

    @Override
    public String help() {
      return journey.help();
    }
  }

  /** The file of a new cluster. */
  record Inventory() implements MenuEntry {
    @Override
    public String title() {
      return "Write an inventory";
    }

    @Override
    public String detail() {
      return "the same questions; no host is touched";
    }

    @Override
    public String help() {
      return "The same questions as for an install; their answers become a file, which Ansible"
          + " reads, too. quorate install -i FILE makes the cluster of it.";
    }
  }

  /**
   * A wizard that was left.
   *
   * @param goal what it was for
   * @param detail what was answered, such as "3 hosts, at Roles"
   */
  record Resume(Goal goal, String detail) implements MenuEntry {
    @Override
    public String title() {
      return goal.reachesHosts()
          ? "Go on with the install that was left"
          : "Go on with the inventory that was left";
    }

    @Override
    public String help() {
      return "The answers are as they were left. Passwords were not kept, and are asked for"
          + " again.";
    }
  }

  /**
   * A run that is under way.
   *
   * @param folder of the run
   * @param detail such as "install of kubernetes, since 10:32"
   */
  record Attach(String folder, String detail) implements MenuEntry {
    @Override
    public String title() {
      return "Watch the run";
    }

    @Override
    public String help() {
      return "Shows the run as it goes on, in live panes. Leaving them does not end it.";
    }
  }

  /** A run that is recorded, in the panes of a live one. */
  record Replay() implements MenuEntry {
    @Override
    public String title() {
      return "Replay a run";
    }

    @Override
    public String detail() {
      return "a recorded one, in the same panes";
    }

    @Override
    public String help() {
      return "Plays a recorded run with pause, speed and seek. Nothing is done. Example: what"
          + " happened at night.";
    }
  }

  /** A run that is recorded, as a page. */
  record Report() implements MenuEntry {
    @Override
    public String title() {
      return "Write a run's report";
    }

    @Override
    public String detail() {
      return "one HTML page: timeline, failures, proofs";
    }

    @Override
    public String help() {
      return "Writes a recorded run as one HTML page that stands alone, into the current folder."
          + " It holds no secrets. Example: for a ticket.";
    }
  }

  /** What was done to a cluster. */
  record History() implements MenuEntry {
    @Override
    public String title() {
      return "Look back at a cluster";
    }

    @Override
    public String detail() {
      return "its runs: when, by whom, what each changed";
    }

    @Override
    public String help() {
      return "Shows the runs of a cluster that this machine knows of, the newest first: when each"
          + " began and by whom, how it ended, what it changed and where, and what failed. Nothing"
          + " is asked of any node. Example: what was changed since last week.";
    }
  }

  /**
   * A cluster to choose.
   *
   * @param cluster its name
   */
  record OfCluster(String cluster, String detail) implements MenuEntry {
    @Override
    public String title() {
      return cluster;
    }

    @Override
    public String help() {
      return "The runs of " + cluster + ".";
    }
  }

  /**
   * A run to choose.
   *
   * @param folder of the run
   */
  record Run(String folder, String title, String detail) implements MenuEntry {
    @Override
    public String help() {
      return "The run in " + folder + ".";
    }
  }

  record Quit() implements MenuEntry {
    @Override
    public String title() {
      return "Quit";
    }

    @Override
    public String detail() {
      return "";
    }

    @Override
    public String help() {
      return "Leaves; a run that is under way goes on.";
    }
  }

  /** Back to where one came from. */
  record Back() implements MenuEntry {
    @Override
    public String title() {
      return "Back";
    }

    @Override
    public String detail() {
      return "";
    }

    @Override
    public String help() {
      return "To the menu.";
    }
  }

  /**
   * All that can be done.
   *
   * @param offered what there is beside new work and leaving: a wizard that was left, runs that are
   *     under way
   * @param recorded whether there are runs to look back at
   */
  static List<MenuEntry> all(List<MenuEntry> offered, boolean recorded) {
    List<MenuEntry> all = new ArrayList<>(offered);
    all.add(new Install());
    Journeys.all().forEach(j -> all.add(new On(j)));
    Journeys.looks().forEach(j -> all.add(new On(j)));
    all.add(new Inventory());
    if (recorded) {
      all.addAll(List.of(new History(), new Replay(), new Report()));
    }
    all.add(new Quit());
    return List.copyOf(all);
  }
}
