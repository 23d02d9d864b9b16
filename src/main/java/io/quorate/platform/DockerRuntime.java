package io.quorate.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Inventory.DnsAddon;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.release.Artefacts;
import io.quorate.inventory.release.Version;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.OperatingSystem.Docker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Docker: the distribution's package, or at a given version the one of Docker's own repository. */
public final class DockerRuntime implements ContainerRuntime {

  private static final String UNIT = "docker.service";
  private static final String DAEMON = "/etc/docker/daemon.json";
  private static final String ENVIRONMENT = "/etc/docker/environment";
  private static final String DROP_IN = "/etc/systemd/system/docker.service.d/90-quorate.conf";
  private static final String KEY = "/etc/apt/keyrings/docker.asc";

  /** Of the armoured key 9DC8 5822 9FC7 DD38 854A E2D8 8D81 803C 0EBF CD88, as it is served. */
  private static final String KEY_SHA256 =
      "1500c1f56fa9e26b9b8f42452a553675796ade0807cdce11975eb98170b3a570";

  /** The last that speak to Docker themselves are those before. */
  private static final String WITHOUT_DOCKERSHIM = "1.24";

  @Override
  public Runtime runtime() {
    return Runtime.DOCKER;
  }

  @Override
  public String title() {
    return "Docker";
  }

  @Override
  public List<Operation> operations(Inventory inventory, NodeFacts facts, ArtefactSource source) {
    MachineShape shape = MachineShape.of(facts);
    Docker docker = docker(facts);
    String version = inventory.versions().docker();
    List<Operation> operations = new ArrayList<>();
    operations.add(new Directory("/etc/docker", "root:root", "0755"));
    operations.add(ConfigFile.of(DAEMON, daemon(inventory, shape)));
    operations.add(ConfigFile.environment(ENVIRONMENT, inventory, Component.DOCKER));
    operations.add(ConfigFile.of(DROP_IN, dropIn(inventory)));
    if (version.isEmpty()) {
      operations.add(OperatingSystem.of(facts).packages(docker.packages()));
    } else {
      operations.addAll(repository(inventory, facts, docker));
      operations.add(
          AssetScript.of("Docker " + version, "runtime/docker", Map.of("VERSION", version))
              .doing("installing Docker " + version));
    }
    operations.add(
        new Service(
            UNIT,
            List.of(DAEMON, ENVIRONMENT, DROP_IN),
            false,
            Liveness.socket("/run/docker.sock"),
            List.of()));
    if (!isBuiltIn(inventory)) {
      operations.addAll(criDockerd(inventory, facts, source));
    }
    return operations;
  }

  private static Docker docker(NodeFacts facts) {
    return OperatingSystem.of(facts)
        .docker(facts)
        .orElseThrow(
            () ->
                new NotOffered(
                    facts.node() + ": Docker is not offered for " + facts.osName() + ".",
                    "Take `container_runtime: containerd`."));
  }

  private static List<Operation> repository(Inventory inventory, NodeFacts facts, Docker docker) {
    if (docker.codename().isEmpty()) {
      throw new NotOffered(
          facts.node() + ": Docker has no repository for " + facts.osName() + ".",
          "Leave `docker_version` empty to take the distribution's Docker.");
    }
    String mirror = inventory.downloads().mirror();
    String base =
        (mirror == null ? "https://" : mirror.replaceFirst("/+$", "") + "/")
            + "download.docker.com/linux/"
            + facts.osId();
    return List.of(
        new Fetch(
            "docker-apt-key",
            "1",
            base + "/gpg",
            new Checksum.Pinned(KEY_SHA256),
            List.of(new Target("", KEY, "0644"))),
        ConfigFile.of(
            "/etc/apt/sources.list.d/docker.list",
            "deb [arch=%s signed-by=%s] %s %s stable\n"
                .formatted(facts.arch(), KEY, base, docker.codename())));
  }

