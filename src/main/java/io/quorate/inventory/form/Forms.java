package io.quorate.inventory.form;

import io.quorate.inventory.EtcdToken;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.AnsibleJson;
import io.quorate.inventory.ansible.AnsibleReader;
import io.quorate.inventory.ansible.AnsibleYaml;
import io.quorate.inventory.ansible.VariableNames.Manner;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.file.VariableFolders;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Draft;
import io.quorate.inventory.setting.InventoryBuilder;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.VersionDefaults;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import io.quorate.plan.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes inventories in all forms. */
public final class Forms {
  /** Where the original playbook keeps its settings, beside its file of hosts. */
  private static final Path PLAYBOOK_VARIABLES = Path.of("variables", "k8s-global.yml");

  private final Source source;
  private final VersionDefaults defaults;
  private final List<Problem> problems = new ProblemList();

  private final Vault vault;
  private final Texts texts;
  private final Set<String> sealed = new LinkedHashSet<>();

  private Forms(Source source, VersionDefaults defaults, Vault vault) {
    this.source = source;
    this.defaults = defaults;
    this.vault = vault;
    this.texts = new Texts(source.piped(), vault);
  }

  /**
   * Reads a file. Whatever is in it, the answer is a reading; its problems have places. What is not
   * taken over is among them, as a warning.
   *
   * @throws IOException when the file itself cannot be read
   */
  public static Reading read(Source source, VersionDefaults defaults) throws IOException {
    return read(source, defaults, Vault.closed());
  }

  /** The same, with Ansible Vault values opened, or the whole file if it is one. */
  public static Reading read(Source source, VersionDefaults defaults, Vault vault)
      throws IOException {
    Forms forms = new Forms(source, defaults, vault);
    boolean whole = forms.texts.isSealed(source.file());
    if (whole) {
      forms.sealed.add(source.file().toString());
    }
    Reading reading = forms.read().sealedIn(forms.sealed);
    return whole ? reading.allSealed() : reading;
  }

  /** Whether a file is YAML, where a value can be sealed. */
  public static boolean isYaml(Path file) throws IOException {
    String text = Files.isRegularFile(file) ? InventoryFile.text(file, new ArrayList<>()) : null;
    return text != null && !Detection.isIni(file.toString(), text);
  }

  /** Whether a value of a file can be sealed in its place: in YAML that somebody wrote. */
  public static boolean canSeal(Path file) throws IOException {
    String text = isYaml(file) ? InventoryFile.text(file, new ArrayList<>()) : null;
    return text != null
        && !(text.stripLeading().startsWith("{")
            && YamlReader.read(text, file.toString(), new ArrayList<>())
                instanceof Written.Mapping root
            && Detection.isDynamic(root, text));
  }

  /**
   * The groups, hosts and variables of an Ansible inventory as they stand, with the folders beside
   * it, before they mean anything here.
   *
   * @param problems what is wrong with the writing is added
   * @throws IOException when a file cannot be read
   */
  public static AnsibleGroups groups(Path file, List<Problem> problems) throws IOException {
    String text = InventoryFile.text(file, problems);
    String name = file.toString();
    AnsibleGroups groups = new AnsibleGroups();
    if (text != null && Detection.isIni(name, text)) {
      groups = IniReader.read(text, name, problems);
    } else if (text != null
        && YamlReader.read(text, name, problems) instanceof Written.Mapping mapping) {
      if (Detection.isDynamic(mapping, text)) {
        return AnsibleJson.read(mapping, KubesprayReader.ROLES.keySet(), problems);
      }
      groups = AnsibleYaml.read(mapping, problems);
    }
    VariableFolders.add(groups, VariableFolders.beside(file), Set.of(), Vault.closed(), problems);
    return groups;
  }

