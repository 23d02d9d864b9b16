package io.quorate.inventory.form;

import io.quorate.inventory.ansible.GroupRoles;
import io.quorate.inventory.file.Piped;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an inventory is read from.
 *
 * @param form null: found out from the file
 * @param variables a file of variables that wins over the inventory, as a playbook's {@code
 *     vars_files}; null: beside an INI file {@code variables/k8s-global.yml}, when it is there
 * @param makesToken whether a random etcd token stands in for one that is missing, or that
 *     everybody knows: where the inventory is written down again, so that the token stays
 * @param piped what came through standard input, for a file that is called by a dash; null: nothing
 * @param roles which groups have which role, beside those that are called by it
 */
public record Source(
    Path file,
    @Nullable Form form,
    @Nullable Path variables,
    boolean makesToken,
    @Nullable Piped piped,
    GroupRoles roles) {

  public Source(Path file, @Nullable Form form, @Nullable Path variables, boolean makesToken) {
    this(file, form, variables, makesToken, null, GroupRoles.NONE);
  }

  /** A file as it is. */
  public static Source of(Path file) {
    return new Source(file, null, null, false);
  }

  /** The same with what came through standard input. */
  public Source with(@Nullable Piped input) {
    return new Source(file, form, variables, makesToken, input, roles);
  }

  /** The same with groups that have roles. */
  public Source with(GroupRoles given) {
    return new Source(file, form, variables, makesToken, piped, given);
  }
}
