package io.quorate.platform;

import java.util.List;

/** etcd 3.7: flags that begin with experimental are gone. */
public final class Etcd37 implements EtcdSeries {

  @Override
  public Minor minor() {
    return Minor.of("3.7");
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