  private Reading read() throws IOException {
    Path file = source.file();
    if (Files.isDirectory(file)) {
      return refused("This is a folder.", "Name the file in it that holds the hosts.");
    }
    String text = texts.of(file, problems);
    if (text == null) {
      return new Reading(null, problems, Map.of());
    }
    if (Detection.isProgram(file, text)) {
      return refused(
          "This is a program, and Quorate runs none to get an inventory.",
          "Give what Ansible makes of it, with the variables beside it: "
              + ShellCommand.of("ansible-inventory", "-i", file.toString(), "--list")
              + " | quorate inventory check -");
    }
    Form form = source.form();
    if (form == Form.INI || (form != Form.K0SCTL && form != Form.NATIVE && ini(text))) {
      if (form != Form.INI && Detection.isCalledYaml(file.toString())) {
        problems.add(
            Problem.note(
                    "",
                    "This is INI, whatever the file is called, and is read as INI.",
                    "Call it hosts.ini, so that editors and tools know it, too.")
                .at(new Place(file.toString(), 1, 1)));
      }
      return ansible(IniReader.read(text, file.toString(), problems), Form.INI);
    }
    List<Written> documents = YamlReader.documents(text, file.toString(), problems);
    if (form == Form.K0SCTL || (form == null && documents.stream().anyMatch(Detection::isK0sctl))) {
      return k0sctl(documents);
    }
    if (documents.size() != 1 || !(documents.getFirst() instanceof Written.Mapping mapping)) {
      return documents.isEmpty()
          ? new Reading(null, problems, Map.of())
          : InventoryFile.parse(text, file.toString(), defaults, vault);
    }
    if (Detection.isDynamic(mapping, text)) {
      return ansible(AnsibleJson.read(mapping, clusterGroups(), problems), null);
    }
    if (form == null && Detection.isKubernetesObject(mapping)) {
      problems.add(
          Problem.error(
                  "",
                  "This describes a " + Problem.shown(mapping.text("kind")) + ", no cluster.",
                  "Name an inventory, or k0sctl's file with the kind Cluster.")
              .at(mapping.place()));
      return new Reading(null, problems, Map.of());
    }
    if (Detection.isOnlyVariables(mapping)) {
      problems.add(
          Problem.error(
                  "",
                  "This is a file of variables: it names no hosts, and is not an inventory.",
                  "Name the file that has the hosts. Variables of all hosts stand in it below all:"
                      + " vars:, or beside it in group_vars/all.yml.")
              .at(mapping.place()));
      return new Reading(null, problems, Map.of());
    }
    return ansible(AnsibleYaml.read(mapping, problems), Form.NATIVE);
  }

  /** Names of groups that make up a cluster, beside ours. */
  private Set<String> clusterGroups() {
    Set<String> names = new LinkedHashSet<>(KubesprayReader.ROLES.keySet());
    names.addAll(source.roles().names());
    return names;
  }

  /** k0sctl takes the document that describes a cluster, and so does this. */
  private Reading k0sctl(List<Written> documents) {
    List<Written> clusters = documents.stream().filter(Detection::isK0sctl).toList();
    if (clusters.isEmpty() || !(clusters.getFirst() instanceof Written.Mapping cluster)) {
      return documents.isEmpty()
          ? new Reading(null, problems, Map.of())
          : refused(
              "There is no Cluster of k0sctl in it.",
              "It begins with \"apiVersion: k0sctl.k0sproject.io/v1beta1\" and \"kind: Cluster\".");
    }
    if (!source.roles().isEmpty()) {
      return refused(
          "This is a Cluster of k0sctl, which says the role of each host itself.",
          "Leave --masters and --workers out.");
    }
    if (clusters.size() > 1) {
      problems.add(
          Problem.error(
                  "", "A second Cluster begins here.", "Put each cluster into a file of its own.")
              .at(clusters.get(1).place()));
    }
    if (!source.makesToken()) {
      problems.add(
          Problem.note(
                  Setting.ETCD_INITIAL_TOKEN.key(),
                  "k0sctl's file has no place for an etcd token.",
                  "Make an inventory of it, which gets one: quorate inventory convert -i "
                      + source.file()
                      + " --to native -o NEW.yaml")
              .at(cluster.place()));
    }
    return reading(K0sctlReader.read(cluster, documents, problems));
  }

  private boolean ini(String text) {
    return Detection.isIni(source.file().toString(), text);
  }

