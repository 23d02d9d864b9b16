package io.quorate.wizard;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingForm;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inventory that the answers give so far.
 *
 * @param best the best that could be made of them; null when nothing could
 * @param usual what each field is when nothing is typed there, by its key
 * @param notes why something else is usual than the settings declare, by the field's key
 * @param problems all that is wrong with the answers
 */
public record Draft(
    @Nullable Inventory best,
    Map<String, String> usual,
    Map<String, String> notes,
    List<Problem> problems) {

  private static final String HOSTS = "hosts";

  /**
   * What ssh_config may say instead of the usual: the usual itself is kept where a file says it. In
   * a new inventory the user is always said, since Ansible takes the operator's own name else.
   */
  static final Set<Setting> LEFT_TO_SSH_CONFIG = Set.of(Setting.ANSIBLE_USER, Setting.ANSIBLE_PORT);

  private static final Set<String> ROLES = Set.of("k8s_masters", "k8s_workers");

  public Draft {
    usual = Map.copyOf(usual);
    notes = Map.copyOf(notes);
    problems = List.copyOf(problems);
  }

  /**
   * @param secrets null when none are needed, because no host is reached
   */
  static Draft of(
      Answers answers, @Nullable AccessSecrets secrets, Occasion occasion, LocalDate today) {
    Map<String, String> typed = new HashMap<>(answers.settings());
    typed.keySet().removeIf(key -> Setting.ofKey(key) == null);
    List<Host> hosts = answers.hosts().stream().map(HostEntry::host).toList();
    // A cluster that is there has its networks.
    UsualNetworks networks =
        occasion == Occasion.FIRST_INSTALL
            ? UsualNetworks.of(typed, hosts)
            : UsualNetworks.asDeclared();
    typed.putAll(networks.offered(typed));
    String user = Setting.ANSIBLE_USER.key();
    if (occasion == Occasion.FIRST_INSTALL && typed.getOrDefault(user, "").isBlank()) {
      typed.put(user, Setting.ANSIBLE_USER.defaultText());
    }
    Reading reading = SettingForm.read(typed, hosts, Catalogue.load());
    Inventory best = reading.inventory();
    List<Problem> problems = new ArrayList<>();
    problems.addAll(InventoryLoader.judge(reading, occasion, today).problems());
    problems.removeIf(p -> p.field().equals(HOSTS));
    if (hosts.isEmpty() || !answers.badLines().isEmpty()) {
      problems.addFirst(hostProblem(answers));
    }
    if (best != null && secrets != null) {
      problems.addAll(missing(best.access(), secrets));
    }
    Map<String, String> usual = usual(typed, best);
    networks.texts().forEach((setting, text) -> usual.put(setting.key(), text));
    Map<String, String> notes = new HashMap<>(networks.notes());
    LEFT_TO_SSH_CONFIG.stream()
        .filter(s -> typed.getOrDefault(s.key(), "").isBlank())
        .forEach(s -> notes.put(s.key(), "or by ssh_config"));
    return new Draft(best, usual, notes, problems);
  }

  /** The inventory, if it may be used. */
  @Nullable Inventory accepted() {
    return problems.stream().anyMatch(Problem::isError) ? null : best;
  }

  /** How hosts are reached with these answers. */
  Access access() {
    return best == null ? Access.defaults() : best.access();
  }

  /** The inventory as it will be written, but for its secrets. */
  String text() {
    if (best == null) {
      return "";
    }
    return InventoryFile.shown(best);
  }

  private static Problem hostProblem(Answers answers) {
    int bad = answers.badLines().size();
    return bad == 0
        ? Problem.error(
            HOSTS, "There is no host yet.", "Type one, such as node-1 10.0.0.11, or a range.")
        : Problem.error(
            HOSTS,
            (bad == 1 ? "One line was" : bad + " lines were") + " not understood.",
            "Enter edits a line, d removes it.");
  }

  private static List<Problem> missing(Access access, AccessSecrets secrets) {
    List<Problem> missing = new ArrayList<>();
    if (access.askPassword() && secrets.password().reveal().isEmpty()) {
      missing.add(OwnField.PASSWORD.missing("Type the SSH user's password, or log in by key."));
    }
    boolean sudo = access.become() && access.askBecomePassword();
    if (sudo && secrets.becomePassword().reveal().isEmpty()) {
      missing.add(OwnField.BECOME_PASSWORD.missing("Type what sudo asks for."));
    }
    return missing;
  }

  /** Only these two decide on what others are by default. */
  private static Map<String, String> usual(Map<String, String> typed, @Nullable Inventory best) {
    Map<String, String> deciding = new HashMap<>(typed);
    deciding
        .keySet()
        .retainAll(Set.of(Setting.KUBERNETES_VERSION.key(), Setting.SERVICE_CLUSTER_IP.key()));
    Map<String, String> usual = new HashMap<>();
    Inventory plain = SettingForm.read(deciding, List.of(), Catalogue.load()).inventory();
    if (plain != null) {
      SettingForm.of(plain).forEach((key, text) -> usual.put(key, inOneLine(text)));
    }
    LEFT_TO_SSH_CONFIG.forEach(setting -> usual.put(setting.key(), setting.defaultText()));
    usual.put(Setting.KUBERNETES_VERSION.key(), Catalogue.load().suggestedLine().newest());
    if (best != null) {
      usual.put(OwnField.PATH.key(), best.clusterName() + ".yaml");
    }
    usual.put(OwnField.ADVANCED.key(), "false");
    return usual;
  }

  /** Fields have one line; commas separate as line breaks do. */
  static String inOneLine(String text) {
    return text.strip().replaceAll("\\s*\\n\\s*", ", ");
  }

  // ---- problems ----------------------------------------------------------------------------

  /** All that is wrong on a page; on Review, all that is wrong before it. */
  List<Problem> at(Page page) {
    return problems.stream()
        .filter(p -> pageOf(p) == page || (page == Page.REVIEW && pageOf(p).asks()))
        .toList();
  }

  /** All that is wrong with one host. */
  List<Problem> of(HostEntry host) {
    String field = HOSTS + "." + host.name();
    return problems.stream()
        .filter(p -> p.field().equals(field) || p.field().startsWith(field + "."))
        .toList();
  }

  /** The page that a problem belongs to. */
  static Page pageOf(Problem problem) {
    String field = problem.field();
    if (ROLES.contains(field)) {
      return Page.ROLES;
    }
    if (field.equals(HOSTS) || field.startsWith(HOSTS + ".")) {
      return Page.HOSTS;
    }
    return PageFields.pageOf(field).orElse(Page.REVIEW);
  }
}
