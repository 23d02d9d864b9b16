package io.quorate.inventory.release;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.Manifests;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Readiness;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operator's own manifests of a pod network: the YAML and JSON files of a folder, in the order
 * of their names; not those of folders in it.
 */
final class ManifestFolder {

  /** All of them together; Calico's own manifest, which is large, has half a MiB. */
  private static final long MOST_BYTES = 3L << 20;

  private static final String FIELD = Setting.CNI_MANIFESTS.key();

  private final Inventory inventory;
  private final Occasion occasion;
  private final List<Problem> problems;
  private final Set<String> objects = new HashSet<>();

  private ManifestFolder(Inventory inventory, Occasion occasion, List<Problem> problems) {
    this.inventory = inventory;
    this.occasion = occasion;
    this.problems = problems;
  }

  /**
   * The inventory with what is in the folder, where its pod network is one of the operator's
   * manifests; as it was where they cannot be used.
   *
   * @param problems gets what is wrong with them
   */
  static Inventory read(Inventory inventory, Occasion occasion, List<Problem> problems) {
    Manifests given = inventory.network().manifests();
    Cni cni = inventory.network().cni();
    if (given.folder().isBlank()) {
      return inventory;
    }
    if (cni != Cni.MANIFESTS) {
      problems.add(
          Problem.warning(
              FIELD,
              "The manifests are not used: the pod network is "
                  + cni.name().toLowerCase(Locale.ROOT)
                  + ".",
              "Set cni to manifests, or take the folder out."));
      return inventory;
    }
    String text = new ManifestFolder(inventory, occasion, problems).text(given.folder());
    return inventory.withNetwork(
        inventory
            .network()
            .withManifests(new Manifests(given.folder(), given.ready(), new Secret(text))));
  }

  /** Empty when they cannot be used. */
  private String text(String folder) {
    Path path;
    try {
      path =
          Path.of(
              folder.startsWith("~/")
                  ? System.getProperty("user.home") + folder.substring(1)
                  : folder);
    } catch (InvalidPathException e) {
      refuse("No folder can be called so.");
      return "";
    }
    StringBuilder text = new StringBuilder();
    List<Problem> found = new ArrayList<>();
    try {
      List<Path> files = files(path);
      if (files.isEmpty()) {
        refuse("There is no .yaml, .yml or .json file in " + path + ".");
        return "";
      }
      long size = 0;
      for (Path file : files) {
        size += Files.size(file);
      }
      if (size > MOST_BYTES) {
        refuse(
            "The manifests in %s have %.1f MiB together; %d MiB are the most."
                .formatted(path, size / 1048576.0, MOST_BYTES >> 20));
        return "";
      }
      for (Path file : files) {
        String content = content(file);
        String name = file.getFileName().toString().replaceAll("\\p{Cntrl}", "?");
        text.append("---\n# ").append(name).append('\n').append(content);
        if (!content.endsWith("\n")) {
          text.append('\n');
        }
        judge(content, file, found);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      refuse(path + " is not a folder on this machine.");
      return "";
    } catch (CharacterCodingException e) {
      refuse(path + " has a file that is not UTF-8.");
      return "";
    } catch (IOException e) {
      refuse("The manifests in " + path + " cannot be read: " + e.getMessage() + ".");
      return "";
    }
    found.stream().map(this::weighed).forEach(problems::add);
    if (found.stream().anyMatch(Problem::isError)) {
      return "";
    }
    judgeWhole(path, text.toString());
    return text.toString();
  }

  /** The whole of it; only a mark of its encoding goes, which may stand nowhere but in front. */
  private static String content(Path file) throws IOException {
    String content = Files.readString(file);
    return content.startsWith("\uFEFF") ? content.substring(1) : content;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(f -> isManifest(f.getFileName().toString()))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static boolean isManifest(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && Stream.of(".yaml", ".yml", ".json").anyMatch(lower::endsWith);
  }

  private void refuse(String what) {
    problems.add(
        weighed(
            Problem.error(
                FIELD,
                what,
                "Name a folder of this machine with the network's manifests, such as ~/flannel.")));
  }

  /** A cluster that has its network is not kept from its other journeys by a folder. */
  private Problem weighed(Problem found) {
    return occasion == Occasion.FIRST_INSTALL || !found.isError()
        ? found
        : Problem.warning(
                found.field(),
                found.what(),
                found.remedy()
                    + " Until then the pod network is neither applied nor compared; what was last"
                    + " applied is on the master that applied it, below /etc/kubernetes/addons.")
            .at(found.place());
  }

  private void judge(String content, Path file, List<Problem> found) {
    String name = file.toString();
    List<Problem> unread = new ArrayList<>();
    List<Written> documents = YamlReader.documents(content, name, unread);
    if (unread.stream().anyMatch(Problem::isError)) {
      unread.stream()
          .filter(Problem::isError)
          .map(p -> Problem.error(FIELD, p.what(), p.remedy()).at(p.place()))
          .forEach(found::add);
      return;
    }
    if (content.startsWith("%")) {
      found.add(
          Problem.error(
                  FIELD,
                  "This file begins with a directive of YAML (%), which cannot stand behind other files.",
                  "Take the line out.")
              .at(new Place(name, 1, 1)));
    }
    for (Written document : documents) {
      judge(document, new Place(name, 1, 1), found);
    }
  }

  private void judge(Written document, Place file, List<Problem> found) {
    // Rendered charts have documents of comments alone; kubectl takes no notice of them.
    if (document instanceof Written.Nothing
        || document instanceof Written.Scalar empty && empty.text().isBlank()) {
      return;
    }
    if (document instanceof Written.Mapping object
        && !object.text("apiVersion").isBlank()
        && !object.text("kind").isBlank()) {
      if (value(object, "metadata") instanceof Written.Mapping metadata) {
        String space = metadata.text("namespace");
        objects.add(
            "%s/%s/%s"
                .formatted(
                    space.isEmpty() ? "default" : space,
                    object.text("kind").toLowerCase(Locale.ROOT),
                    metadata.text("name")));
      }
      if (value(object, "items") instanceof Written.Sequence items) {
        items.items().forEach(item -> judge(item, file, found));
      }
      return;
    }
    Place place = document.place();
    found.add(
        Problem.error(
                FIELD,
                "This document is not a Kubernetes object: it has no apiVersion and kind.",
                "Take other files out of the folder; render templates before.")
            .at(place == null ? file : place));
  }

  private static @Nullable Written value(Written.Mapping object, String key) {
    Written.Entry entry = object.entries().get(key);
    return entry == null ? null : entry.value();
  }

  private void judgeWhole(Path folder, String text) {
    for (Readiness ready : inventory.network().manifests().objects()) {
      if (Readiness.WORKLOADS.contains(ready.kind())
          && !objects.contains(ready.namespace() + "/" + ready.kind() + "/" + ready.name())) {
        problems.add(
            Problem.warning(
                Setting.CNI_READY.key(),
                "No manifest in %s has the %s %s of the namespace %s."
                    .formatted(folder, ready.kind(), ready.name(), ready.namespace()),
                "Name one that is there, unless a controller makes it."));
      }
    }
    if (!text.contains(inventory.network().clusterCidr())) {
      problems.add(
          Problem.note(
              FIELD,
              "No manifest in "
                  + folder
                  + " names the pods' network "
                  + inventory.network().clusterCidr()
                  + ".",
              "It has to be the same there, unless the network takes each node's podCIDR."));
    }
  }
}
