package io.quorate.inventory.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.Catalogue.Line;
import io.quorate.inventory.release.UpgradePath.NoPath;
import io.quorate.inventory.release.UpgradePath.Range;
import io.quorate.inventory.release.UpgradePath.Running;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.inventory.release.UpgradePath.Wanted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of ways on the page about upgrades is worked out from the catalogue. {@code
 * -Dformat=write} writes it anew.
 */
class UpgradingPageTest {
  private static final Path PAGE = Path.of("src/main/docs/upgrading.md");
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final String HEAD =
      "| from | to | the way | support of the new one ends |\n|---|---|---|---|\n";

  @Test
  void thePageHasTheWaysOfTheCatalogue() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(HEAD);
    assertThat(begin).as("the table's head").isPositive();
    int end = page.indexOf("\n\n", begin) + 1;
    String fresh = page.substring(0, begin) + HEAD + rows() + page.substring(end);
    if ("write".equals(System.getProperty("format"))) {
      Files.writeString(PAGE, fresh);
    }
    assertThat(PAGE).hasContent(fresh);
  }

  private static String rows() throws NoPath {
    StringBuilder rows = new StringBuilder();
    List<Line> lines = CATALOGUE.lines();
    for (int i = 0; i + 1 < lines.size(); i++) {
      rows.append(row(lines.get(i + 1), lines.get(i)));
    }
    return rows.toString();
  }

  /** From what goes with one minor version to what goes with the next. */
  private static String row(Line from, Line to) throws NoPath {
    UpgradePath path =
        UpgradePath.of(
            running(versions(from)), new Wanted(versions(to), Map.of(), false), CATALOGUE);
    String way = path.stages().stream().map(Stage::words).collect(Collectors.joining("; "));
    return "| %s | %s | %s | %s |\n".formatted(from.newest(), to.newest(), way, to.endOfLife());
  }

  private static Versions versions(Line line) {
    return new Versions(
        line.newest(),
        line.etcd(),
        Runtime.CONTAINERD,
        line.containerd(),
        line.runc(),
        "",
        "",
        line.cniPlugins(),
        line.calico(),
        line.coredns(),
        line.pauseImage());
  }

  private static Running running(Versions v) {
    return new Running(
        v,
        only(v.kubernetes()),
        only(v.kubernetes()),
        only(v.etcd()),
        only(v.containerd()),
        only(v.runc()),
        only(v.cniPlugins()),
        false);
  }

  private static Range only(String version) {
    return Range.of(Stream.of(version).map(Version::parse).toList());
  }
}
