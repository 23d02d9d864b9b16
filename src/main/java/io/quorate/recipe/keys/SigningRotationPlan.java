package io.quorate.recipe.keys;

import io.quorate.inventory.Host;
import io.quorate.pki.ServiceAccountKeys;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.component.ApiProxyRecipe;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.Endpoint;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.PkiRecipe;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.component.SigningKeys;
import io.quorate.recipe.keys.Rotation.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A new key for service accounts' tokens. Whatever a master signed, all others trust at every
 * moment: first all of them come to trust the new key, then all sign with it. Another plan, later,
 * takes the old one away. API servers start again one at a time.
 */
public final class SigningRotationPlan {

  private static final Duration PROOF = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Context context;
  private final Rotation<ServiceAccountKeys> rotation;
  private final MasterSteps steps;

  private SigningRotationPlan(Context context, SigningRotation rotation) {
    this.context = context;
    this.rotation = rotation.state();
    this.steps = new MasterSteps(context);
  }

  /**
   * All masters sign with the new key, and trust the old one.
   *
   * @param context the inventory as it is, and the answers to {@link SigningRotationGuard}, which
   *     let it pass
   */
  public static Plan switching(Context context, SigningRotation rotation) {
    return new SigningRotationPlan(context, rotation).switching();
  }

  /** No master trusts the old key any more. */
  public static Plan removing(Context context, SigningRotation rotation) {
    return new SigningRotationPlan(context, rotation).removing();
  }

  private Plan switching() {
    if (rotation.over()) {
      return steps.verified();
    }
    steps.sideBySide(
        StepKind.SIGNING_KEPT, Phase.PREPARE, "Keep the keys that there are", this::kept);
    steps.oneByOne(
        StepKind.SIGNING_TRUSTED,
        "API server trusts the new key",
        h -> rotation.isDue(h, Stage.TRUSTS),
        this::trusting);
    steps.oneByOne(
        StepKind.SIGNING_SWITCHED,
        "Sign with the new key",
        h -> rotation.isDue(h, Stage.SIGNS),
        this::signing);
    steps.sideBySide(
        StepKind.SIGNING_RESTS,
        Phase.CONTROL_PLANE,
        "All sign with the new key",
        h -> List.of(rotation.record().written(SigningKeys.SWITCHED)));
    return steps.verified();
  }

  private Plan removing() {
    steps.oneByOne(
        StepKind.SIGNING_ALONE,
        "API server without the old key",
        h -> rotation.isDue(h, Stage.ALONE),
        this::alone);
    steps.sideBySide(StepKind.SIGNING_END, Phase.CONTROL_PLANE, "End of the rotation", h -> end());
    return steps.verified();
  }

  private List<Operation> kept(Host master) {
    List<Operation> operations = new ArrayList<>();
    // Before the record: who reads that finds the key somewhere.
    if (rotation.reached(master).compareTo(Stage.SIGNS) < 0) {
      operations.add(PkiRecipe.secret(SigningKeys.NEXT, rotation.next().privateKey()));
    }
    operations.add(rotation.record().written(SigningKeys.ROTATION));
    operations.add(
        AssetScript.of(
                "what there was is kept",
                "certificates/keep",
                Map.of(
                    "KEPT",
                    rotation.folder(),
                    "WHAT",
                    SharedSecrets.SERVICE_ACCOUNT_KEY.substring(1)
                        + " "
                        + SharedSecrets.SERVICE_ACCOUNT_PUBLIC.substring(1)))
            .doing("keeping the keys in " + rotation.folder()));
    return operations;
  }

  private List<Operation> trusting(Host master) {
    ServiceAccountKeys keys = rotation.at(Stage.TRUSTS, master);
    return List.of(
        open(keys),
        ControlPlaneRecipe.restartedApiServer(),
        ControlPlaneRecipe.ready(),
        trusted("the API server trusts the new key, and the old one", keys.trusted(), List.of()));
  }

  private List<Operation> signing(Host master) {
    ServiceAccountKeys keys = rotation.at(Stage.SIGNS, master);
    List<Operation> operations = new ArrayList<>();
    operations.add(open(keys));
    operations.add(PkiRecipe.secret(SharedSecrets.SERVICE_ACCOUNT_KEY, keys.privateKey()));
    operations.add(new RemoveFile(SigningKeys.NEXT));
    operations.add(ControlPlaneRecipe.restartedApiServer());
    operations.add(ControlPlaneRecipe.ready());
    operations.add(
        trusted("the API server trusts the new key, and the old one", keys.trusted(), List.of()));
    operations.add(token());
    operations.addAll(ControlPlaneRecipe.restartedControllers());
    return operations;
  }

  private List<Operation> alone(Host master) {
    ServiceAccountKeys keys = rotation.at(Stage.ALONE, master);
    return List.of(
        open(keys),
        ControlPlaneRecipe.restartedApiServer(),
        ControlPlaneRecipe.ready(),
        trusted("the API server trusts the new key alone", keys.trusted(), rotation.old()),
        token());
  }

  private List<Operation> end() {
    return List.of(
        new RemoveFolder(rotation.folder()),
        new RemoveFile(SigningKeys.NEXT),
        rotation.record().written(rotation.what().ended()),
        new RemoveFile(RotationRecord.FOLDER + SigningKeys.SWITCHED),
        new RemoveFile(RotationRecord.FOLDER + SigningKeys.ROTATION));
  }

  /** What the API server tells those who verify tokens elsewhere, its keys, are these. */
  private static Operation trusted(String title, List<String> keys, List<String> gone) {
    String ask =
        ControlPlaneRecipe.curl(
            SharedSecrets.CA + ".crt",
            NodeCertificate.ADMIN,
            ControlPlaneRecipe.LOCAL_API + "/openid/v1/jwks");
    return new WaitFor(
            title,
            new Template("keys/trusted.sh")
                .fill(
                    Map.of(
                        "ask", ask,
                        "keys", String.join(" ", keys),
                        "gone", String.join(" ", gone))),
            PROOF,
            PAUSE)
        .asking();
  }

  /**
   * A token that this master makes is signed with the new key, and lets its bearer in everywhere.
   */
  private Operation token() {
    String servers =
        context.inventory().masters().stream()
            .map(h -> "https://" + Endpoint.of(context, h, ApiProxyRecipe.API_PORT))
            .collect(Collectors.joining(" "));
    return new WaitFor(
            "a token of the new key is made here, and accepted by every API server",
            new Template("keys/token.sh")
                .fill(
                    Map.of(
                        "key",
                        rotation.next().signer(),
                        "authority",
                        SharedSecrets.CA + ".crt",
                        "servers",
                        servers)),
            PROOF,
            PAUSE)
        .asking();
  }

  private static Operation open(ServiceAccountKeys keys) {
    return PkiRecipe.open(SharedSecrets.SERVICE_ACCOUNT_PUBLIC, keys.publicKey());
  }
}
