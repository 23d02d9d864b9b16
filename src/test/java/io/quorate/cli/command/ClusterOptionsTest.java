package io.quorate.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cli.Called;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a cluster that is to be opened without its inventory, before it is reached. */
class ClusterOptionsTest {

  private static final int INVALID = 2;

  @TempDir Path folder;

  private static void assertRefused(String words, Called called) {
    assertThat(called.code()).as(called.err()).isEqualTo(INVALID);
    assertThat(called.err()).contains(words);
  }

  @Test
  void itsOptionsGoTogether() {
    assertRefused(
        "--master goes with --from-cluster", Called.with("inventory", "--master", "10.0.0.11"));
    assertRefused("--output goes with --from-cluster", Called.with("inventory", "-o", "x.yaml"));
    assertRefused("--key goes with --from-cluster", Called.with("add", "--key", "k", "--json"));
    assertRefused(
        "by -i FILE or by --from-cluster", Called.with("status", "-i", "x", "--from-cluster"));
    assertRefused("or open it with --from-cluster", Called.with("remove", "node-1", "--json"));
    assertRefused(
        "simulated nodes are opened by their inventory",
        Called.with("add", "--from-cluster", "--rehearse", "--json"));
  }

  @Test
  void aMasterHasToBeAPlaceForSsh() {
    assertRefused(
        "--master: \"a b\" is not a host",
        Called.with("inventory", "--from-cluster", "--master", "a b"));
    assertRefused(
        "--jump: \"a b\" is not a host",
        Called.with("inventory", "--from-cluster", "--master", "10.0.0.11", "--jump", "a b"));
  }

  @Test
  void aKubeconfigHasToLeadSomewhere() throws IOException {
    Path config = folder.resolve("config");
    assertRefused(
        "there is no kubeconfig",
        Called.with("inventory", "--from-cluster", "--kubeconfig", config.toString()));
    Files.writeString(
        config,
        """
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443"}}]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        current-context: c
        """);
    assertRefused(
        "the kubeconfig leads to https://127.0.0.1:6443, where no master is to be reached",
        Called.with("inventory", "--from-cluster", "--kubeconfig", config.toString()));
  }

  @Test
  void aFileThatIsThereIsNotWrittenOver() throws IOException {
    Path there = Files.writeString(folder.resolve("there.yaml"), "mine");
    assertRefused(
        "is not written over",
        Called.with(
            "inventory", "--from-cluster", "--master", "10.0.0.11", "-o", there.toString()));
    assertThat(there).hasContent("mine");
  }
}
