package io.quorate.inventory.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files in which every field is said that an installer documents: each is told with its line as not
 * taken over, or another value of it makes another inventory or other problems.
 */
class EveryFieldTest {
  private static final Path FILES = Path.of("src/test/resources/inventory/installers");

  /** By these a document is known. */
  private static final Set<String> NAMES_OF_FORMS =
      Set.of("apiVersion", "kind", "spec.k0s.config.apiVersion", "spec.k0s.config.kind");

  private static final Pattern LISTED =
      Pattern.compile(
          "(?:^Not taken over: |, )((?:the document )?[^\\s:]+)(?:: .*?)? \\(lines? ([0-9, ]+)\\)");

  /** A value in a document, the names that lead there, and the places of all on the way. */
  private record Leaf(String path, List<Place> places, int document, List<Object> way) {
    /** Those of its name and of its value. */
    List<Place> own() {
      return places.subList(places.size() - 2, places.size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "K0SCTL, full/k0sctl.yaml",
    "RKE, full/rke.yml",
    "KUBEONE, full/kubeone.yaml",
    "KUBEKEY, full/kubekey.yaml",
    "KUBEADM, nodes.json full/kubeadm.yaml"
  })
  void noneVanishes(ClusterFile kind, String names) throws IOException {
    List<Written> documents = new ArrayList<>();
    List<Problem> broken = new ArrayList<>();
    for (String name : names.split(" ")) {
      documents.addAll(YamlReader.documents(Files.readString(FILES.resolve(name)), name, broken));
    }
    assertThat(broken).isEmpty();
    List<Problem> problems = new ArrayList<>();
    String before = read(kind, documents, problems);

    List<Leaf> leaves = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      // What a program reports of nodes is read as far as it is wanted.
      if (!((Written.Mapping) documents.get(i)).text("kind").equals("List")) {
        Place begin = Objects.requireNonNull(documents.get(i).place());
        collect(documents.get(i), "", List.of(begin), List.of(), i, leaves);
      }
    }
    List<String> vanished =
        leaves.stream()
            .filter(leaf -> !NAMES_OF_FORMS.contains(leaf.path()))
            .filter(leaf -> !isTold(leaf, problems))
            .filter(leaf -> before.equals(read(kind, with(documents, leaf), new ArrayList<>())))
            .map(leaf -> leaf.path() + " (line " + leaf.places().getLast().line() + ")")
            .toList();

    assertThat(leaves).hasSizeGreaterThan(30);
    assertThat(vanished).isEmpty();
  }

  private static String read(ClusterFile kind, List<Written> documents, List<Problem> problems) {
    return kind.read(documents, problems) + "\n" + problems;
  }

  private static void collect(
      Written value,
      String path,
      List<Place> places,
      List<Object> way,
      int document,
      List<Leaf> leaves) {
    switch (value) {
      case Written.Mapping part ->
          part.entries()
              .forEach(
                  (name, entry) ->
                      collect(
                          entry.value(),
                          path.isEmpty() ? name : path + "." + name,
                          added(places, Objects.requireNonNull(entry.keyPlace())),
                          added(way, name),
                          document,
                          leaves));
      case Written.Sequence list -> {
        for (int i = 0; i < list.items().size(); i++) {
          Written item = list.items().get(i);
          collect(
              item,
              path + "[" + i + "]",
              added(places, Objects.requireNonNull(item.place())),
              added(way, i),
              document,
              leaves);
        }
      }
      default ->
          leaves.add(
              new Leaf(path, added(places, Objects.requireNonNull(value.place())), document, way));
    }
  }

  private static <T> List<T> added(List<T> list, T one) {
    return Stream.concat(list.stream(), Stream.of(one)).toList();
  }

  /** Whether a problem stands at it, or it is listed, with a line of its own or of its fields. */
  private static boolean isTold(Leaf leaf, List<Problem> problems) {
    for (Problem problem : problems) {
      if (problem.what().startsWith("Not taken over: ")) {
        Matcher listed = LISTED.matcher(problem.what());
        while (listed.find()) {
          if (isOf(leaf, listed.group(1), listed.group(2), problem)) {
            return true;
          }
        }
      } else if (leaf.own().stream().anyMatch(place -> place.equals(problem.place()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(Leaf leaf, String name, String lines, Problem problem) {
    String file = Objects.requireNonNull(problem.place()).file();
    boolean names =
        name.startsWith("the document ")
            || leaf.path().equals(name)
            || leaf.path().startsWith(name + ".")
            || leaf.path().startsWith(name + "[");
    return names
        && Arrays.stream(lines.split(", "))
            .map(Integer::valueOf)
            .anyMatch(
                line ->
                    leaf.places().stream()
                        .anyMatch(place -> place.line() == line && place.file().equals(file)));
  }

  private static List<Written> with(List<Written> documents, Leaf leaf) {
    List<Written> others = new ArrayList<>(documents);
    others.set(leaf.document(), with(documents.get(leaf.document()), leaf.way()));
    return others;
  }

  private static Written with(Written value, List<Object> way) {
    List<Object> rest = way.isEmpty() ? way : way.subList(1, way.size());
    return switch (value) {
      case Written.Mapping part -> {
        Map<String, Written.Entry> entries = new LinkedHashMap<>(part.entries());
        entries.computeIfPresent(
            (String) way.getFirst(),
            (name, entry) -> new Written.Entry(entry.keyPlace(), with(entry.value(), rest)));
        yield new Written.Mapping(entries, part.place());
      }
      case Written.Sequence list -> {
        List<Written> items = new ArrayList<>(list.items());
        items.set((int) way.getFirst(), with(items.get((int) way.getFirst()), rest));
        yield new Written.Sequence(items, list.place());
      }
      case Written.Scalar scalar ->
          new Written.Scalar("x" + scalar.text(), scalar.plain(), scalar.place());
      default -> throw new AssertionError("nothing stands at " + value.place());
    };
  }
}
