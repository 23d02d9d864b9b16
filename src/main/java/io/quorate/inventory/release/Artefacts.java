package io.quorate.inventory.release;

import io.quorate.inventory.Inventory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where each component is downloaded from, by the patterns of its project (kubernetes.io/releases,
 * each project's GitHub releases; checksum files as published there).
 */
public final class Artefacts {
  public static final String AMD64 = "amd64";
  public static final String ARM64 = "arm64";

  private static final String GITHUB = "https://github.com/";

  private static final Set<String> KUBERNETES =
      Set.of(
          "kube-apiserver",
          "kube-controller-manager",
          "kube-scheduler",
          "kubelet",
          "kube-proxy",
          "kubectl");

  /** All names that {@link #of} knows. */
  public static final List<String> COMPONENTS =
      List.of(
          "kube-apiserver",
          "kube-controller-manager",
          "kube-scheduler",
          "kubelet",
          "kube-proxy",
          "kubectl",
          "etcd",
          "containerd",
          "runc",
          "cni-plugins",
          "crictl",
          "cri-dockerd",
          "calico-manifest",
          "calicoctl");

  private Artefacts() {}

  /**
   * What an inventory says about a component's file: its version, mirror and pinned checksums
   * applied.
   *
   * @param component one of {@link #COMPONENTS}
   * @param arch amd64 or arm64
   * @throws IllegalArgumentException for any other component or architecture
   */
  public static Artefact of(Inventory inventory, String component, String arch) {
    if (!arch.equals(AMD64) && !arch.equals(ARM64)) {
      throw new IllegalArgumentException("nothing is published for the architecture " + arch);
    }
    Official official = official(inventory, component, arch);
    String mirror = inventory.downloads().mirror();
    return new Artefact(
        component,
        official.version(),
        mirrored(official.url(), mirror),
        pinned(inventory, official.url()),
        official.checksumUrl() == null ? null : mirrored(official.checksumUrl(), mirror),
        official.url().substring(official.url().lastIndexOf('/') + 1));
  }

  /** A component's URL and checksum URL before any mirror. */
  private record Official(String version, String url, @Nullable String checksumUrl) {
    static Official besides(String version, String url, String suffix) {
      return new Official(version, url, url + suffix);
    }
  }

  private static Official official(Inventory inventory, String component, String arch) {
    Inventory.Versions versions = inventory.versions();
    if (KUBERNETES.contains(component)) {
      String v = versions.kubernetes();
      String url = "https://dl.k8s.io/release/v" + v + "/bin/linux/" + arch + "/" + component;
      return Official.besides(v, url, ".sha256");
    }
    return switch (component) {
      case "etcd" -> {
        String v = versions.etcd();
        String folder = GITHUB + "etcd-io/etcd/releases/download/v" + v + "/";
        yield new Official(
            v, folder + "etcd-v" + v + "-linux-" + arch + ".tar.gz", folder + "SHA256SUMS");
      }
      case "containerd" -> {
        String v = versions.containerd();
        yield Official.besides(
            v,
            GITHUB
                + ("containerd/containerd/releases/download/v" + v)
                + ("/containerd-" + v + "-linux-" + arch + ".tar.gz"),
            ".sha256sum");
      }
      case "runc" -> {
        String v = versions.runc();
        String folder = GITHUB + "opencontainers/runc/releases/download/v" + v + "/";
        yield new Official(v, folder + "runc." + arch, folder + "runc.sha256sum");
      }
      case "cni-plugins" -> {
        String v = versions.cniPlugins();
        yield Official.besides(
            v,
            GITHUB
                + ("containernetworking/plugins/releases/download/v" + v)
                + ("/cni-plugins-linux-" + arch + "-v" + v + ".tgz"),
            ".sha256");
      }
      case "crictl" -> {
        String v = crictlVersion(versions.kubernetes());
        yield Official.besides(
            v,
            GITHUB
                + ("kubernetes-sigs/cri-tools/releases/download/v" + v)
                + ("/crictl-v" + v + "-linux-" + arch + ".tar.gz"),
            ".sha256");
      }
      case "cri-dockerd" -> {
        String v = versions.criDockerd();
        yield new Official(
            v,
            GITHUB
                + ("Mirantis/cri-dockerd/releases/download/v" + v)
                + ("/cri-dockerd-" + v + "." + arch + ".tgz"),
            null);
      }
      case "calico-manifest" -> {
        String v = versions.calico();
        String file =
            inventory.network().calicoMode() == Inventory.CalicoMode.VXLAN
                ? "calico-vxlan.yaml"
                : "calico.yaml";
        yield new Official(
            v,
            "https://raw.githubusercontent.com/projectcalico/calico/v" + v + "/manifests/" + file,
            null);
      }
      case "calicoctl" -> {
        String v = versions.calico();
        String folder = GITHUB + "projectcalico/calico/releases/download/v" + v + "/";
        yield new Official(v, folder + "calicoctl-linux-" + arch, folder + "SHA256SUMS");
      }
      default -> throw new IllegalArgumentException("no component is called " + component);
    };
  }

  /** crictl follows Kubernetes' minor version; an unknown one has at least its first release. */
  private static String crictlVersion(String kubernetes) {
    Catalogue.Line line = Catalogue.load().line(kubernetes);
    if (line != null) {
      return line.crictl();
    }
    Version version = Version.parse(kubernetes);
    return version == null ? kubernetes : version.minorLine() + ".0";
  }

  private static @Nullable String pinned(Inventory inventory, String url) {
    String name = withoutScheme(url);
    for (var pin : inventory.downloads().checksums().entrySet()) {
      if (withoutScheme(pin.getKey()).equals(name)) {
        return pin.getValue().toLowerCase(Locale.ROOT);
      }
    }
    return Catalogue.load().checksums().get(name);
  }

  /** The path of an official URL below a mirror. */
  static String withoutScheme(String url) {
    return url.replaceFirst("^https?://", "").replaceFirst("^/", "");
  }

  /**
   * A URL with its host replaced.
   *
   * @param mirror a URL or an absolute folder; null: the URL stays
   */
  static String mirrored(String url, @Nullable String mirror) {
    return mirror == null ? url : below(mirror, withoutScheme(url));
  }

  private static String below(String mirror, String path) {
    String base = mirror.replaceFirst("/+$", "");
    return (base.contains("://") ? base : fileUrl(base)) + "/" + path;
  }

  private static String fileUrl(String folder) {
    return "file://" + Path.of(folder).toAbsolutePath().toUri().getRawPath().replaceFirst("/$", "");
  }

  /**
   * The image archives that every node imports. Paths lie below the mirror; a file of the
   * operator's has a file URL.
   */
  public static List<Artefact> imageArchives(Inventory inventory) {
    return inventory.downloads().imageArchives().stream()
        .map(archive -> imageArchive(inventory, archive))
        .toList();
  }

  private static Artefact imageArchive(Inventory inventory, String archive) {
    String mirror = inventory.downloads().mirror();
    String url;
    if (archive.contains("://")) {
      url = archive;
    } else if (archive.startsWith("/")) {
      url = fileUrl(archive);
    } else if (archive.startsWith("~/")) {
      url = fileUrl(System.getProperty("user.home") + archive.substring(1));
    } else if (mirror != null) {
      url = below(mirror, archive);
    } else {
      url = fileUrl(archive);
    }
    String fileName = archive.substring(archive.lastIndexOf('/') + 1);
    return new Artefact(fileName, "", url, pinned(inventory, archive), null, fileName);
  }
}
