package io.quorate.platform;

import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.WriteFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Objects of the cluster as a text with several documents. Whether the cluster has them as they are
 * wanted is the API server's own answer. Each carries the text's digest as an annotation, by which
 * a person sees what it is from.
 *
 * @param name what the file is called
 */
public record Manifest(String name, String text, String digest) {

  public static final String FOLDER = "/etc/kubernetes/addons";

  /**
   * @param values what fills the asset's places, but {@code digest}
   */
  public static Manifest of(String name, Map<String, String> values) {
    Template template = new Template("addons/" + name + ".yaml");
    Map<String, String> all = new HashMap<>(values);
    all.put("digest", "");
    String digest = sha256(template.fill(all)).substring(0, 16);
    all.put("digest", digest);
    return new Manifest(name, template.fill(all), digest);
  }

  public List<Operation> operations() {
    String path = FOLDER + "/" + name + ".yaml";
    String library = new Template("addons/objects.lib.sh").text();
    return List.of(
        new Directory(FOLDER, "root:root", "0755"),
        new WriteFile(path, Content.of(text), "root:root", "0600"),
        new Script(
                name + " in the cluster",
                library + new Template("addons/manifest.check.sh").text(),
                library + new Template("addons/manifest.apply.sh").text(),
                Map.of("FILE", path, "KNOWN", known(name)),
                6)
            .asking()
            .doing("applying the manifest of " + name));
  }

  /** Where the node keeps the versions of the objects that it found right. */
  public static String known(String name) {
    return "/var/lib/quorate/applied/" + name;
  }

  public static String sha256(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
