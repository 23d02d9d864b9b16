package io.quorate.platform;

import io.quorate.inventory.release.Version;
import java.util.List;

/** etcd 3.4: etcdctl restores snapshots itself. */
public final class Etcd34 implements EtcdSeries {

  @Override
  public Version minor() {
    return Version.line("3.4");
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
