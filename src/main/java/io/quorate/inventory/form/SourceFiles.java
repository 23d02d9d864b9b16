package io.quorate.inventory.form;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.AnsibleJson;
import io.quorate.inventory.ansible.AnsibleYaml;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.file.VariableFolders;
import io.quorate.inventory.installer.ClusterFile;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.VersionDefaults;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import io.quorate.plan.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of an inventory, whichever form each has, into one set of groups: as Ansible
 * does, each adds to what those before it said.
 */
final class SourceFiles {
  private static final String ONLY_VARIABLES =
      "This is a file of variables: it names no hosts, and is not an inventory.";

  private final Source source;
  private final VersionDefaults defaults;
  private final Vault vault;
  private final List<Problem> problems;
  private final Texts texts;
  private final AnsibleGroups groups = new AnsibleGroups();

  /** By what the groups were written in; those that a program printed are of no form. */
  private final Map<Path, Optional<Form>> written = new LinkedHashMap<>();

  private final Set<String> sealed = new LinkedHashSet<>();

  /** Those that are a cluster by themselves, and have no groups. */
  private final Map<Path, ClusterFile> clusters = new LinkedHashMap<>();

  private final List<Written> clusterDocuments = new ArrayList<>();

  /**
   * @param problems what is wrong with the writing is added
   */
  SourceFiles(Source source, VersionDefaults defaults, Vault vault, List<Problem> problems) {
    this.source = source;
    this.defaults = defaults;
    this.vault = vault;
    this.problems = problems;
    this.texts = new Texts(source.piped(), vault);
  }

  /** What was read so far. */
  AnsibleGroups groups() {
    return groups;
  }

  /** What kind of file that is a cluster by itself, and has no groups; null: there is none. */
  @Nullable ClusterFile cluster() {
    return clusters.values().stream().findFirst().orElse(null);
  }

  /** The documents of such files. */
  List<Written> clusterDocuments() {
    return clusterDocuments;
  }

  /** The files that are Ansible Vault files as a whole, to be added to. */
  Set<String> sealed() {
    return sealed;
  }

  /** Reads all files; what came of it where one cannot be read, or has no groups. */
  @Nullable Reading read() throws IOException {
    List<Path> files = files();
    boolean unfit = problems.stream().anyMatch(Problem::isError);
    Reading broken = unfit ? nothing() : null;
    for (Path file : files) {
      Reading one = add(file);
      broken = one == null ? broken : one;
    }
    if (files.isEmpty() && !unfit) {
      return refused(
          source.file(),
          "There is no inventory in this folder.",
          "Put the file with the hosts into it. Files that Ansible leaves out are left out here, too:"
              + " hidden ones, group_vars, host_vars, and endings such as .cfg, .txt and .md.");
    }
    problems.addAll(groups.saidTwice());
    if (!clusters.isEmpty() && !stayTogether()) {
      broken = nothing();
    }
    return broken == null || source.isOneFile() ? broken : nothing();
  }

  /** Whether files that are clusters by themselves are one; if not, each is told. */
  private boolean stayTogether() {
    boolean oneCluster =
        written.isEmpty()
            && clusters.values().stream().allMatch(ClusterFile::addsUp)
            && clusters.values().stream().distinct().count() == 1;
    if (source.isOneFile() || oneCluster) {
      return true;
    }
    clusters.forEach(
        (file, kind) ->
            refused(
                file,
                "This is " + kind.what() + ", which cannot be put together with other inventories.",
                "Make an inventory of it: "
                    + ShellCommand.of("quorate", "inventory", "convert", "-i", file.toString())
                    + " --to native -o NEW.yaml"));
    return false;
  }

  /** In the order in which they are read. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path named : source.files()) {
      if (Files.isDirectory(named)) {
        files.addAll(InventoryFolder.files(named, problems));
      } else {
        files.add(named);
      }
    }
    return files;
  }

  /** Adds a file's groups; what came of it where it has none. */
  private @Nullable Reading add(Path file) throws IOException {
    if (texts.isSealed(file)) {
      sealed.add(file.toString());
    }
    String text = texts.of(file, problems);
    if (text == null) {
      return nothing();
    }
    if (Detection.isProgram(file, text)) {
      return refused(
          file,
          "This is a program, and Quorate runs none to get an inventory.",
          "Give what Ansible makes of it, with the variables beside it: " + listed(file));
    }
    Form form = source.form();
    if (form == null && Detection.isAnsibleConfiguration(text)) {
      return refused(
          file,
          "This is Ansible's own configuration, not an inventory.",
          "Name the inventory: the file or folder that its line \"inventory =\" names, or"
              + " /etc/ansible/hosts if there is no such line.");
    }
    if (form == null && Detection.areAssignments(text)) {
      return refused(
          file,
          ONLY_VARIABLES,
          "Name the file that has the hosts. Variables of all hosts stand in it below [all:vars],"
              + " or beside it in group_vars/all.yml, as \"name: value\" a line.");
    }
    boolean yaml = form == Form.NATIVE || (form != null && form.clusterFile() != null);
    if (form == Form.INI || (!yaml && Detection.isIni(file.toString(), text))) {
      if (form != Form.INI && Detection.isCalledYaml(file.toString())) {
        problems.add(
            Problem.note(
                    "",
                    "This is INI, whatever the file is called, and is read as INI.",
                    "Call it hosts.ini, so that editors and tools know it, too.")
                .at(new Place(file.toString(), 1, 1)));
      }
      if (texts.isMarked(file)) {
        return refused(
            file,
            "The file begins with a byte order mark, which Ansible takes for a part of the first"
                + " line of INI.",
            "Save it as UTF-8 without one (\"without BOM\"), or take it out: "
                + ShellCommand.of("sed", "-i", "1s/^\\xEF\\xBB\\xBF//", file.toString()));
      }
      IniReader.add(text, file.toString(), groups, problems);
      written.put(file, Optional.of(Form.INI));
      return null;
    }
    List<Written> documents = YamlReader.documents(text, file.toString(), problems);
    ClusterFile kind = form == null ? ClusterFile.of(documents) : form.clusterFile();
    if (kind != null) {
      clusters.put(file, kind);
      clusterDocuments.addAll(documents);
      return null;
    }
    if (documents.size() != 1 || !(documents.getFirst() instanceof Written.Mapping mapping)) {
      return withoutGroups(file, text, documents);
    }
    if (Detection.isDynamic(mapping, text)) {
      AnsibleJson.add(mapping, groups, problems);
      written.put(file, Optional.empty());
      return null;
    }
    Problem otherwise = otherwise(file, form, mapping);
    if (otherwise != null) {
      problems.add(otherwise);
      return nothing();
    }
    AnsibleYaml.add(mapping, groups, problems);
    written.put(file, Optional.of(Form.NATIVE));
    return null;
  }

