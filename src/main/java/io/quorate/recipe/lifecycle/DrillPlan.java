package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Shell;
import io.quorate.plan.Step;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.component.SharedSecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A backup is restored for a trial, on one node and beside whatever runs there: into an etcd and an
 * API server of their own, in a network of their own, which end and go with all that they made. The
 * API server has the backup's encryption key, and every object is read through it.
 */
public final class DrillPlan {

  /** On the node's disk: the data are in a folder below. */
  static final String ROOM = "/var/lib/quorate";

  private static final String FOLDER = ROOM + "/drill";

  /** In its memory: the keys. */
  private static final String KEYS = "/run/quorate-drill";

  /** The record of the last drill that went well, and what it came to. */
  static final String RECORD = "/var/lib/quorate/drilled";

  /** The programs that it takes. */
  public static final Set<String> PROGRAMS = Set.of("etcd", "etcdctl", "kube-apiserver", "kubectl");

  private static final Duration WITHIN = Duration.ofMinutes(15);

  private static final Duration GONE_AFTER = Duration.ofMinutes(20);

  /** Without these, what an API server was told to store may not be readable for another one. */
  private static final List<String> STORED = List.of("--feature-gates=", "--runtime-config=");

  private DrillPlan() {}

  /**
   * @param inventory of the cluster as it was backed up, or of the one that the node is of
   * @param host whose programs it takes
   */
  public static Plan of(Inventory inventory, Host host, RestorePoint point, Instant now) {
    String drill = "drill of " + point.snapshot().sha256() + " at " + now.getEpochSecond();
    Operation place =
        AssetScript.of(
                "a place that goes by itself",
                "drill/begin",
                Map.of(
                    "FOLDER",
                    FOLDER,
                    "KEYS",
                    KEYS,
                    "DRILL",
                    drill,
                    "PATIENCE",
                    Long.toString(GONE_AFTER.toSeconds())))
            .doing("making a place that goes by itself");
    List<Operation> operations = new ArrayList<>();
    operations.add(
        new Upload(point.snapshot().path(), FOLDER + "/snapshot.db", point.snapshot().sha256()));
    operations.addAll(keys(point));
    operations.add(file(FOLDER + "/objects", Content.of(DataFromSnapshot.objects(point))));
    operations.add(file(FOLDER + "/program", Content.of(program(inventory))));
    operations.add(
        AssetScript.of(
                "every object of the backup is read",
                "drill/run",
                Map.of(
                    "FOLDER",
                    FOLDER,
                    "KEYS",
                    KEYS,
                    "RECORD",
                    RECORD,
                    "DRILL",
                    drill,
                    "WITHIN",
                    Long.toString(WITHIN.toSeconds())))
            .doing("restoring the backup for a trial, and reading every object"));
    operations.add(
        new Verify(
            "the backup brings the cluster back",
            "DRILL=%s RECORD=%s\n".formatted(Shell.quote(drill), RECORD)
                + new Template("drill/proved.sh").text(),
            Duration.ofSeconds(1)));
    operations.add(new RemoveFolder(FOLDER));
    operations.add(new RemoveFolder(KEYS));
    return new Plan(
        List.of(
            // By itself: what is sent to the node is there before its step begins.
            new Step(
                StepKind.DRILL_PLACE.on(host.name()),
                host.name(),
                Phase.VERIFY,
                "A place for the trial",
                List.of(place),
                Set.of(),
                Duration.ofMinutes(2)),
            new Step(
                StepKind.DRILL.on(host.name()),
                host.name(),
                Phase.VERIFY,
                "Try the backup",
                operations,
                Set.of(StepKind.DRILL_PLACE.on(host.name())),
                WITHIN.plusMinutes(15))));
  }

  private static List<Operation> keys(RestorePoint point) {
    List<Operation> files = new ArrayList<>();
    Map<String, String> names =
        Map.of(
            SharedSecrets.ENCRYPTION, "encryption.yaml",
            SharedSecrets.SERVICE_ACCOUNT_KEY, "sa.key",
            SharedSecrets.SERVICE_ACCOUNT_PUBLIC, "sa.pub");
    names.forEach(
        (path, name) -> {
          Secret text = point.keys().get(path);
          if (text != null) {
            files.add(file(KEYS + "/" + name, new Content(text, null, true)));
          }
        });
    return files;
  }

  private static Operation file(String path, Content content) {
    return new WriteFile(path, content, "root:root", "0600");
  }

  static String program(Inventory inventory) {
    List<String> flags =
        Stream.concat(
                Stream.of(
                    "--service-cluster-ip-range=" + inventory.network().serviceCidr(),
                    "--service-node-port-range=" + inventory.network().nodePortRange()),
                inventory.components().flags(Component.APISERVER).stream()
                    .filter(f -> STORED.stream().anyMatch(f::startsWith)))
            .map(Shell::quote)
            .toList();
    return new Template("drill/program.sh")
        .fill(
            Map.of(
                "folder",
                FOLDER,
                "keys",
                KEYS,
                "counting",
                DataFromSnapshot.counting(),
                "flags",
                flags.stream().collect(Collectors.joining(" "))));
  }
}
