package io.quorate.inventory.release;

import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.VersionDefaults;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What fits together, by Kubernetes' minor version: {@code assets/catalogue.yaml}, which names its
 * sources.
 *
 * @param suggested the minor version to take when nobody asks for another
 * @param lines newest first
 * @param calicoTested Calico's minor versions to the Kubernetes versions that each was tested with
 * @param checksums SHA-256 of files that have no published one, by URL without scheme
 */
public record Catalogue(
    String suggested,
    List<Line> lines,
    Map<String, Tested> calicoTested,
    Map<String, String> checksums)
    implements VersionDefaults {

  public Catalogue {
    lines = List.copyOf(lines);
    calicoTested = Map.copyOf(calicoTested);
    checksums = Map.copyOf(checksums);
  }

  /**
   * A minor version of Kubernetes and what goes with it.
   *
   * @param minor such as 1.36
   * @param newest its newest known patch
   * @param endOfLife the last day of support
   * @param supported whether its project supported it when the catalogue was made
   * @param etcd the suggested etcd
   * @param etcdAllowed etcd's minor versions that work
   * @param containerd the suggested containerd
   * @param containerdLeast the first that works
   * @param containerdBelow the first that does not work any more; null: none known
   * @param pauseImage with its tag
   * @param criDockerd empty where Kubernetes speaks to Docker itself
   * @param proxyMode the suggested mode of kube-proxy, as in an inventory
   */
  public record Line(
      String minor,
      String newest,
      LocalDate endOfLife,
      boolean supported,
      String etcd,
      List<String> etcdAllowed,
      String containerd,
      Version containerdLeast,
      @Nullable Version containerdBelow,
      String runc,
      String cniPlugins,
      String calico,
      String coredns,
      String pauseImage,
      String crictl,
      String criDockerd,
      String proxyMode) {
    public Line {
      etcdAllowed = List.copyOf(etcdAllowed);
    }

    /** Whether its project still supports it on a day. */
    public boolean supportedOn(LocalDate day) {
      return !day.isAfter(endOfLife);
    }
  }

  /** The first and the last Kubernetes minor version that something was tested with. */
  public record Tested(Version first, Version last) {
    boolean covers(Version kubernetes) {
      Version minor = new Version(kubernetes.major(), kubernetes.minor(), 0, "");
      return !minor.before(first) && !last.before(minor);
    }
  }

  /** The catalogue that comes with Quorate; read once. */
  public static Catalogue load() {
    return Shipped.CATALOGUE;
  }

  private static final class Shipped {
    private static final Catalogue CATALOGUE = CatalogueReader.read("/assets/catalogue.yaml");
  }

  /** The line of a Kubernetes version, minor or full; null when it is not in the catalogue. */
  public @Nullable Line line(String kubernetes) {
    Version version = Version.parse(kubernetes);
    return version == null
        ? null
        : lines.stream()
            .filter(l -> l.minor().equals(version.minorLine()))
            .findFirst()
            .orElse(null);
  }

  /** The line to take when nobody asks for another. */
  public Line suggestedLine() {
    Line line = line(suggested);
    if (line == null) {
      throw new IllegalStateException("the catalogue suggests " + suggested + ", which it lacks");
    }
    return line;
  }

  /** The versions that match a Kubernetes version; of an unknown one those of the nearest line. */
  @Override
  public Map<Setting, String> fill(Map<Setting, String> given) {
    Line line = nearestLine(given.getOrDefault(Setting.KUBERNETES_VERSION, suggested));
    Map<Setting, String> fill = new EnumMap<>(Setting.class);
    fill.put(Setting.KUBERNETES_VERSION, line.newest());
    fill.put(Setting.ETCD_VERSION, line.etcd());
    fill.put(Setting.CONTAINERD_VERSION, line.containerd());
    fill.put(Setting.RUNC_VERSION, line.runc());
    fill.put(Setting.CRI_DOCKERD_VERSION, line.criDockerd());
    fill.put(Setting.CNI_PLUGINS_VERSION, line.cniPlugins());
    fill.put(Setting.CALICO_VERSION, line.calico());
    fill.put(Setting.COREDNS_VERSION, line.coredns());
    fill.put(Setting.PAUSE_IMAGE, line.pauseImage());
    fill.put(Setting.KUBE_PROXY_MODE, line.proxyMode());
    boolean bareMinor = line.minor().equals(given.get(Setting.KUBERNETES_VERSION));
    fill.keySet()
        .removeIf(
            s -> given.containsKey(s) && !(bareMinor && s.equals(Setting.KUBERNETES_VERSION)));
    return fill;
  }

  private Line nearestLine(String kubernetes) {
    Line line = line(kubernetes);
    if (line != null) {
      return line;
    }
    Version version = Version.parse(kubernetes);
    Line newest = lines.getFirst();
    Line oldest = lines.getLast();
    Version first = version == null ? null : Version.parse(oldest.minor());
    if (version == null || first == null) {
      return suggestedLine();
    }
    return version.before(first) ? oldest : newest;
  }
}
