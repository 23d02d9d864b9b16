package io.quorate.cli.inventory;

import io.quorate.cli.option.LimitOption;
import io.quorate.cli.option.NamedInventory;
import io.quorate.cli.option.ProblemLines;
import io.quorate.cli.option.VaultOptions;
import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.ansible.HostSelection.NoHostException;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.form.Form;
import io.quorate.inventory.form.HostLimit;
import io.quorate.inventory.form.KeptSecrets;
import io.quorate.inventory.form.Rendering;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.form.Texts;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.secret.VaultException;
import io.quorate.inventory.yaml.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code quorate inventory convert}: the same cluster in another form. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads the description of a cluster in one form, and writes it in another.",
      "",
      "What the other form cannot say is listed on standard error, and in a comment of the written"
          + " file where the form has comments. So is what Quorate does not take over from the form"
          + " that is read, with its line. Nothing is written when the inventory has errors.",
      "",
      "  native      YAML that Ansible reads too",
      "  ini         Ansible's INI, also the hosts file of the original playbook",
      "  kubespray   kubespray's inventory, INI or YAML",
      "  k0sctl      k0sctl's Cluster",
      "  rke         RKE's cluster.yml (read only)",
      "  kubeone     KubeOne's KubeOneCluster (read only)",
      "  kubekey     KubeKey's Cluster (read only)",
      "  kubeadm     kubectl get nodes -o json of a cluster that kubeadm made, and kubeadm's",
      "              ClusterConfiguration beside it (read only)",
      "  ssh-config  OpenSSH: how each host is reached (written only)",
      "  markdown    a page for the wiki, with the topology (written only)",
      "  json        an object for programs, as Terraform's jsondecode; no secrets (written only)",
      "  etc-hosts   lines for /etc/hosts (written only)",
      "  prometheus  targets for file_sd_configs: node exporters, kubelets, API servers, etcd",
      "              (written only)",
      "",
      "Secrets that were sealed by Ansible Vault are sealed again with the same password in the"
          + " native form, and a file that was sealed as a whole is so in all forms of Ansible."
          + " With a password given, a secret that was in clear is sealed as well. What stands in"
          + " clear although it was sealed is said.",
      "",
      "group_vars and host_vars beside an Ansible inventory are read as Ansible reads them."
          + " `quorate install -i FILE` takes every form that can be read, and so are lists that"
          + " ansible-inventory and programs of dynamic inventories print. - is standard input."
          + " Several -i, or a folder, are put together as Ansible does, and become one.",
      "",
      "--limit writes some of the hosts in the forms that list hosts: ssh-config, json, etc-hosts and"
          + " prometheus. The others describe a cluster, which would be another one without the"
          + " rest.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  quorate inventory convert -i hosts --to native -o home.yaml",
      "                         from the original playbook, with its variables/",
      "  ansible-inventory -i hosts --list | quorate inventory convert - --to native -o home.yaml",
      "  quorate inventory convert -i hosts --masters control --workers compute,gpu --to native",
      "  quorate inventory convert -i home.yaml --to ssh-config -o ~/.ssh/home.conf",
      "  quorate inventory convert -i home.yaml --to markdown -o cluster.md",
      "",
      "Exit codes: 0 written; 2 invalid input, nothing was written."
    })
final class InventoryConvertCommand implements Callable<Integer> {

  private static final String AUTO = "auto";

  @ArgGroup(exclusive = true, multiplicity = "1")
  private @Nullable NamedInventory file;

  @Option(
      names = "--from",
      paramLabel = "FORM",
      completionCandidates = Readable.class,
      converter = ReadName.class,
      description =
          "The form that is read: ${COMPLETION-CANDIDATES}. Without it, or with auto, it is found"
              + " out from the file.")
  private @Nullable Form from;

  @Option(
      names = "--variables",
      paramLabel = "FILE",
      description =
          "Variables that win over the inventory's, as those of the original playbook. Without it,"
              + " variables/k8s-global.yml beside an INI file is taken when it is there.")
  private @Nullable Path variables;

