package io.quorate.recipe.preflight;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.recipe.component.DnsRecipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody changed what Quorate told the cluster's DNS: its ConfigMap is not the text that
 * was applied last, which masters keep.
 */
final class EditedDns {

  private static final String FILE = "Corefile";

  private EditedDns() {}

  /**
   * @param there what the cluster has, as base64
   * @param applied manifests that masters keep, as base64; empty: what would be applied counts
   */
  static Optional<Finding> finding(Inventory inventory, String there, List<String> applied) {
    if (!DnsRecipe.chosen(inventory)) {
      return Optional.empty();
    }
    String now = decoded(there).strip();
    List<String> ours =
        (applied.isEmpty()
                ? Stream.of(DnsRecipe.text(inventory))
                : applied.stream().map(EditedDns::decoded))
            .map(EditedDns::corefile)
            .filter(Objects::nonNull)
            .map(String::strip)
            .toList();
    if (ours.contains(now) || now.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.failed(
            "",
            Kind.EDITED_DNS,
            "ConfigMap kube-system/coredns",
            "Somebody changed it since Quorate applied it"
                + (ours.isEmpty() ? "" : difference(now, ours.getFirst()))
                + ". The upgrade applies Quorate's text over it.",
            "Keep the text (`kubectl -n kube-system get configmap coredns -o yaml`), and put back"
                + " afterwards what you need of it."));
  }

  /** Such as ": it has "forward . 192.0.2.1"". */
  private static String difference(String now, String ours) {
    Set<String> known = ours.lines().map(String::strip).collect(Collectors.toSet());
    Set<String> there = now.lines().map(String::strip).collect(Collectors.toSet());
    List<String> words = new ArrayList<>();
    named("it has ", now.lines(), known).ifPresent(words::add);
    named("it lacks ", ours.lines(), there).ifPresent(words::add);
    return words.isEmpty() ? "" : ": " + String.join("; ", words);
  }

  private static Optional<String> named(String what, Stream<String> lines, Set<String> without) {
    List<String> names =
        lines
            .map(String::strip)
            .filter(l -> !l.isEmpty() && !without.contains(l))
            .map(l -> "\"" + l + "\"")
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(what + UpgradeObjectFindings.some(names));
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Cut off on its way: no text of ours.
      return base64;
    }
  }

  private static @Nullable String corefile(String manifest) {
    for (Written document : YamlReader.documents(manifest, "coredns.yaml", new ArrayList<>())) {
      if (document instanceof Written.Mapping object
          && object.text("kind").equals("ConfigMap")
          && object.entries().get("data") != null
          && object.entries().get("data").value() instanceof Written.Mapping data) {
        return data.text(FILE);
      }
    }
    return null;
  }
}
