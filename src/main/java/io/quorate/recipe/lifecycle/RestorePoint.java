package io.quorate.recipe.lifecycle;

import io.quorate.plan.Secret;
import io.quorate.recipe.Context.LocalFile;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What a restore takes from a backup.
 *
 * @param cluster the name of the cluster that it is of
 * @param taken when
 * @param kubernetes the version that ran
 * @param etcd the version that ran
 * @param revision etcd's
 * @param objects how many, by kind
 * @param nodes those of the cluster
 * @param keys the authorities, the service accounts' keys and what Secrets are encrypted with, by
 *     their path on a master
 * @param snapshot etcd's, verified, on the operator's machine
 * @param snapshotBytes what it takes
 */
public record RestorePoint(
    String cluster,
    Instant taken,
    String kubernetes,
    String etcd,
    long revision,
    Map<String, Long> objects,
    Set<String> nodes,
    Map<String, Secret> keys,
    LocalFile snapshot,
    long snapshotBytes) {

  public RestorePoint {
    objects = Map.copyOf(objects);
    nodes = Set.copyOf(nodes);
    keys = Map.copyOf(keys);
  }

  /** All that is counted. */
  public long total() {
    return objects.values().stream().mapToLong(Long::longValue).sum();
  }
}
