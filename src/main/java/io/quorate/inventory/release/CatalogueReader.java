package io.quorate.inventory.release;

import io.quorate.inventory.release.Catalogue.Line;
import io.quorate.inventory.release.Catalogue.Tested;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the catalogue; a fault in it is a fault of the program. */
final class CatalogueReader {
  private CatalogueReader() {}

  static Catalogue read(String resource) {
    try (InputStream in = CatalogueReader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no " + resource + " on the class path");
      }
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      return catalogue(map(new Yaml(new SafeConstructor(options)).load(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Catalogue catalogue(Map<String, Object> root) {
    List<Line> lines = new ArrayList<>();
    for (Object line : list(root.get("lines"))) {
      lines.add(line(map(line)));
    }
    Map<String, Tested> tested = new TreeMap<>();
    map(root.get("calico_tested"))
        .forEach(
            (calico, range) ->
                tested.put(
                    calico, new Tested(version(list(range).get(0)), version(list(range).get(1)))));
    Map<String, String> checksums = new TreeMap<>();
    map(root.get("checksums")).forEach((url, sum) -> checksums.put(url, text(sum)));
    return new Catalogue(text(root.get("suggested")), lines, tested, checksums);
  }

  private static Line line(Map<String, Object> line) {
    Map<String, Object> etcd = map(line.get("etcd"));
    Map<String, Object> containerd = map(line.get("containerd"));
    return new Line(
        text(line.get("minor")),
        text(line.get("newest")),
        LocalDate.parse(text(line.get("end_of_life"))),
        Boolean.TRUE.equals(line.get("supported")),
        text(etcd.get("version")),
        list(etcd.get("allowed")).stream().map(CatalogueReader::text).toList(),
        text(containerd.get("version")),
        version(containerd.get("least")),
        Version.parse(text(containerd.get("below"))),
        text(line.get("runc")),
        text(line.get("cni_plugins")),
        text(line.get("calico")),
        text(line.get("coredns")),
        text(line.get("pause")),
        text(line.get("crictl")),
        text(line.get("cri_dockerd")),
        text(line.get("proxy_mode")));
  }

  private static Version version(@Nullable Object value) {
    Version version = Version.parse(text(value));
    if (version == null) {
      throw new IllegalStateException("the catalogue has no version where one is wanted: " + value);
    }
    return version;
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalStateException("the catalogue has no text where one is wanted: " + value);
  }

  private static List<Object> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return List.copyOf(list);
    }
    throw new IllegalStateException("the catalogue has no list where one is wanted: " + value);
  }

  private static Map<String, Object> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> entries = new TreeMap<>();
      map.forEach((key, entry) -> entries.put(String.valueOf(key), entry));
      return entries;
    }
    throw new IllegalStateException("the catalogue has no mapping where one is wanted: " + value);
  }
}