  @Option(
      names = "--to",
      paramLabel = "FORM",
      required = true,
      completionCandidates = Written.class,
      converter = WrittenName.class,
      description = "The form to write: ${COMPLETION-CANDIDATES}.")
  private @Nullable Form to;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write it; without it, to standard output. A file with a secret in it is"
              + " readable by its owner only.")
  private @Nullable Path output;

  @Mixin private RoleOptions roles = new RoleOptions();

  @Mixin private LimitOption limit = new LimitOption();

  @Mixin private VaultOptions vault = new VaultOptions();

  @Option(names = "--force", description = "Replace the written file when there is one already.")
  private boolean force;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path target = output;
    if (to == null) {
      return ExitCode.INVALID;
    }
    if (from != null && !from.readable()) {
      say("error: the form " + from.key() + " is written only; it says too little of a cluster.");
      return ExitCode.INVALID;
    }
    if (!to.writable()) {
      say(
          "error: the form "
              + to.key()
              + " is read only; take one of "
              + String.join(", ", Form.writableKeys())
              + ".");
      return ExitCode.INVALID;
    }
    if (limit.isGiven() && !to.listsHosts()) {
      say(
          "error: --limit: the form "
              + to.key()
              + " describes a cluster, which is another one without some of its hosts.");
      say(
          "    These list hosts: "
              + Arrays.stream(Form.values())
                  .filter(Form::listsHosts)
                  .map(Form::key)
                  .collect(Collectors.joining(", "))
              + ".");
      return ExitCode.INVALID;
    }
    if (target != null && !force && Files.exists(target)) {
      say("error: " + target + " is there already; --force replaces it.");
      return ExitCode.INVALID;
    }
    try {
      return convert(NamedInventory.allOf(file), to, vault.vault());
    } catch (NoSuchFileException e) {
      say("error: there is no file " + e.getFile() + ".");
    } catch (VaultOptions.NoPasswordException e) {
      say("error: " + e.getMessage());
    } catch (VaultException e) {
      say("error: " + e.getMessage() + " " + e.remedy());
    } catch (NoHostException e) {
      say("error: " + LimitOption.refusal(e));
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
    return ExitCode.INVALID;
  }

  private int convert(List<Path> files, Form form, Vault open)
      throws IOException, VaultException, NoHostException {
    Piped piped = NamedInventory.piped(files.toArray(Path[]::new));
    Source source = new Source(files, from, variables, true, piped, roles.roles());
    Loaded loaded =
        InventoryLoader.load(
            source, Occasion.EXISTING_CLUSTER, LocalDate.now(ZoneId.systemDefault()), open);
    ProblemLines.of(loaded.problems(), piped).forEach(this::say);
    Inventory inventory = loaded.inventory();
    if (inventory == null) {
      say("The inventory is not usable as it is; nothing was written.");
      return ExitCode.INVALID;
    }
    HostLimit some = limit.of(source, open, inventory);
    if (some != null) {
      say(some.words("written"));
      inventory = some.of(inventory);
    }
    KeptSecrets kept =
        KeptSecrets.of(
            source, new Texts(piped, open), form, inventory, loaded.sealed(), vault.areGiven());
    Rendering rendering = kept.rendering();
    if (!kept.inClear().isEmpty()) {
      say(
          "warning: written in clear, though it was sealed: "
              + String.join(", ", kept.inClear())
              + ".");
    }
    write(rendering, form);
    return ExitCode.DONE;
  }

  private void write(Rendering rendering, Form form) throws IOException {
    Path target = output;
    if (!rendering.leftOut().isEmpty()) {
      say("warning: the form " + form.key() + " cannot say, and leaves out:");
      rendering.leftOut().forEach(phrase -> say("    " + phrase));
    }
    if (target == null) {
      out().print(rendering.text());
      out().flush();
    } else {
      WholeFile.write(
          target,
          rendering.text(),
          rendering.secret() ? WholeFile.Readers.OWNER : WholeFile.Readers.EVERYBODY);
      say("Written: " + target + (rendering.secret() ? " (it holds a secret: mode 0600)." : "."));
    }
  }

  private PrintWriter out() {
    return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
  }

  private void say(String line) {
    PrintWriter err =
        spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  /** The forms that can be written, for help and completion. */
  static final class Written implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Form.writableKeys().iterator();
    }
  }

  /** The forms that can be read, for help and completion. */
  static final class Readable implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(Stream.of(AUTO), Form.readableKeys().stream()).iterator();
    }
  }

  /** The form that is read by its name; null: to be found out. */
  static final class ReadName implements ITypeConverter<Form> {
    @Override
    public @Nullable Form convert(String name) {
      return name.equals(AUTO) ? null : formOf(name, new Readable());
    }
  }

  /** The form to write by its name. */
  static final class WrittenName implements ITypeConverter<Form> {
    @Override
    public Form convert(String name) {
      return formOf(name, new Written());
    }
  }

  private static Form formOf(String name, Iterable<String> names) {
    Form form = Form.ofKey(name);
    if (form == null) {
      throw new TypeConversionException(
          "there is no form \"" + name + "\"; take one of " + String.join(", ", names));
    }
    return form;
  }
}
