package io.quorate.inventory.form;

import io.quorate.inventory.yaml.Written;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells forms apart by what is in a file. */
final class Detection {
  private static final Pattern SECTION =
      Pattern.compile("^\\[[^\\]\\s]+]\\s*(?:#.*)?$", Pattern.MULTILINE);

  /**
   * A first line such as {@code node-1 ansible_host=10.0.0.1}, which no YAML mapping begins with.
   */
  private static final Pattern HOST_LINE =
      Pattern.compile("[^\\s:]+(?::[0-9]+)?(\\s+[^\\s=:]+=.*)?");

  private static final List<String> YAML = List.of(".yaml", ".yml", ".json");
  private static final List<String> INI = List.of(".ini", ".cfg");

  private Detection() {}

  /** Whether a file is to be read as INI: by its ending, else by how it begins. */
  static boolean isIni(String fileName, String text) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (YAML.stream().anyMatch(name::endsWith)) {
      return false;
    }
    if (INI.stream().anyMatch(name::endsWith) || SECTION.matcher(text).find()) {
      return true;
    }
    String first =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith(";"))
            .findFirst()
            .orElse("---");
    boolean json = first.startsWith("{") || first.startsWith("[");
    return !json && !first.startsWith("---") && HOST_LINE.matcher(first).matches();
  }

  /** Whether a YAML document is one of k0sctl's. */
  static boolean isK0sctl(Written document) {
    return document instanceof Written.Mapping root
        && root.text("apiVersion").startsWith("k0sctl.");
  }

  /** Whether a YAML document is one that Kubernetes or its tools would take. */
  static boolean isKubernetesObject(Written.Mapping root) {
    return !root.text("apiVersion").isEmpty() && !root.text("kind").isEmpty();
  }

  /**
   * Whether groups are those of kubespray; null when those of ours are among them, so that one has
   * to say which counts.
   */
  static @Nullable Boolean isKubespray(Set<String> groups) {
    boolean ours = groups.contains("k8s_masters") || groups.contains("k8s_workers");
    // A near name counts only where nothing says that the file is ours.
    boolean theirs =
        groups.stream()
            .anyMatch(
                group ->
                    KubesprayReader.ROLES.containsKey(group)
                        || (!ours && KubesprayReader.nearestRole(group) != null));
    return theirs && ours ? null : (Boolean) theirs;
  }
}
