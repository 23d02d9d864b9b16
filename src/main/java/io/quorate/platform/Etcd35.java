package io.quorate.platform;

import io.quorate.inventory.release.Version;
import java.util.List;

/** etcd 3.5: etcdutl is there, and what compares data at the start is an experiment. */
public final class Etcd35 implements EtcdSeries {

  @Override
  public Version minor() {
    return Version.line("3.5");
  }

  @Override
  public List<String> programs() {
    return List.of("etcd", "etcdctl", "etcdutl");
  }

  /** A member whose data differs from the others' does not start (etcd.io, "data corruption"). */
  @Override
  public List<String> flags() {
    return List.of("--experimental-initial-corrupt-check=true");
  }
}
