package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.inventory.SshPlace;
import io.quorate.wizard.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Which cluster it is: the first page of each journey, unless the cluster is open already.
 *
 * @param known inventories that may be meant, the likeliest first
 * @param rehearsal whether the nodes are simulated; they are opened by their inventory only
 */
public record ClusterPage(List<String> known, boolean rehearsal) implements FieldsPage {

  /** What the keys begin with that say which cluster it is. */
  static final String KEYS = "cluster.";

  /** The key of the inventory. */
  public static final String FILE = KEYS + "inventory";

  /** The key of a master, where no inventory is at hand. */
  public static final String MASTER = KEYS + "master";

  private static final Field.Help HELP =
      new Field.Help(
          "A cluster is opened by its inventory. Without one it is read back from a master that"
              + " SSH reaches, and kept in a file of the cluster's name.",
          "home.yaml",
          "quorate status --help");

  public ClusterPage {
    known = List.copyOf(known);
  }

  @Override
  public String title() {
    return "Which cluster";
  }

  @Override
  public String purpose() {
    return "The cluster's inventory; its nodes are looked at, and nothing is changed.";
  }

  @Override
  public Field.Help help(Moment at) {
    return HELP;
  }

  @Override
  public List<Field> fields(Choices choices) {
    List<Field> fields = new ArrayList<>();
    fields.add(
        new Field(
            FILE,
            "Inventory",
            Field.Kind.TEXT,
            known.stream().map(k -> new Field.Choice(k, "")).toList()));
    if (file(choices).isEmpty() && !rehearsal) {
      fields.add(new Field(MASTER, "Or a master", Field.Kind.TEXT, List.of()));
    }
    return fields;
  }

  @Override
  public String usual(String key) {
    return key.equals(FILE) && known.size() == 1 ? known.getFirst() : "";
  }

  /** The inventory's file; empty when the cluster is to be read back. */
  String file(Choices choices) {
    String typed = choices.text(FILE).strip();
    return typed.isEmpty() && master(choices).isEmpty() ? usual(FILE) : typed;
  }

  String master(Choices choices) {
    return choices.text(MASTER).strip();
  }

  @Override
  public Field.Help help(String key) {
    return key.equals(FILE)
        ? new Field.Help(
            "The file that describes the cluster: its hosts and settings. F2 goes through those"
                + " that were used before or are here.",
            "home.yaml",
            HELP.source())
        : new Field.Help(
            "Where no inventory is at hand: a master that SSH reaches. All masters that accept the login"
                + " are asked, and the inventory is kept in a file of the cluster's name.",
            "root@192.168.88.11",
            HELP.source());
  }

  @Override
  public List<Problem> problems(Choices choices) {
    if (!file(choices).isEmpty()) {
      return List.of();
    }
    String master = master(choices);
    if (!master.isEmpty() && SshPlace.parse(master) == null) {
      return List.of(
          Problem.error(MASTER, "\"" + master + "\" is not a host.", "Write [user@]host[:port]."));
    }
    return master.isEmpty()
        ? List.of(
            Problem.error(
                FILE,
                "No inventory is named.",
                rehearsal
                    ? "Name the file of the cluster that is rehearsed."
                    : "Name the cluster's file, or a master below."))
        : List.of();
  }
}
