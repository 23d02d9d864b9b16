package io.quorate.recipe.keys;

import io.quorate.inventory.Host;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Shell;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.keys.KeyRotation.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A new key for what is encrypted in etcd. Whatever an API server wrote, all others can read at
 * every moment: first all of them come to read with the new key, then all write with it, then what
 * there is is written anew, and when etcd shows that nothing is left of the old key, it goes. API
 * servers start again one at a time.
 */
public final class KeyRotationPlan {

  private final Context context;
  private final KeyRotation rotation;
  private final EncryptedPlaces places;
  private final MasterSteps steps;

  private KeyRotationPlan(Context context, KeyRotation rotation) {
    this.context = context;
    this.rotation = rotation;
    this.places = EncryptedPlaces.of(rotation.file());
    this.steps = new MasterSteps(context);
  }

  /**
   * @param context the inventory as it is, and the answers to {@link KeyRotationGuard#requests},
   *     which the guard let pass
   */
  public static Plan of(Context context, KeyRotation rotation) {
    return new KeyRotationPlan(context, rotation).plan();
  }

  /** Where a rotation keeps what there was, on each master. */
  public static String folder(KeyRotation rotation) {
    return RotationRecord.kept("keys", rotation.since());
  }

  private Plan plan() {
    steps.sideBySide(
        StepKind.KEYS_KEPT, Phase.PREPARE, "Keep the keys that there are", h -> kept());
    oneByOne(StepKind.KEY_READS, Stage.READS, "API server reads with " + rotation.key(), List.of());
    oneByOne(
        StepKind.KEY_WRITES, Stage.WRITES, "API server writes with " + rotation.key(), List.of());
    rewrite();
    oneByOne(
        StepKind.KEY_ALONE,
        Stage.ALONE,
        "API server without " + replaced(rotation),
        List.of(readBack()));
    steps.sideBySide(StepKind.KEYS_END, Phase.CONTROL_PLANE, "End of the rotation", h -> end());
    return steps.verified();
  }

  /** The keys that go, in words. */
  public static String replaced(KeyRotation rotation) {
    return rotation.old().isEmpty() ? "the old key" : String.join(", ", rotation.old());
  }

  private void oneByOne(StepKind kind, Stage stage, String title, List<Operation> proof) {
    List<Operation> operations = new ArrayList<>();
    operations.add(rotation.at(stage).written());
    operations.add(ControlPlaneRecipe.restartedApiServer());
    operations.add(ControlPlaneRecipe.ready());
    operations.addAll(proof);
    steps.oneByOne(kind, title, h -> rotation.isDue(h, stage), h -> operations);
  }

  private List<Operation> kept() {
    return List.of(
        rotation.record().written(SharedSecrets.KEY_ROTATION),
        AssetScript.of("what there was is kept", "certificates/keep", keeping())
            .doing("keeping the keys in " + folder(rotation)));
  }

  private Map<String, String> keeping() {
    return Map.of("KEPT", folder(rotation), "WHAT", SharedSecrets.ENCRYPTION.substring(1));
  }

  private void rewrite() {
    Host lead = context.lead();
    String all = String.join(", ", places.resources());
    steps.on(
        StepKind.KEY_REWRITES,
        lead,
        "Write all " + all + " with " + rotation.key(),
        List.of(
            new Script(
                    all + " written with " + rotation.key(),
                    values("rewrite.check.sh"),
                    values("rewrite.apply.sh"))
                .doing("writing all " + all + " with " + rotation.key())
                .asking(),
            new WaitFor(
                    "etcd has nothing that another key wrote",
                    values("rewrite.check.sh"),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(2))
                .asking()),
        Duration.ofHours(3));
  }

  private String values(String script) {
    return new Template("keys/values.lib.sh")
            .fill(
                Map.of(
                    "places", Shell.quote(places.lines(rotation.key())),
                    "scanned", places.scanned()))
        + new Template("keys/" + script).fill(Map.of("key", rotation.key()));
  }

  private Operation readBack() {
    return new WaitFor(
            String.join(", ", places.resources())
                + " can be read with "
                + rotation.key()
                + " alone",
            new Template("keys/read.sh")
                .fill(Map.of("resources", String.join(" ", places.resources()))),
            Duration.ofMinutes(3),
            Duration.ofSeconds(2))
        .asking();
  }

  private List<Operation> end() {
    return List.of(
        AssetScript.of("nothing older is kept", "certificates/kept", keeping())
            .doing("removing what an earlier rotation had kept"),
        rotation.record().written(KeyRotation.LAST),
        new RemoveFile(RotationRecord.FOLDER + SharedSecrets.KEY_ROTATION));
  }
}
