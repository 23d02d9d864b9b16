package io.quorate.inventory.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath.NoPath;
import io.quorate.inventory.release.UpgradePath.Range;
import io.quorate.inventory.release.UpgradePath.Running;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.inventory.release.UpgradePath.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpgradePathTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private static Versions versions(String kubernetes, String etcd, String containerd) {
    return new Versions(
        kubernetes,
        etcd,
        Runtime.CONTAINERD,
        containerd,
        "1.1.5",
        "",
        "",
        "1.1.1",
        "3.31.7",
        "1.12.0",
        "registry.k8s.io/pause:3.10.1");
  }

  private static Range range(String... versions) {
    return Range.of(Stream.of(versions).map(Version::parse).toList());
  }

  private static Running running(Versions v) {
    return new Running(
        v,
        range(v.kubernetes()),
        range(v.kubernetes()),
        range(v.etcd()),
        range(v.containerd()),
        range(v.runc()),
        range(v.cniPlugins()),
        false);
  }

  private static List<String> path(Versions from, Versions to, boolean drainOnce, String... through)
      throws NoPath {
    Map<String, String> patches = new java.util.HashMap<>();
    for (String patch : through) {
      patches.put(Version.line(patch).minorLine(), patch);
    }
    return words(
        UpgradePath.of(running(from), new Wanted(to, patches, drainOnce), CATALOGUE).stages());
  }

  private static List<String> words(List<Stage> stages) {
    List<String> words = new ArrayList<>();
    for (Stage stage : stages) {
      words.add(
          switch (stage.part()) {
            case ETCD -> "etcd " + stage.versions().etcd();
            case CONTROL_PLANE -> "masters " + stage.versions().kubernetes();
            case NODES ->
                "nodes " + stage.versions().kubernetes() + " " + String.join(" ", stage.through());
            case ADD_ONS -> "add-ons";
          });
    }
    return words.stream().map(String::strip).toList();
  }

  @Test
  void nothingIsToBeDoneWhereEverythingRuns() throws NoPath {
    Versions same = versions("1.36.4", "3.6.14", "2.3.4");
    assertThat(path(same, same, false)).isEmpty();
  }

  @Test
  void aPatchIsOneRoundOfMastersAndNodes() throws NoPath {
    assertThat(
            path(
                versions("1.36.1", "3.6.14", "2.3.4"),
                versions("1.36.4", "3.6.14", "2.3.4"),
                false))
        .containsExactly("masters 1.36.4", "nodes 1.36.4");
  }

  @Test
  void kubernetesGoesThroughTheNewestPatchOfEachMinorVersion() throws NoPath {
    assertThat(
            path(
                versions("1.33.1", "3.5.33", "1.7.29"),
                versions("1.35.9", "3.5.33", "1.7.29"),
                false))
        .containsExactly(
            "masters 1.33.11",
            "masters 1.34.11",
            "nodes 1.34.11",
            "masters 1.35.9",
            "nodes 1.35.9");
  }

  @Test
  void etcdGoesThroughItsGatesBeforeTheApiServersThatNeedIt() throws NoPath {
    assertThat(
            path(
                versions("1.28.15", "3.4.34", "1.7.29"),
                versions("1.37.1", "3.7.2", "2.3.4"),
                true))
        .containsExactly(
            "etcd 3.5.33",
            "masters 1.29.15",
            "masters 1.30.14",
            "masters 1.31.14",
            "nodes 1.31.14 2.3.4",
            "masters 1.32.12",
            "etcd 3.6.14",
            "masters 1.33.11",
            "masters 1.34.11",
            "nodes 1.34.11",
            "masters 1.35.9",
            "masters 1.36.4",
            "masters 1.37.1",
            "etcd 3.7.2",
            "nodes 1.37.1");
  }

  @Test
  void theFirstEtcdOfAMinorVersionPassesTheGateFirst() throws NoPath {
    assertThat(
            path(
                versions("1.34.11", "3.5.16", "2.3.4"),
                versions("1.34.11", "3.6.14", "2.3.4"),
                false))
        .containsExactly("etcd 3.5.33", "etcd 3.6.14");
  }

  @Test
  void thePatchThatTheWayLeadsThroughCanBeNamed() throws NoPath {
    assertThat(
            path(
                versions("1.20.2", "3.4.23", "1.6.20"),
                versions("1.22.9", "3.5.30", "1.7.24"),
                false,
                "1.20.9",
                "1.21.9"))
        .containsExactly(
            "etcd 3.5.30",
            "masters 1.20.9",
            "masters 1.21.9",
            "nodes 1.21.9 1.7.24",
            "masters 1.22.9",
            "nodes 1.22.9");
  }

  @Test
  void eachNodeIsDrainedOnceWhereTheSkewAllowsIt() throws NoPath {
    assertThat(
            path(
                versions("1.34.11", "3.6.14", "2.3.4"),
                versions("1.37.1", "3.6.14", "2.3.4"),
                true))
        .containsExactly("masters 1.35.9", "masters 1.36.4", "masters 1.37.1", "nodes 1.37.1");
  }

  @Test
  void containerdAloneIsARoundOfNodes() throws NoPath {
    assertThat(
            path(
                versions("1.34.11", "3.6.14", "1.6.20"),
                versions("1.34.11", "3.6.14", "2.3.4"),
                false))
        .containsExactly("nodes 1.34.11 1.7.29 2.3.4");
  }

  @Test
  void aJumpThatContainerdDoesNotSupportHasToBeAccepted() throws NoPath {
    UpgradePath path =
        UpgradePath.of(
            running(versions("1.34.11", "3.6.14", "1.7.29")),
            new Wanted(versions("1.34.11", "3.6.14", "2.1.9"), Map.of(), false),
            CATALOGUE);
    assertThat(path.leaps()).singleElement().asString().contains("from 1.7 to 2.1");
  }

  @Test
  void anOlderVersionIsRefused() {
    assertThatThrownBy(
            () ->
                path(
                    versions("1.36.4", "3.6.14", "2.3.4"),
                    versions("1.35.9", "3.6.14", "2.3.4"),
                    false))
        .isInstanceOf(NoPath.class)
        .hasMessage("Kubernetes 1.36.4 runs, and 1.35.9 is older.");
    assertThatThrownBy(
            () ->
                path(
                    versions("1.36.4", "3.6.14", "2.3.4"),
                    versions("1.36.4", "3.5.33", "2.3.4"),
                    false))
        .isInstanceOf(NoPath.class)
        .hasMessageContaining("etcd 3.6.14 runs");
  }

  @Test
  void whatDoesNotFitTogetherHasNoPath() {
    assertThatThrownBy(
            () ->
                path(
                    versions("1.36.4", "3.5.33", "2.3.4"),
                    versions("1.37.1", "3.5.33", "2.3.4"),
                    false))
        .isInstanceOf(NoPath.class)
        .hasMessage("Kubernetes 1.37.1 does not go with etcd 3.5.33.");
    assertThatThrownBy(
            () ->
                path(
                    versions("1.21.9", "3.5.33", "1.7.24"),
                    versions("1.22.9", "3.5.33", "2.3.4"),
                    false))
        .isInstanceOf(NoPath.class)
        .hasMessage("containerd 2.3.4 does not go with Kubernetes 1.22.");
    assertThatThrownBy(
            () ->
                path(
                    versions("1.35.9", "3.6.14", "1.7.29"),
                    versions("1.36.4", "3.6.14", "1.7.29"),
                    false))
        .isInstanceOf(NoPath.class)
        .hasMessageContaining("needs containerd 2.2.0 or later");
    assertThatThrownBy(
            () ->
                path(
                    versions("1.37.1", "3.7.2", "2.3.4"),
                    versions("1.40.0", "3.7.2", "2.3.4"),
                    false))
        .isInstanceOf(NoPath.class)
        .hasMessageContaining("1.38");
  }

  /** A run that was cut off goes on with what is behind. */
  @Test
  void aMixedStateGoesOnWhereItStopped() throws NoPath {
    Versions to = versions("1.21.9", "3.5.30", "1.7.24");
    Running mixed =
        new Running(
            versions("1.20.2", "3.4.23", "1.6.20"),
            range("1.20.9", "1.21.9"),
            range("1.20.2"),
            range("3.5.30"),
            range("1.6.20"),
            range("1.1.5"),
            range("1.1.1"),
            false);
    assertThat(
            words(
                UpgradePath.of(mixed, new Wanted(to, Map.of("1.20", "1.20.9"), false), CATALOGUE)
                    .stages()))
        .containsExactly("masters 1.21.9", "nodes 1.21.9 1.7.24");
  }

  /**
   * For every pair of minor versions that the catalogue knows: never a step of two minor versions,
   * never a kubelet too old or too new, never an etcd or a containerd that does not fit.
   */
  @Test
  void everyPathIsCompatibleAtEveryMoment() throws NoPath {
    List<Catalogue.Line> lines = CATALOGUE.lines().reversed();
    for (int from = 0; from < lines.size(); from++) {
      for (int to = from; to < lines.size(); to++) {
        for (boolean once : new boolean[] {false, true}) {
          Versions begin = of(lines.get(from));
          Versions end = of(lines.get(to));
          if (Version.parse(end.etcd()).before(Version.parse(begin.etcd()))) {
            continue;
          }
          UpgradePath path =
              UpgradePath.of(running(begin), new Wanted(end, Map.of(), once), CATALOGUE);
          assertLegal(begin, end, path);
        }
      }
    }
  }

  private static Versions of(Catalogue.Line line) {
    return versions(line.newest(), line.etcd(), line.containerd());
  }

  private static void assertLegal(Versions begin, Versions end, UpgradePath path) {
    String pair = begin.kubernetes() + " to " + end.kubernetes() + ": " + words(path.stages());
    Version api = Version.parse(begin.kubernetes());
    Version kubelet = api;
    Version etcd = Version.parse(begin.etcd());
    Version containerd = Version.parse(begin.containerd());
    for (Stage stage : path.stages()) {
      Versions v = stage.versions();
      switch (stage.part()) {
        case ETCD -> {
          Version next = Version.parse(v.etcd());
          assertThat(next.minor() - etcd.minor()).as(pair).isBetween(0, 1);
          if (next.minor() == 6 && etcd.minor() == 5) {
            assertThat(etcd.before(new Version(3, 5, 32, ""))).as(pair).isFalse();
          }
          if (next.minor() == 7 && etcd.minor() == 6) {
            assertThat(etcd.before(new Version(3, 6, 11, ""))).as(pair).isFalse();
          }
          etcd = next;
        }
        case CONTROL_PLANE -> {
          Version next = Version.parse(v.kubernetes());
          assertThat(next.minor() - api.minor()).as(pair).isBetween(0, 1);
          api = next;
        }
        case NODES -> {
          kubelet = Version.parse(v.kubernetes());
          containerd = Version.parse(v.containerd());
          Catalogue.Line line = CATALOGUE.line(v.kubernetes());
          assertThat(containerd.before(line.containerdLeast())).as(pair).isFalse();
          assertThat(line.containerdBelow() == null || containerd.before(line.containerdBelow()))
              .as(pair)
              .isTrue();
        }
        case ADD_ONS -> {}
      }
      assertThat(api.before(kubelet)).as(pair).isFalse();
      assertThat(api.minor() - kubelet.minor())
          .as(pair)
          .isLessThanOrEqualTo(kubelet.minor() < 25 ? 2 : 3);
      assertThat(CATALOGUE.line(api.toString()).etcdAllowed()).as(pair).contains(etcd.minorLine());
    }
    assertThat(api).as(pair).isEqualTo(Version.parse(end.kubernetes()));
    assertThat(kubelet).as(pair).isEqualTo(Version.parse(end.kubernetes()));
    assertThat(etcd).as(pair).isEqualTo(Version.parse(end.etcd()));
    assertThat(containerd).as(pair).isEqualTo(Version.parse(end.containerd()));
  }
}
