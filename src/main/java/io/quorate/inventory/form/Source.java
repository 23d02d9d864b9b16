package io.quorate.inventory.form;

import io.quorate.inventory.ansible.GroupRoles;
import io.quorate.inventory.file.Piped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where an inventory is read from.
 *
 * @param files one at least: files, and folders of files. Several are one inventory, as for
 *     Ansible: what a later one says of a host or a group wins, and members of groups add up
 * @param form null: found out from the files
 * @param variables a file of variables that wins over the inventory, as a playbook's {@code
 *     vars_files}; null: beside an INI file {@code variables/k8s-global.yml}, when it is there
 * @param makesToken whether a random etcd token stands in for one that is missing, or that
 *     everybody knows: where the inventory is written down again, so that the token stays
 * @param piped what came through standard input, for a file that is called by a dash; null: nothing
 * @param roles which groups have which role, beside those that are called by it
 */
public record Source(
    List<Path> files,
    @Nullable Form form,
    @Nullable Path variables,
    boolean makesToken,
    @Nullable Piped piped,
    GroupRoles roles) {

  public Source {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("an inventory is read from one file at least");
    }
  }

  public Source(Path file, @Nullable Form form, @Nullable Path variables, boolean makesToken) {
    this(List.of(file), form, variables, makesToken, null, GroupRoles.NONE);
  }

  /** A file as it is, or a folder of files. */
  public static Source of(Path file) {
    return of(List.of(file));
  }

  /** Several, put together in their order. */
  public static Source of(List<Path> files) {
    return new Source(files, null, null, false, null, GroupRoles.NONE);
  }

  /** The same with what came through standard input. */
  public Source with(@Nullable Piped input) {
    return new Source(files, form, variables, makesToken, input, roles);
  }

  /** The same with groups that have roles. */
  public Source with(GroupRoles given) {
    return new Source(files, form, variables, makesToken, piped, given);
  }

  /** The first that was named; the only one, where a value is changed in its place. */
  public Path file() {
    return files.getFirst();
  }

  /** Whether it is one file, and no folder. */
  public boolean isOneFile() {
    return files.size() == 1 && !Files.isDirectory(file());
  }

  /** What was named, for messages. */
  public String name() {
    return files.stream().map(Path::toString).collect(Collectors.joining(" + "));
  }
}
