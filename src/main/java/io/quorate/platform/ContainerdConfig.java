package io.quorate.platform;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.plan.Operation.Content;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * containerd's config.toml: form 2 for containerd 1.x, form 3 for 2.x, which later releases read
 * too (containerd's docs/cri/config.md; form 3 renamed the CRI plug-in and moved its settings).
 */
public final class ContainerdConfig {

  /** Where runc is installed. */
  static final String RUNC = "/usr/local/sbin/runc";

  static final String SOCKET = "/run/containerd/containerd.sock";
  private static final String CRI_1 = "io.containerd.grpc.v1.cri";
  private static final String CRI_2_IMAGES = "io.containerd.cri.v1.images";
  private static final String CRI_2_RUNTIME = "io.containerd.cri.v1.runtime";
  private static final String REGISTRIES = "/etc/containerd/certs.d";

  private ContainerdConfig() {}

  public static Content content(Inventory inventory, MachineShape shape) {
    String image = inventory.versions().pauseImage();
    Map<String, Object> config =
        inventory.versions().containerd().startsWith("1.")
            ? first(image, shape)
            : second(image, shape);
    return Content.of(
        Overrides.merged(config, inventory.components().config(Component.CONTAINERD)), Toml::write);
  }

  private static Map<String, Object> first(String pauseImage, MachineShape shape) {
    Map<String, Object> cri = new LinkedHashMap<>();
    cri.put("sandbox_image", pauseImage);
    cri.put("restrict_oom_score_adj", !shape.oomAdjustable());
    cri.put("containerd", runtimes(shape));
    // Debian's containerd looks in /usr/lib/cni.
    cri.put("cni", table("bin_dir", "/opt/cni/bin", "conf_dir", "/etc/cni/net.d"));
    cri.put("registry", table("config_path", REGISTRIES));
    return document(2, table(CRI_1, cri));
  }

  private static Map<String, Object> second(String pauseImage, MachineShape shape) {
    Map<String, Object> images = new LinkedHashMap<>();
    images.put("pinned_images", table("sandbox", pauseImage));
    images.put("registry", table("config_path", REGISTRIES));
    Map<String, Object> runtime = new LinkedHashMap<>();
    runtime.put("restrict_oom_score_adj", !shape.oomAdjustable());
    runtime.put("containerd", runtimes(shape));
    return document(3, table(CRI_2_IMAGES, images, CRI_2_RUNTIME, runtime));
  }

  private static Map<String, Object> runtimes(MachineShape shape) {
    boolean systemd = shape.cgroupDriver().equals("systemd");
    Map<String, Object> runc =
        table(
            "runtime_type",
            "io.containerd.runc.v2",
            "options",
            table("BinaryName", RUNC, "SystemdCgroup", systemd));
    return table("default_runtime_name", "runc", "runtimes", table("runc", runc));
  }

  private static Map<String, Object> document(int version, Map<String, Object> plugins) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", version);
    document.put("root", "/var/lib/containerd");
    document.put("state", "/run/containerd");
    document.put("grpc", table("address", SOCKET));
    document.put("plugins", plugins);
    return document;
  }

  private static Map<String, Object> table(String key, Object value) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put(key, value);
    return table;
  }

  private static Map<String, Object> table(
      String key, Object value, String secondKey, Object secondValue) {
    Map<String, Object> table = table(key, value);
    table.put(secondKey, secondValue);
    return table;
  }
}
