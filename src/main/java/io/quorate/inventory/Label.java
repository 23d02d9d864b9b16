package io.quorate.inventory;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys and values of labels and taints (kubernetes.io, "Labels and Selectors" and "Well-Known
 * Labels, Annotations and Taints").
 */
public final class Label {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

  /** What a role's label begins with. */
  public static final String ROLE = "node-role.kubernetes.io";

  private static final Set<String> ROLES = Set.of("control-plane", "master", "worker");

  /** Prefixes below kubernetes.io that are there for people; of others nobody may count on. */
  private static final List<String> FOR_PEOPLE =
      List.of(
          ROLE,
          "topology.kubernetes.io",
          "failure-domain.beta.kubernetes.io",
          "node.kubernetes.io",
          "kubelet.kubernetes.io",
          "node-restriction.kubernetes.io");

  private Label() {}

  /** Whether it may be a key: a name, or a DNS name, a slash and a name. */
  public static boolean isKey(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? NAME.matcher(text).matches()
        : isPrefix(text.substring(0, slash)) && NAME.matcher(text.substring(slash + 1)).matches();
  }

  private static boolean isPrefix(String text) {
    if (text.length() > 253) {
      return false;
    }
    for (String part : text.split("\\.", -1)) {
      if (!HostName.isLabel(part)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it may be a value, which may be empty. */
  public static boolean isValue(String text) {
    return text.isEmpty() || NAME.matcher(text).matches();
  }

  /**
   * Why nobody but the cluster itself, or Quorate, may set a label of this key; the rest of a
   * sentence that the key begins. Null: everybody may.
   */
  public static @Nullable String reserved(String key) {
    String prefix = prefix(key);
    String name = key.substring(key.indexOf('/') + 1);
    if (isIn(prefix, "quorate.io")) {
      return "is Quorate's own";
    }
    if (prefix.equals(ROLE) && ROLES.contains(name)) {
      return "is set by what the host is: in k8s_masters, in k8s_workers or in both";
    }
    if (key.equals("node.kubernetes.io/windows-build")) {
      return "is set by the kubelet";
    }
    return isKubernetes(prefix) && FOR_PEOPLE.stream().noneMatch(known -> isIn(prefix, known))
        ? "is kept for Kubernetes: the kubelet, or a cloud, sets what is in " + prefix
        : null;
  }

  /** The same of a taint's key. */
  public static @Nullable String reservedForTaints(String key) {
    String prefix = prefix(key);
    String own = reserved(key);
    boolean mayBe = isIn(prefix, ROLE) || isIn(prefix, "node-restriction.kubernetes.io");
    return own == null && isKubernetes(prefix) && !mayBe
        ? "is kept for Kubernetes, which taints nodes itself that are not as they should be"
        : own;
  }

  private static String prefix(String key) {
    return key.substring(0, Math.max(0, key.indexOf('/')));
  }

  private static boolean isKubernetes(String prefix) {
    return isIn(prefix, "kubernetes.io") || isIn(prefix, "k8s.io");
  }

  private static boolean isIn(String prefix, String domain) {
    return prefix.equals(domain) || prefix.endsWith("." + domain);
  }
}
