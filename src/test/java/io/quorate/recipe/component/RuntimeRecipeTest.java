package io.quorate.recipe.component;

import static io.quorate.recipe.Fixtures.MASTER_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Step;
import io.quorate.platform.ConfigFile;
import io.quorate.platform.ContainerRuntime;
import io.quorate.platform.ContainerdConfig;
import io.quorate.platform.ContainerdRuntime;
import io.quorate.platform.DockerRuntime;
import io.quorate.platform.MachineShape;
import io.quorate.recipe.Context;
import io.quorate.recipe.Context.LocalFile;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Golden;
import io.quorate.recipe.Machine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeRecipeTest {

  private static final MachineShape MACHINE = MachineShape.of(Machine.like(MASTER_1).facts());

  @Test
  void containerd2ReadsTheThirdForm() {
    Golden.matches(
        "containerd-2.toml",
        ContainerdConfig.content(Fixtures.inventory(), MACHINE).text().reveal());
  }

  @Test
  void containerd1InAContainerReadsTheSecondFormWithoutLoweringOomScores() {
    Machine machine = Machine.like(MASTER_1);
    machine.container = "systemd-nspawn";
    machine.capSysResource = false;
    machine.cgroupV2 = false;
    Inventory inventory =
        Fixtures.with(Fixtures.versions("1.20.2", Runtime.CONTAINERD, "1.6.20", ""));
    MachineShape shape = MachineShape.of(machine.facts());
    Golden.matches("containerd-1.toml", ContainerdConfig.content(inventory, shape).text().reveal());
    assertThat(ContainerdRuntime.unit(inventory, shape)).contains("OOMScoreAdjust=0\n");
    assertThat(ContainerdRuntime.unit(inventory, MACHINE)).contains("OOMScoreAdjust=-999\n");
  }

  @Test
  void theOperatorsSettingsMergeByKey() {
    Inventory inventory =
        Fixtures.with(
            Map.of(
                Component.CONTAINERD,
                Map.of(
                    "grpc", Map.of("max_recv_message_size", 33554432),
                    "debug", Map.of("level", "debug"))));
    assertThat(ContainerdConfig.content(inventory, MACHINE).text().reveal())
        .contains(
            """
            [grpc]
            address = "/run/containerd/containerd.sock"
            max_recv_message_size = 33554432
            """)
        .contains("[debug]\nlevel = \"debug\"\n");
  }

  @Test
  void stepsWaitForWhatTheyBuildOnOnly() {
    Context context = Fixtures.context(Fixtures.inventory());
    assertThat(RuntimeRecipe.steps(context))
        .allSatisfy(s -> assertThat(s.after()).containsExactly("common@" + s.node()));
    assertThat(ImageArchives.steps(context)).isEmpty();
  }

  @Test
  void dockersDaemonLeavesTheRulesToKubeProxyAndAsksTheClustersDns() {
    Golden.matches(
        "daemon.json", DockerRuntime.daemon(Fixtures.inventory(), MACHINE).text().reveal());
  }

  @Test
  void dockerFrom124OnNeedsCriDockerdAndItsChecksum() {
    Inventory docker = Fixtures.with(Fixtures.versions("1.36.4", Runtime.DOCKER, "2.3.4", ""));
    assertThat(ContainerRuntime.of(docker).endpoint(docker))
        .isEqualTo("unix:///run/cri-dockerd.sock");
    assertThatThrownBy(() -> RuntimeRecipe.steps(Fixtures.context(docker)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("cri-dockerd-0.4.4.amd64.tgz")
        .hasMessageContaining("`checksums`");
  }

  @Test
  void dockerBefore124IsTheKubeletsOwnBusiness() {
    Inventory docker = Fixtures.with(Fixtures.versions("1.20.2", Runtime.DOCKER, "1.6.20", ""));
    assertThat(ContainerRuntime.of(docker).endpoint(docker))
        .isEqualTo("unix:///var/run/dockershim.sock");
    assertThat(operations(docker)).contains(new Packages(List.of("docker.io")));
    assertThat(operations(docker)).extracting(Operation::title).doesNotContain("/etc/crictl.yaml");
  }

  @Test
  void aGivenDockerVersionComesFromDockersRepository() {
    Inventory docker =
        Fixtures.with(Fixtures.versions("1.20.2", Runtime.DOCKER, "1.6.20", "20.10.24"));
    assertThat(operations(docker))
        .filteredOn(o -> o.title().endsWith("docker.list"))
        .extracting(o -> ((WriteFile) o).content().text().reveal())
        .containsExactly(
            "deb [arch=amd64 signed-by=/etc/apt/keyrings/docker.asc]"
                + " https://download.docker.com/linux/debian bookworm stable\n");
    assertThat(operations(docker)).extracting(Operation::title).contains("Docker 20.10.24");
  }

  @Test
  void proxyPasswordsAreNotShown() {
    WriteFile file =
        ConfigFile.environment(
            "/etc/containerd/environment",
            Fixtures.withEnvironment(
                Component.CONTAINERD, Map.of("HTTPS_PROXY", "http://u:p$\"x@proxy:3128")),
            Component.CONTAINERD);
    assertThat(file.content().guarded()).isTrue();
    assertThat(file.content().text().reveal())
        .isEqualTo("HTTPS_PROXY=\"http://u:p\\$\\\"x@proxy:3128\"\n");
    assertThat(file.mode()).isEqualTo("0600");
  }

  @Test
  void imageArchivesAreFetchedByTheirPinOrSent() {
    String sum = "ab".repeat(32);
    Inventory inventory =
        Fixtures.with(
            new Inventory.Downloads(
                "http://mirror.example:8000",
                Inventory.Distribute.NODES,
                List.of("images/pause.tar"),
                Map.of("images/pause.tar", sum)));
    Context context = Fixtures.context(inventory);
    Step step = ImageArchives.steps(context).getFirst();
    assertThat(step.after()).containsExactly("runtime@node-1");
    assertThat(step.operations())
        .filteredOn(Fetch.class::isInstance)
        .extracting(o -> ((Fetch) o).url())
        .containsExactly("http://mirror.example:8000/images/pause.tar");

    Context sent =
        new Context(
            inventory,
            context.facts(),
            Map.of(
                "http://mirror.example:8000/images/pause.tar",
                new LocalFile("/cache/pause.tar", sum)),
            context.now());
    assertThat(ImageArchives.steps(sent).getFirst().operations())
        .contains(new Upload("/cache/pause.tar", "/var/cache/quorate/images/pause.tar", sum))
        .noneMatch(Fetch.class::isInstance);
  }

  @Test
  void anArchiveThatNobodyVouchesForIsRefused() {
    Inventory inventory =
        Fixtures.with(
            new Inventory.Downloads(
                "http://mirror.example:8000",
                Inventory.Distribute.NODES,
                List.of("images/pause.tar"),
                Map.of()));
    assertThatThrownBy(() -> ImageArchives.steps(Fixtures.context(inventory)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("images/pause.tar");
  }

  private static List<Operation> operations(Inventory inventory) {
    return RuntimeRecipe.steps(Fixtures.context(inventory)).getFirst().operations();
  }
}