  private static List<Operation> criDockerd(
      Inventory inventory, NodeFacts facts, ArtefactSource source) {
    String service =
        new Template("runtime/cri-docker.service")
            .fill(Map.of("pauseImage", inventory.versions().pauseImage()));
    List<Operation> operations =
        new ArrayList<>(
            source.bring(
                Artefacts.of(inventory, "cri-dockerd", facts.arch()),
                List.of(
                    new Target("cri-dockerd/cri-dockerd", "/usr/local/bin/cri-dockerd", "0755"))));
    WriteFile serviceFile = unit("cri-docker.service", service);
    WriteFile socketFile =
        unit("cri-docker.socket", new Template("runtime/cri-docker.socket").text());
    operations.add(serviceFile);
    operations.add(socketFile);
    operations.add(new Service("cri-docker.socket", List.of(socketFile.path()), false));
    operations.add(
        new Service(
            "cri-docker.service",
            List.of(serviceFile.path(), "/usr/local/bin/cri-dockerd"),
            false));
    return operations;
  }

  private static WriteFile unit(String name, String text) {
    return ConfigFile.of("/etc/systemd/system/" + name, text);
  }

  /** kube-proxy writes the rules, so Docker writes none; containers ask the cluster's DNS. */
  public static Content daemon(Inventory inventory, MachineShape shape) {
    Map<String, Object> daemon = new LinkedHashMap<>();
    daemon.put("storage-driver", "overlay2");
    daemon.put("iptables", false);
    daemon.put("exec-opts", List.of("native.cgroupdriver=" + shape.cgroupDriver()));
    daemon.put("log-driver", "json-file");
    Map<String, Object> logs = new LinkedHashMap<>();
    logs.put("max-size", "10m");
    logs.put("max-file", "5");
    daemon.put("log-opts", logs);
    daemon.put("live-restore", true);
    if (inventory.network().dnsAddon() != DnsAddon.NONE) {
      daemon.put("dns", List.of(inventory.network().clusterDns()));
      daemon.put("dns-search", List.of("svc." + inventory.network().clusterDomain()));
      daemon.put("dns-opts", List.of("ndots:2"));
    }
    return Content.of(
        Overrides.merged(daemon, inventory.components().config(Component.DOCKER)),
        DockerRuntime::json);
  }

  private static String json(Map<String, Object> daemon) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(daemon) + "\n";
    } catch (JsonProcessingException e) {
      throw new NotOffered(
          "`docker_config` cannot be written as JSON: " + e.getOriginalMessage() + ".",
          "Give it texts, numbers, truth values, lists and maps only.");
    }
  }

  private static String dropIn(Inventory inventory) {
    List<String> flags = inventory.components().flags(Component.DOCKER);
    String text = "[Service]\nEnvironmentFile=-" + ENVIRONMENT + "\n";
    return flags.isEmpty()
        ? text
        : text
            + "ExecStart=\nExecStart=/usr/bin/dockerd -H fd:// %s\n"
                .formatted(String.join(" ", flags).replace("%", "%%").replace("$", "$$"));
  }

  @Override
  public String endpoint(Inventory inventory) {
    return isBuiltIn(inventory)
        ? "unix:///var/run/dockershim.sock"
        : "unix:///run/cri-dockerd.sock";
  }

  @Override
  public String unit(Inventory inventory) {
    return isBuiltIn(inventory) ? UNIT : "cri-docker.service";
  }

  @Override
  public boolean isBuiltIn(Inventory inventory) {
    return Version.line(inventory.versions().kubernetes()).below(WITHOUT_DOCKERSHIM);
  }

  @Override
  public Set<String> programs() {
    return Set.of("docker");
  }

  @Override
  public Set<String> foreignUnits() {
    return Set.of(UNIT);
  }

  /** A kubelet without an endpoint speaks to Docker itself, which none does from 1.24 on. */
  @Override
  public boolean serves(String endpoint, Set<String> running) {
    return endpoint.contains("docker") || endpoint.isEmpty() && running.contains("docker");
  }

  @Override
  public Optional<String> needsOomScores() {
    return Optional.of("Root lacks CAP_SYS_RESOURCE, so Docker cannot give pods their oom scores.");
  }

  @Override
  public List<Operation> afterwards() {
    return List.of(
        AssetScript.of("Docker with its own settings", "destroy/docker", Map.of())
            .doing("restarting docker.service"));
  }
}
