package io.quorate.platform;

import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.facts.NodeFacts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Debian and Ubuntu: apt, systemd-timesyncd, locales that are generated. */
public final class DebianFamily implements OperatingSystem {

  private static final String TIMESYNCD = "/etc/systemd/timesyncd.conf.d/90-quorate.conf";

  private static final Map<String, Set<String>> RELEASES =
      Map.of(
          "ubuntu",
          Set.of("18.04", "20.04", "22.04", "24.04", "26.04"),
          "debian",
          Set.of("11", "12", "13"));

  private static final Map<String, String> CODENAMES =
      Map.of(
          "ubuntu 16.04", "xenial",
          "ubuntu 18.04", "bionic",
          "ubuntu 20.04", "focal",
          "ubuntu 22.04", "jammy",
          "ubuntu 24.04", "noble",
          "ubuntu 26.04", "resolute",
          "debian 11", "bullseye",
          "debian 12", "bookworm",
          "debian 13", "trixie");

  @Override
  public Set<String> names() {
    return RELEASES.keySet();
  }

  @Override
  public String releases() {
    return "Ubuntu 18.04 to 26.04 (LTS) or Debian 11 to 13";
  }

  @Override
  public Support support(NodeFacts facts) {
    if (RELEASES.getOrDefault(facts.osId(), Set.of()).contains(facts.osVersion())) {
      return Support.FULL;
    }
    return isXenial(facts) ? Support.OLD : Support.NONE;
  }

  private static boolean isXenial(NodeFacts facts) {
    return facts.osId().equals("ubuntu") && facts.osVersion().equals("16.04");
  }

  @Override
  public Set<String> commands() {
    return Set.of("apt-get", "dpkg-query");
  }

  @Override
  public Packages packages(Collection<String> names) {
    return new Packages(List.copyOf(names));
  }

  /** nfs-common brings it. The socket first: it would start the service again. */
  @Override
  public List<String> unwanted() {
    return List.of("rpcbind.socket", "rpcbind.service");
  }

  @Override
  public List<Operation> locales(List<String> names) {
    return List.of(
        AssetScript.of(
                "locales " + String.join(", ", names),
                "common/locales",
                Map.of("LOCALES", String.join(" ", names)))
            .doing("making the locales " + String.join(", ", names)));
  }

  @Override
  public String cronUnit() {
    return "cron.service";
  }

  @Override
  public List<Operation> time(String server, String fallback, boolean container) {
    return List.of(
        new WriteFile(
            TIMESYNCD,
            Content.of("[Time]\nNTP=%s\nFallbackNTP=%s\n".formatted(server, fallback)),
            "root:root",
            "0644"),
        AssetScript.of(
                "time synchronisation",
                "common/timesync",
                Map.of("SERVERS", server + " " + fallback, "SHARED_CLOCK", container ? "yes" : ""))
            .doing("setting up time synchronization"));
  }

  /** Ubuntu 16.04's nginx has stream built in; all later ones have it as a module. */
  @Override
  public Nginx nginx(NodeFacts facts) {
    return new Nginx(
        isXenial(facts) ? List.of("nginx-full") : List.of("libnginx-mod-stream", "nginx"),
        "/etc/nginx/modules-enabled/*-mod-stream.conf",
        "www-data");
  }

  @Override
  public Optional<Docker> docker(NodeFacts facts) {
    return Optional.of(
        new Docker(
            List.of("docker.io"),
            CODENAMES.getOrDefault(facts.osId() + " " + facts.osVersion(), "")));
  }
}
