package io.quorate.platform;

import java.util.List;

/** etcd 3.4: etcdctl restores snapshots itself. */
public final class Etcd34 implements EtcdSeries {

  @Override
  public Minor minor() {
    return Minor.of("3.4");
  }

  @Override
  public List<String> programs() {
    return List.of("etcd", "etcdctl");
  }

  /** It still has the older logger as default. */
  @Override
  public List<String> flags() {
    return List.of("--logger=zap");
  }
}
