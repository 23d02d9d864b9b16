package io.quorate.platform;

import io.quorate.inventory.release.Version;
import java.util.List;

/** etcd 3.7: flags that begin with experimental are gone. */
public final class Etcd37 implements EtcdSeries {

  @Override
  public Version minor() {
    return Version.line("3.7");
  }

  @Override
  public List<String> programs() {
    return List.of("etcd", "etcdctl", "etcdutl");
  }

  /** A member whose data differs from the others' does not start (etcd.io, "data corruption"). */
  @Override
  public List<String> flags() {
    return List.of("--feature-gates=InitialCorruptCheck=true");
  }
}
