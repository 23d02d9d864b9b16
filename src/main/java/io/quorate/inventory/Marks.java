package io.quorate.inventory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a host says of its node's labels and taints, in place of what holds for all. Each in the
 * order in which it was written.
 *
 * @param labels `node_labels` of the host; null: those of all hold
 * @param taints `node_taints` of the host, each a {@link Taint} as it is written; null: those of
 *     all hold
 */
public record Marks(@Nullable Map<String, String> labels, @Nullable List<String> taints) {

  /** Those of all hold. */
  public static final Marks NONE = new Marks(null, null);

  public Marks {
    labels = labels == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    taints = taints == null ? null : List.copyOf(taints);
  }
}
