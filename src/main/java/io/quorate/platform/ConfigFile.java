package io.quorate.platform;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.WriteFile;
import java.util.Map;
import java.util.stream.Collectors;

/** Files that programs are set up with. */
public final class ConfigFile {

  private ConfigFile() {}

  public static WriteFile of(String path, String text) {
    return of(path, Content.of(text));
  }

  public static WriteFile of(String path, Content content) {
    return of(path, content, "0644");
  }

  /**
   * A file that root alone reads when there is a secret in it. The mode tells later checks so,
   * which know only what is wanted then.
   *
   * @param mode without one
   */
  public static WriteFile of(String path, Content content, String mode) {
    return new WriteFile(path, content, "root:root", content.guarded() ? "0400" : mode);
  }

  /** A unit's variables as an EnvironmentFile; proxies among them carry passwords. */
  public static WriteFile environment(String path, Inventory inventory, Component component) {
    Content content =
        Content.guarded(
            inventory.components().environment(component),
            variables ->
                variables.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(e -> e.getKey() + "=" + quoted(e.getValue().toString()) + "\n")
                    .collect(Collectors.joining()));
    return new WriteFile(path, content, "root:root", "0600");
  }

  private static String quoted(String value) {
    return '"'
        + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$").replace("`", "\\`")
        + '"';
  }
}
