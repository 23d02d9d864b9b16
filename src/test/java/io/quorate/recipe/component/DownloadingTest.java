package io.quorate.recipe.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.release.Artefact;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.Upload;
import io.quorate.recipe.Context;
import io.quorate.recipe.Context.LocalFile;
import io.quorate.recipe.Fixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DownloadingTest {

  private static final List<Target> TARGETS =
      List.of(new Target("", "/usr/local/sbin/runc", "0755"));
  private static final Artefact RUNC =
      new Artefact(
          "runc",
          "1.1.5",
          "https://example.org/v1.1.5/runc.amd64",
          null,
          "https://example.org/v1.1.5/runc.sha256sum",
          "runc.amd64");

  @Test
  void nodesDownloadWithThePublishedChecksum() {
    assertThat(Downloading.of(Fixtures.context(Fixtures.inventory()), RUNC, TARGETS))
        .containsExactly(
            new Fetch(
                "runc",
                "1.1.5",
                RUNC.url(),
                new Checksum.Published("https://example.org/v1.1.5/runc.sha256sum", "runc.amd64"),
                TARGETS));
  }

  @Test
  void aPinnedChecksumComesBeforeThePublishedOne() {
    Artefact pinned =
        new Artefact("runc", "1.1.5", RUNC.url(), "ab12", RUNC.checksumUrl(), "runc.amd64");
    assertThat(Downloading.of(Fixtures.context(Fixtures.inventory()), pinned, TARGETS))
        .extracting(o -> ((Fetch) o).checksum())
        .containsExactly(new Checksum.Pinned("ab12"));
  }

  @Test
  void whatTheOperatorHasIsSentAndTakenFromThere() {
    Context plain = Fixtures.context(Fixtures.inventory());
    Context context =
        new Context(
            plain.inventory(),
            plain.facts(),
            Map.of(RUNC.url(), new LocalFile("/cache/runc.amd64", "ab12")),
            plain.now());
    assertThat(Downloading.of(context, RUNC, TARGETS))
        .containsExactly(
            new Upload("/cache/runc.amd64", "/var/lib/quorate/uploads/ab12/runc.amd64", "ab12"),
            new Fetch(
                "runc",
                "1.1.5",
                "file:///var/lib/quorate/uploads/ab12/runc.amd64",
                new Checksum.Pinned("ab12"),
                TARGETS));
  }

  @Test
  void nothingIsInstalledUnverified() {
    Artefact bare = new Artefact("cri-dockerd", "0.4.4", "https://x/y.tgz", null, null, "y.tgz");
    assertThatThrownBy(() -> Downloading.of(Fixtures.context(Fixtures.inventory()), bare, TARGETS))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("`checksums`");
  }
}
