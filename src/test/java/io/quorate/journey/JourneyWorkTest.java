package io.quorate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.Invocation;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ansible.GroupRoles;
import io.quorate.inventory.ansible.GroupWithoutRole;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import io.quorate.wizard.journey.GroupsPage;
import io.quorate.wizard.journey.JourneyEffect;
import io.quorate.wizard.journey.JourneyReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JourneyWorkTest {

  @TempDir Path folder;

  private final String before = System.getProperty("user.home");

  /** Simulated machines are kept there. */
  @BeforeEach
  void home() {
    System.setProperty("user.home", folder.resolve("home").toString());
  }

  @AfterEach
  void homeAgain() {
    System.setProperty("user.home", before);
  }

  private static List<Problem> refused(Vault vault, String file) {
    Object report = opened(vault, new JourneyEffect.Open(1, file, ""));
    return ((JourneyReport.NotOpened) report).problems();
  }

  private static Object opened(Vault vault, JourneyEffect.Open effect) {
    List<Object> reports = new ArrayList<>();
    try (JourneyWork work =
        new JourneyWork(true, person -> vault, List.of(), true, f -> Invocation.of(f.toString()))) {
      work.run(effect, reports::add);
    }
    return reports.getFirst();
  }

  private static final String STRANGE =
      """
      # By another team.
      [control]
      node-1 ansible_host=192.0.2.1
      [compute]
      node-2 ansible_host=192.0.2.2
      [cluster:children]
      control
      compute
      [cluster:vars]
      cluster_name=strange
      """;

  /** The file stays as it is; what its groups mean is written in one of ours, once. */
  @Test
  void groupsOfOtherNamesGetTheirRoles() throws Exception {
    Path file = Files.writeString(folder.resolve("site.ini"), STRANGE);
    Object first = opened(Vault.closed(), new JourneyEffect.Open(1, file.toString(), ""));
    assertThat(first)
        .isEqualTo(
            new JourneyReport.RolesWanted(
                1,
                file.toString(),
                List.of(
                    new GroupWithoutRole("control", List.of("node-1"), null),
                    new GroupWithoutRole("compute", List.of("node-2"), null),
                    new GroupWithoutRole("cluster", List.of("node-1", "node-2"), null))));

    Path kept = folder.resolve("ours.yaml");
    GroupRoles roles = new GroupRoles(List.of("control"), List.of("compute"));
    JourneyEffect.Open again =
        new JourneyEffect.Open(2, file.toString(), "", roles, kept.toString());
    JourneyReport.Opened opened = (JourneyReport.Opened) opened(Vault.closed(), again);
    assertThat(opened.cluster().file()).isEqualTo(kept);
    assertThat(opened.notes())
        .contains("The cluster's inventory is in " + kept + " now; " + file + " stays as it is.");
    assertThat(Files.readString(file)).isEqualTo(STRANGE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    Inventory read = InventoryFile.read(kept, Catalogue.load(), Vault.closed()).inventory();
    assertThat(read).isEqualTo(opened.cluster().inventory());
    assertThat(opened.cluster().inventory().clusterName()).isEqualTo("strange");
    assertThat(opened.cluster().inventory().masters())
        .extracting(Host::name)
        .containsExactly("node-1");

    JourneyReport.NotOpened taken = (JourneyReport.NotOpened) opened(Vault.closed(), again);
    assertThat(taken.problems()).extracting(Problem::field).containsExactly(GroupsPage.KEPT);
    for (String nowhere : List.of(folder + "/nowhere/ours.yaml", "\u0000")) {
      JourneyEffect.Open other = new JourneyEffect.Open(3, file.toString(), "", roles, nowhere);
      JourneyReport.NotOpened refused = (JourneyReport.NotOpened) opened(Vault.closed(), other);
      assertThat(refused.problems()).extracting(Problem::field).containsExactly(GroupsPage.KEPT);
    }
  }

  /**
   * Where something else is wrong, and where another tool's groups say the roles, nothing is asked.
   */
  @Test
  void groupsThatSayTheirRolesGetNone() throws Exception {
    Path theirs =
        Files.writeString(
            folder.resolve("kubespray.ini"),
            "[kube_control_plane]\nnode-1 ansible_host=192.0.2.300\n[etcd]\nnode-1\n"
                + "[kube_node]\nnode-1\n[other]\nnode-2\n");
    assertThat(refused(Vault.closed(), theirs.toString())).isNotEmpty();
    Path ours =
        Files.writeString(
            folder.resolve("ours.ini"), "[k8s_masters]\nnode-1 ansible_port=none\n[x]\nnode-2\n");
    assertThat(refused(Vault.closed(), ours.toString())).isNotEmpty();
  }

  /** As a sentence, without what the program calls it. */
  @Test
  void whyAVaultStaysShutIsSaid() throws Exception {
    String sealed = Vault.of("a-password").seal("obviously-fake", "");
    Path file =
        Files.writeString(
            folder.resolve("home.yaml"),
            "all:\n  vars:\n    etcd_initial_token: !vault |\n"
                + sealed.indent(6)
                + "  hosts:\n    node-1: {ansible_host: 192.0.2.1}\n");
    Vault shut =
        Vault.of(
            () -> {
              throw new UncheckedIOException("there is no password file.", new IOException());
            });
    assertThat(refused(shut, file.toString()))
        .extracting(Problem::what)
        .containsExactly("there is no password file.");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(refused(Vault.closed(), folder.resolve("none.yaml").toString()))
        .extracting(Problem::remedy)
        .containsExactly("Name the file of the cluster.");
  }
}
