package io.quorate.wizard;

import io.quorate.inventory.Access;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Reading;
import io.quorate.inventory.Setting;
import io.quorate.release.Catalogue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inventory that the answers give so far.
 *
 * @param inventory the best that could be made of them; null when nothing could
 * @param usual what each field is when nothing is typed there, by its key
 * @param problems all that is wrong with the answers
 */
public record Draft(
    @Nullable Inventory inventory, Map<String, String> usual, List<Problem> problems) {

  public Draft {
    usual = Map.copyOf(usual);
    problems = List.copyOf(problems);
  }

  static Draft of(Answers answers, AccessSecrets secrets) {
    Reading reading = AnswersReading.of(answers);
    Inventory inventory = reading.inventory();
    List<Problem> problems = new ArrayList<>(reading.problems());
    problems.addAll(missingSecrets(inventory, secrets));
    problems.addAll(hostProblems(answers));
    return new Draft(inventory, usual(answers, inventory), problems);
  }

  /** How hosts are reached with these answers. */
  Access access() {
    return inventory == null ? Access.defaults() : inventory.access();
  }

  private static List<Problem> missingSecrets(
      @Nullable Inventory inventory, AccessSecrets secrets) {
    List<Problem> missing = new ArrayList<>();
    if (inventory == null) {
      return missing;
    }
    Access access = inventory.access();
    if (access.askPassword() && secrets.password().reveal().isEmpty()) {
      missing.add(OwnField.PASSWORD.missing("Type the SSH user's password, or log in by key."));
    }
    if (access.become()
        && access.askBecomePassword()
        && secrets.becomePassword().reveal().isEmpty()) {
      missing.add(OwnField.BECOME_PASSWORD.missing("Type what sudo asks for."));
    }
    return missing;
  }

  private static List<Problem> hostProblems(Answers answers) {
    List<Problem> problems = new ArrayList<>();
    int bad = answers.badLines().size();
    if (bad > 0) {
      problems.add(
          Problem.error(
              HOSTS,
              (bad == 1 ? "One line was" : bad + " lines were") + " not understood.",
              "Enter edits a line, d removes it."));
    }
    if (answers.hosts().isEmpty()) {
      problems.add(
          Problem.error(
              HOSTS, "There is no host yet.", "Type one, such as node-1 10.0.0.11, or a range."));
    }
    return problems;
  }

  private static Map<String, String> usual(Answers answers, @Nullable Inventory inventory) {
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    answers
        .settings()
        .forEach(
            (key, text) -> {
              Setting setting = Setting.ofKey(key);
              if (setting != null && !text.isBlank()) {
                given.put(setting, text.strip());
              }
            });
    Map<String, String> usual = new HashMap<>();
    for (Setting setting : Setting.values()) {
      usual.put(setting.key(), setting.defaultText());
    }
    Map<Setting, String> asked = new EnumMap<>(Setting.class);
    String kubernetes = given.get(Setting.KUBERNETES_VERSION);
    if (kubernetes != null) {
      asked.put(Setting.KUBERNETES_VERSION, kubernetes);
    }
    Catalogue.load().fill(asked).forEach((setting, text) -> usual.put(setting.key(), text));
    if (inventory != null) {
      Inventory.Network network = inventory.network();
      usual.put(Setting.CLUSTER_DNS.key(), network.clusterDns());
      usual.put(Setting.KUBERNETES_SVC_IP.key(), network.kubernetesServiceIp());
      usual.put(OwnField.PATH.key(), inventory.clusterName() + ".yaml");
    }
    usual.put(OwnField.ADVANCED.key(), "false");
    return usual;
  }

  /** The page that a problem belongs to. */
  static Page pageOf(Problem problem) {
    String field = problem.field();
    if (field.endsWith(".roles") || ROLE_FIELDS.contains(field)) {
      return Page.ROLES;
    }
    if (field.equals(HOSTS) || field.startsWith(HOSTS + ".")) {
      return Page.HOSTS;
    }
    return PageFields.pageOf(field).orElse(Page.REVIEW);
  }

  private static final String HOSTS = "hosts";
  private static final List<String> ROLE_FIELDS = List.of("k8s_masters", "k8s_workers", "roles");
}
