package io.quorate.inventory.form;

import io.quorate.inventory.EtcdToken;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.AnsibleReader;
import io.quorate.inventory.ansible.GroupWithoutRole;
import io.quorate.inventory.ansible.VariableNames.Manner;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.file.VariableFolders;
import io.quorate.inventory.installer.ClusterFile;
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
import java.util.HashMap;
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
  private final SourceFiles files;
  private final Set<String> sealed;

  private Forms(Source source, VersionDefaults defaults, Vault vault) {
    this.source = source;
    this.defaults = defaults;
    this.vault = vault;
    this.files = new SourceFiles(source, defaults, vault, problems);
    this.sealed = files.sealed();
  }

  /**
   * Reads files. Whatever is in them, the answer is a reading; its problems have places. What is
   * not taken over is among them, as a warning.
   *
   * @throws IOException when a file itself cannot be read
   */
  public static Reading read(Source source, VersionDefaults defaults) throws IOException {
    return read(source, defaults, Vault.closed());
  }

  /** The same, with Ansible Vault values opened, or whole files that are ones. */
  public static Reading read(Source source, VersionDefaults defaults, Vault vault)
      throws IOException {
    Forms forms = new Forms(source, defaults, vault);
    Reading reading = forms.read().sealedIn(forms.sealed);
    return source.isOneFile() && forms.sealed.contains(source.file().toString())
        ? reading.allSealed()
        : reading;
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
   * it, before they mean anything here; none of a file that is a cluster by itself.
   *
   * @param problems what is wrong with the writing is added
   * @throws IOException when a file cannot be read
   */
  public static AnsibleGroups groups(
      Source source, VersionDefaults defaults, Vault vault, List<Problem> problems)
      throws IOException {
    Forms forms = new Forms(source, defaults, vault);
    if (forms.files.read() == null) {
      forms.files.readFolders(Set.of());
    }
    problems.addAll(forms.problems);
    return forms.files.groups();
  }

  /**
   * The groups of an inventory whose names give their hosts no role, where no host has one; none of
   * a file that says roles in another way.
   *
   * @throws IOException when a file cannot be read
   */
  public static List<GroupWithoutRole> groupsWithoutRole(
      Source source, VersionDefaults defaults, Vault vault) throws IOException {
    Forms forms = new Forms(source, defaults, vault);
    if (forms.files.read() != null || forms.files.cluster() != null) {
      return List.of();
    }
    AnsibleGroups groups = forms.files.groups();
    return Boolean.FALSE.equals(Detection.isKubespray(names(groups)))
        ? GroupWithoutRole.in(groups)
        : List.of();
  }

  private static Set<String> names(AnsibleGroups groups) {
    return groups.groups().stream().map(group -> group.name).collect(Collectors.toSet());
  }

  private Reading read() throws IOException {
    Reading broken = files.read();
    ClusterFile cluster = files.cluster();
    return broken != null ? broken : cluster != null ? read(cluster) : ansible(files.groups());
  }

  /** An installer takes the document that describes a cluster, and so does this. */
  private Reading read(ClusterFile kind) {
    List<Written> documents = files.clusterDocuments();
    List<Written.Mapping> clusters = kind.clusters(documents);
    if (clusters.isEmpty()) {
      return documents.isEmpty()
          ? new Reading(null, problems, Map.of())
          : refused(source.file(), kind.missing(), kind.missingRemedy());
    }
    if (!source.roles().isEmpty()) {
      return refused(
          source.file(),
          "This is " + kind.what() + ", which says the role of each host itself.",
          "Leave --masters and --workers out.");
    }
    if (clusters.size() > 1 && !kind.addsUp()) {
      problems.add(
          Problem.error(
                  "", "A second Cluster begins here.", "Put each cluster into a file of its own.")
              .at(clusters.get(1).place()));
    }
    if (!source.makesToken()) {
      tokenIsElsewhere(kind.owner(), clusters.getFirst().place());
    }
    return reading(kind.read(documents, problems));
  }

  private void tokenIsElsewhere(String owner, @Nullable Place place) {
    List<String> command = new ArrayList<>(List.of("quorate", "inventory", "convert"));
    source.files().forEach(file -> command.addAll(List.of("-i", file.toString())));
    problems.add(
        Problem.note(
                Setting.ETCD_INITIAL_TOKEN.key(),
                owner + EtcdToken.NOT_THERE,
                "Make an inventory of it, which gets one: "
                    + ShellCommand.of(command.toArray(String[]::new))
                    + " --to native -o NEW.yaml")
            .at(place));
  }

  private Reading ansible(AnsibleGroups groups) throws IOException {
    Set<String> names = names(groups);
    names.removeIf(
        n -> source.roles().names().contains(n) && !KubesprayReader.ROLES.containsKey(n));
    Form form = source.form();
    Boolean theirs =
        form == null ? Detection.isKubespray(names) : (Boolean) (form == Form.KUBESPRAY);
    if (theirs == null) {
      return refused(
          source.file(),
          "There are groups of kubespray and of Quorate's own in one "
              + (source.isOneFile() ? "file." : "inventory."),
          "Say which count: quorate inventory convert --from kubespray, native or ini.");
    }
    if (files.isPiped(Piped.NAME) && files.isOf(Piped.NAME, Form.INI)) {
      problems.add(
          Problem.note(
                  "",
                  "Files of variables (group_vars, host_vars) are not read beside standard input.",
                  "Name the file instead, or pipe what `ansible-inventory --list` makes of it.")
              .at(new Place(Piped.NAME.toString(), 1, 1)));
    }
    files.readFolders(theirs ? Set.of(KubesprayReader.CLUSTER) : Set.of());
    List<Path> variables = playbookVariables();
    for (Path file : variables) {
      Written.Mapping read = VariableFolders.read(file, vault, problems);
      if (Files.isRegularFile(file) && InventoryFile.isSealed(file)) {
        sealed.add(file.toString());
      }
      groups.addPlaybook(read == null ? Map.of() : read.entries());
    }
    AnsibleGroups ours =
        theirs
            ? KubesprayReader.translate(groups, problems)
            : variables.isEmpty() ? groups : PlaybookVariables.translate(groups, problems);
    source.roles().apply(ours, theirs ? KubesprayReader.ROLES : Map.of(), problems);
    boolean own = !theirs && files.areAllOf(Form.NATIVE);
    Draft draft = AnsibleReader.read(ours, own ? Manner.OURS : Manner.SHARED, problems);
    if (theirs
        && !source.makesToken()
        && !draft.hosts().isEmpty()
        && !draft.settings().containsKey(Setting.ETCD_INITIAL_TOKEN)) {
      tokenIsElsewhere("kubespray's inventory", draft.places().get(""));
    }
    return reading(draft);
  }

  /** The file that was named, or those of the original playbook beside INI files. */
  private List<Path> playbookVariables() {
    Path named = source.variables();
    return named != null
        ? List.of(named)
        : source.files().stream()
            .filter(file -> files.isOf(file, Form.INI) && !files.isPiped(file))
            .map(file -> file.resolveSibling(PLAYBOOK_VARIABLES))
            .filter(Files::isRegularFile)
            .distinct()
            .toList();
  }

  private Reading reading(Draft read) {
    Map<String, Place> places = new HashMap<>(read.places());
    // What stands nowhere is at least in this file.
    places.putIfAbsent("", new Place(source.file().toString(), 1, 1));
    Draft draft = new Draft(read.settings(), read.hosts(), places);
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

  private Reading refused(Path file, String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(new Place(file.toString(), 1, 1)));
    return new Reading(null, problems, Map.of());
  }

  /**
   * The inventory in a form, with what the form cannot say.
   *
   * @throws IllegalArgumentException when nothing can be written in it ({@link Form#writable()})
   */
  public static Rendering write(Inventory inventory, Form form) {
    return switch (form) {
      case NATIVE -> new Rendering(InventoryFile.write(inventory), List.of(), true);
      case INI -> IniWriter.write(inventory);
      case KUBESPRAY -> KubesprayWriter.write(inventory);
      case K0SCTL -> K0sctlWriter.write(inventory);
      case SSH_CONFIG -> SshConfigWriter.write(inventory);
      case MARKDOWN -> MarkdownWriter.write(inventory);
      case JSON -> JsonWriter.write(inventory);
      case ETC_HOSTS -> EtcHostsWriter.write(inventory);
      case PROMETHEUS -> PrometheusWriter.write(inventory);
      case RKE, KUBEONE, KUBEKEY, KUBEADM ->
          throw new IllegalArgumentException("nothing is written as " + form.key());
    };
  }
}