  /** What a document is that is no inventory; null: it is one. */
  private static @Nullable Problem otherwise(
      Path file, @Nullable Form form, Written.Mapping mapping) {
    if (form == null && Detection.isKubernetesObject(mapping)) {
      return ofKubernetes(mapping).at(mapping.place());
    }
    if (Detection.isPlugin(mapping)) {
      return Problem.error(
              "",
              "This is for Ansible's inventory plug-in "
                  + Problem.shown(mapping.text(Detection.PLUGIN))
                  + ", and Quorate runs none.",
              "Give what Ansible makes of it, with the variables beside it: " + listed(file))
          .at(mapping.place());
    }
    if (Detection.isOnlyVariables(mapping)) {
      return Problem.error(
              "",
              ONLY_VARIABLES,
              "Name the file that has the hosts. Variables of all hosts stand in it below all:"
                  + " vars:, or beside it in group_vars/all.yml.")
          .at(mapping.place());
    }
    return null;
  }

  private static Problem ofKubernetes(Written.Mapping object) {
    String version = Problem.shown(object.text("apiVersion"));
    String kind = Problem.shown(object.text("kind"));
    if (version.isEmpty()) {
      return Problem.error(
          "",
          "There is no apiVersion with the kind \"" + kind + "\".",
          "Write the line with it: it says whose the file is.");
    }
    if (kind.isEmpty()) {
      return Problem.error(
          "",
          "There is no kind with the apiVersion \"" + version + "\".",
          "Write the line with it: it says what the file describes.");
    }
    return Problem.error(
        "",
        "The kind \"" + kind + "\" of \"" + version + "\" describes no cluster that is read here.",
        "Name an inventory, or a file of one of these: " + ClusterFile.VERSIONS + ".");
  }

  private static String listed(Path file) {
    return ShellCommand.of("ansible-inventory", "-i", file.toString(), "--list")
        + " | quorate inventory check -";
  }

  /** A file without groups: alone it is none; among others it may be empty. */
  private @Nullable Reading withoutGroups(Path file, String text, List<Written> documents) {
    if (documents.isEmpty()) {
      return nothing();
    }
    if (source.isOneFile()) {
      return InventoryFile.parse(text, file.toString(), defaults, vault);
    }
    if (documents.size() == 1 && documents.getFirst() instanceof Written.Nothing) {
      problems.add(
          Problem.note("", "The file is empty.", "It adds nothing to the others.")
              .at(new Place(file.toString(), 1, 1)));
      written.put(file, Optional.of(Form.NATIVE));
      return null;
    }
    Reading alone = InventoryFile.parse(text, file.toString(), defaults, vault);
    alone.problems().stream().filter(p -> !problems.contains(p)).forEach(problems::add);
    return alone;
  }

  boolean isPiped(Path file) {
    return texts.isPiped(file);
  }

  /** Whether a file was named, by itself, and its groups were written in this form. */
  boolean isOf(Path file, Form form) {
    return Optional.of(form).equals(written.get(file));
  }

  boolean areAllOf(Form form) {
    return written.values().stream().allMatch(Optional.of(form)::equals);
  }

  /**
   * Reads group_vars and host_vars beside each file that was named, and in each folder; those of
   * folders in it are not looked for, as by Ansible.
   */
  void readFolders(Set<String> implied) throws IOException {
    Map<Path, Path> folders = new LinkedHashMap<>();
    for (Path named : source.files()) {
      boolean printed = Optional.empty().equals(written.get(named));
      if (!printed && !texts.isPiped(named)) {
        Path folder = Files.isDirectory(named) ? named : VariableFolders.beside(named);
        Path same = folder.toAbsolutePath().normalize();
        // What is read again last holds.
        folders.remove(same);
        folders.put(same, folder);
      }
    }
    for (Path folder : folders.values()) {
      sealed.addAll(VariableFolders.add(groups, folder, implied, vault, problems));
    }
    if (written.containsValue(Optional.<Form>empty())) {
      AnsibleJson.share(groups, clusterGroups());
    }
  }

  /** Names of groups that make up a cluster, beside ours. */
  private Set<String> clusterGroups() {
    Set<String> names = new LinkedHashSet<>(KubesprayReader.ROLES.keySet());
    names.addAll(source.roles().names());
    return names;
  }

  private Reading nothing() {
    return new Reading(null, problems, Map.of());
  }

  private Reading refused(Path file, String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(new Place(file.toString(), 1, 1)));
    return nothing();
  }
}
