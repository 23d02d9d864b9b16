package io.quorate.inventory;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object of the cluster that has to be ready, and by what that is told.
 *
 * @param namespace empty for what has none
 * @param kind as kubectl takes it, in lower case, such as daemonset
 * @param condition the type of the condition that has to be True; empty: all its pods are up to
 *     date and ready, which only {@link #WORKLOADS} tell
 */
public record Readiness(String namespace, String kind, String name, String condition) {

  /** Kinds that count their pods. */
  public static final Set<String> WORKLOADS = Set.of("daemonset", "deployment", "statefulset");

  /** {@code NAMESPACE/KIND/NAME}, and {@code =CONDITION} behind it. */
  static final Pattern FORM =
      Pattern.compile(
          "(?<namespace>[a-z0-9][-a-z0-9]{0,62})?/(?<kind>[A-Za-z][-.A-Za-z0-9]{0,252})"
              + "/(?<name>[a-z0-9][-.a-z0-9]{0,252})(=(?<condition>[A-Za-z][-A-Za-z0-9]{0,62}))?");

  /** Null when the text is none, or tells too little. */
  public static @Nullable Readiness parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    String namespace = matcher.group("namespace");
    String condition = matcher.group("condition");
    Readiness readiness =
        new Readiness(
            namespace == null ? "" : namespace,
            matcher.group("kind").toLowerCase(Locale.ROOT),
            matcher.group("name"),
            condition == null ? "" : condition);
    boolean counts = WORKLOADS.contains(readiness.kind());
    boolean tells = counts ? namespace != null : condition != null;
    return tells ? readiness : null;
  }

  /** As it is written in an inventory. */
  public String text() {
    return namespace + "/" + kind + "/" + name + (condition.isEmpty() ? "" : "=" + condition);
  }
}
