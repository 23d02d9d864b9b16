package io.quorate.recipe.component;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.release.Version;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.platform.Liveness;
import io.quorate.platform.Template;
import io.quorate.platform.UnitText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Kubernetes program as a systemd unit: flags from the table, then the operator's own, and his
 * variables in a file that only root reads.
 *
 * @param program its name, such as kubelet
 * @param health where it tells that it lives, on loopback
 */
record ComponentUnit(String program, Component component, String health) {

  static final String ENVIRONMENT_FOLDER = "/etc/kubernetes/env";

  /** Of a unit's file, as the CIS benchmark has it; systemd reads it as root. */
  static final String MODE = "0600";

  String unit() {
    return program + ".service";
  }

  String unitFile() {
    return "/etc/systemd/system/" + unit();
  }

  private String environmentFile() {
    return ENVIRONMENT_FOLDER + "/" + program;
  }

  /**
   * The unit's text.
   *
   * @param places what the template has beside version and command
   */
  String text(
      Inventory inventory,
      Set<String> conditions,
      Map<String, String> values,
      Map<String, String> places) {
    String version = inventory.versions().kubernetes();
    List<String> flags =
        new ArrayList<>(FlagTable.flags(program, Version.line(version), conditions, values));
    flags.addAll(inventory.components().flags(component));
    Map<String, String> all = new HashMap<>(places);
    all.put("version", version);
    all.put("command", UnitText.command("/usr/local/bin/" + program, flags));
    return new Template("kubernetes/" + unit()).fill(all);
  }

  /** The unit's two files. */
  List<Operation> files(Inventory inventory, String text) {
    Content environment =
        Content.guarded(inventory.components().environment(component), UnitText::environment);
    return List.of(
        new WriteFile(environmentFile(), environment, "root:root", "0600"),
        new WriteFile(unitFile(), Content.of(text), "root:root", MODE));
  }

  /**
   * @param text the unit's
   * @param inputs what it reads at its start beside its own two files
   */
  Service service(String text, List<String> inputs) {
    return service(UnitText.words(text), inputs);
  }

  /** The same for a unit that is left as it is: it starts again when what it reads differs. */
  Service asItIs(List<String> inputs) {
    return service(List.of(), inputs);
  }

  private Service service(List<String> command, List<String> inputs) {
    List<String> all = new ArrayList<>(List.of(unitFile(), environmentFile()));
    all.addAll(inputs);
    return new Service(unit(), all, false, Liveness.http(health), command);
  }
}