  /**
   * @param written the form when the groups are ours; null: what a program printed, with all
   *     variables in it
   */
  private Reading ansible(AnsibleGroups groups, @Nullable Form written) throws IOException {
    Set<String> names =
        groups.groups().stream().map(group -> group.name).collect(Collectors.toSet());
    names.removeIf(
        n -> source.roles().names().contains(n) && !KubesprayReader.ROLES.containsKey(n));
    Form form = source.form();
    Boolean theirs =
        form == null ? Detection.isKubespray(names) : (Boolean) (form == Form.KUBESPRAY);
    if (theirs == null) {
      return refused(
          "There are groups of kubespray and of Quorate's own in one file.",
          "Say which count: quorate inventory convert --from kubespray, native or ini.");
    }
    if (written == Form.INI && texts.isPiped(source.file())) {
      problems.add(
          Problem.note(
                  "",
                  "Files of variables (group_vars, host_vars) are not read beside standard input.",
                  "Name the file instead, or pipe what `ansible-inventory --list` makes of it.")
              .at(new Place(source.file().toString(), 1, 1)));
    }
    if (written != null && !texts.isPiped(source.file())) {
      sealed.addAll(
          VariableFolders.add(
              groups,
              VariableFolders.beside(source.file()),
              theirs ? Set.of(KubesprayReader.CLUSTER) : Set.of(),
              vault,
              problems));
    }
    Path variables = source.variables() == null ? playbookVariables(written) : source.variables();
    if (variables != null) {
      Written.Mapping read = VariableFolders.read(variables, vault, problems);
      if (Files.isRegularFile(variables) && InventoryFile.isSealed(variables)) {
        sealed.add(variables.toString());
      }
      groups.addPlaybook(read == null ? Map.of() : read.entries());
    }
    AnsibleGroups ours =
        theirs
            ? KubesprayReader.translate(groups, problems)
            : variables == null ? groups : PlaybookVariables.translate(groups, problems);
    source.roles().apply(ours, theirs ? KubesprayReader.ROLES : Map.of(), problems);
    Manner manner = written == Form.NATIVE && !theirs ? Manner.OURS : Manner.SHARED;
    return reading(AnsibleReader.read(ours, manner, problems));
  }

  private @Nullable Path playbookVariables(@Nullable Form written) {
    Path path = source.file().resolveSibling(PLAYBOOK_VARIABLES);
    boolean beside = written == Form.INI && !texts.isPiped(source.file());
    return beside && Files.isRegularFile(path) ? path : null;
  }

  private Reading reading(Draft draft) {
    return InventoryBuilder.build(
        source.makesToken() ? withToken(draft) : draft, defaults, vault, sealed, problems);
  }

  private Draft withToken(Draft draft) {
    Written given = draft.settings().get(Setting.ETCD_INITIAL_TOKEN);
    boolean missing = given == null || given instanceof Written.Nothing;
    boolean known =
        given instanceof Written.Scalar scalar && EtcdToken.isWellKnown(scalar.text().strip());
    if (!missing && !known) {
      return draft;
    }
    problems.add(
        Problem.warning(
                Setting.ETCD_INITIAL_TOKEN.key(),
                missing ? "There is no etcd token." : "The etcd token is one that everybody knows.",
                "A random one is written.")
            .at(given == null ? null : given.place()));
    Map<Setting, Written> settings = new EnumMap<>(Setting.class);
    settings.putAll(draft.settings());
    settings.put(
        Setting.ETCD_INITIAL_TOKEN,
        new Written.Scalar(EtcdToken.random(), false, given == null ? null : given.place()));
    return new Draft(settings, draft.hosts(), draft.places());
  }

  private Reading refused(String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(new Place(source.file().toString(), 1, 1)));
    return new Reading(null, problems, Map.of());
  }

  /** The inventory in a form, with what the form cannot say. */
  public static Rendering write(Inventory inventory, Form form) {
    return switch (form) {
      case NATIVE -> new Rendering(InventoryFile.write(inventory), List.of(), true);
      case INI -> IniWriter.write(inventory);
      case KUBESPRAY -> KubesprayWriter.write(inventory);
      case K0SCTL -> K0sctlWriter.write(inventory);
      case SSH_CONFIG -> SshConfigWriter.write(inventory);
      case MARKDOWN -> MarkdownWriter.write(inventory);
    };
  }
}
