package io.quorate.recipe.keys;

import io.quorate.inventory.Host;
import io.quorate.pki.Authority;
import io.quorate.pki.Credential;
import io.quorate.plan.ClusterChange.PublishAuthorities;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Shell;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.authority.ClusterAuthority;
import io.quorate.recipe.component.ApiProxyRecipe;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.Endpoint;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.PkiRecipe;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.keys.Rotation.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A new authority of the front proxy: of that by which API servers show themselves to the API
 * servers behind them, such as that of metrics. Whatever one shows, all others accept at every
 * moment: first all of them come to accept the new authority, and tell those behind them; then each
 * gets a certificate of it. Another plan, later, takes the old one away. API servers start again
 * one at a time.
 */
public final class AuthorityRotationPlan {

  private static final Duration PROOF = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Under which name aggregated API servers find the authorities. */
  private static final String PUBLISHED = "requestheader-client-ca-file";

  private static final NodeCertificate CLIENT = NodeCertificate.FRONT_PROXY_CLIENT;

  private final Context context;
  private final Rotation<Authority> rotation;
  private final ClusterAuthority which;
  private final List<AggregatedApi> behind;
  private final MasterSteps steps;

  /** What each master shows when it is done. */
  private final Map<String, Credential> leaves = new LinkedHashMap<>();

  private AuthorityRotationPlan(Context context, AuthorityRotation rotation) {
    this.context = context;
    this.rotation = rotation.state();
    this.which = rotation.which();
    this.behind =
        AggregatedApi.of(context.facts()).stream().filter(AggregatedApi::available).toList();
    this.steps = new MasterSteps(context);
    for (Host master : context.inventory().masters()) {
      leaves.put(master.name(), ClusterPki.below(context, master, CLIENT, this.rotation.next()));
    }
  }

  /**
   * All masters issue with the new authority, and accept the old one.
   *
   * @param context the inventory as it is, and the answers to {@link AuthorityRotationGuard}, which
   *     let it pass
   */
  public static Plan switching(Context context, AuthorityRotation rotation) {
    return new AuthorityRotationPlan(context, rotation).switching();
  }

  /** No master accepts the old authority any more. */
  public static Plan removing(Context context, AuthorityRotation rotation) {
    return new AuthorityRotationPlan(context, rotation).removing();
  }

  private Plan switching() {
    if (rotation.over()) {
      return steps.verified();
    }
    steps.sideBySide(
        StepKind.AUTHORITY_KEPT, Phase.PREPARE, "Keep the authority that there is", this::kept);
    steps.oneByOne(
        StepKind.AUTHORITY_ACCEPTED,
        "API server accepts both authorities",
        h -> rotation.isDue(h, Stage.TRUSTS),
        this::accepting);
    steps.on(
        StepKind.AUTHORITY_PUBLISHED,
        context.lead(),
        "All accept both authorities",
        List.of(
            taken(
                "every API server accepts a certificate of the new authority",
                servers(),
                stem(acceptedAs(context.lead()))),
            publishes(
                "the new authority is published to aggregated API servers",
                "publishes",
                rotation
                    .next()
                    .credential()
                    .certificate()
                    .lines()
                    .filter(line -> !line.startsWith("-----"))
                    .collect(Collectors.joining()))),
        Duration.ofMinutes(10));
    steps.oneByOne(
        StepKind.AUTHORITY_ISSUES,
        "API server with a certificate of the new authority",
        h -> rotation.isDue(h, Stage.SIGNS),
        this::issuing);
    steps.sideBySide(
        StepKind.AUTHORITY_RESTS,
        Phase.CONTROL_PLANE,
        "All have certificates of the new authority",
        h -> List.of(rotation.record().written(which.switched())));
    return steps.verified();
  }

  private Plan removing() {
    steps.oneByOne(
        StepKind.AUTHORITY_ALONE,
        "API server without the old authority",
        h -> rotation.isDue(h, Stage.ALONE),
        this::alone);
    steps.on(
        StepKind.AUTHORITY_CLEARED,
        context.lead(),
        "Aggregated API servers without the old authority",
        List.of(
            AssetScript.using(
                    library("published"),
                    "the new authority alone is published to aggregated API servers",
                    "certificates/published",
                    Map.of("NAME", PUBLISHED, "FILE", which.certificatePath()))
                .changing(new PublishAuthorities(PUBLISHED, which.certificatePath()))
                .doing("taking the old authority from aggregated API servers"),
            publishes(
                "no API server publishes the old authority again",
                "publishes_only",
                which.certificatePath())),
        Duration.ofMinutes(5));
    steps.sideBySide(
        StepKind.AUTHORITY_END, Phase.CONTROL_PLANE, "End of the rotation", h -> end());
    return steps.verified();
  }

  private List<Operation> kept(Host master) {
    List<Operation> operations = new ArrayList<>();
    // Before the record: who reads that finds the authority somewhere.
    if (rotation.reached(master).compareTo(Stage.SIGNS) < 0) {
      Credential next = rotation.next().credential();
      operations.add(PkiRecipe.secret(which.nextKeyPath(), next.key()));
      operations.add(PkiRecipe.open(which.nextCertificatePath(), next.certificate()));
    }
    operations.add(rotation.record().written(which.rotation()));
    operations.add(
        AssetScript.of(
                "what there was is kept",
                "certificates/keep",
                Map.of(
                    "KEPT",
                    rotation.folder(),
                    "WHAT",
                    Stream.of(
                            which.certificatePath(),
                            which.keyPath(),
                            CLIENT.certificatePath(),
                            CLIENT.keyPath())
                        .map(path -> path.substring(1))
                        .collect(Collectors.joining(" "))))
            .doing("keeping authority and certificate in " + rotation.folder()));
    return operations;
  }

  private List<Operation> accepting(Host master) {
    List<Operation> operations = new ArrayList<>();
    Credential leaf = leaf(master);
    operations.add(
        PkiRecipe.open(
            which.certificatePath(), rotation.at(Stage.TRUSTS, master).credential().certificate()));
    operations.add(PkiRecipe.secret(CLIENT.nextKeyPath(), leaf.key()));
    operations.add(PkiRecipe.open(CLIENT.nextCertificatePath(), leaf.certificate()));
    operations.add(ControlPlaneRecipe.restartedApiServer());
    operations.add(ControlPlaneRecipe.ready());
    List<String> pairs = new ArrayList<>(List.of(stem(CLIENT.nextCertificatePath())));
    if (ClusterPki.lives(context, master, CLIENT)) {
      pairs.add(stem(CLIENT.certificatePath()));
    }
    operations.add(
        taken(
            "the API server accepts certificates of both authorities",
            List.of(ControlPlaneRecipe.LOCAL_API),
            pairs.toArray(String[]::new)));
    operations.addAll(ControlPlaneRecipe.restartedControllers());
    return operations;
  }

  private List<Operation> issuing(Host master) {
    Authority both = rotation.at(Stage.SIGNS, master);
    Credential leaf = leaf(master);
    List<Operation> operations = new ArrayList<>();
    // The certificates first, of which the key is already accepted: at each moment they go
    // together.
    operations.add(PkiRecipe.open(which.certificatePath(), both.credential().certificate()));
    operations.add(PkiRecipe.secret(which.keyPath(), both.credential().key()));
    operations.add(PkiRecipe.secret(CLIENT.keyPath(), leaf.key()));
    operations.add(PkiRecipe.open(CLIENT.certificatePath(), leaf.certificate()));
    Stream.of(
            CLIENT.nextKeyPath(),
            CLIENT.nextCertificatePath(),
            which.nextKeyPath(),
            which.nextCertificatePath())
        .forEach(path -> operations.add(new RemoveFile(path)));
    operations.add(ControlPlaneRecipe.restartedApiServer());
    operations.add(ControlPlaneRecipe.ready());
    operations.add(
        taken(
            "every API server accepts this one's certificate",
            servers(),
            stem(CLIENT.certificatePath())));
    if (!behind.isEmpty()) {
      operations.add(answered());
    }
    return operations;
  }

  private List<Operation> alone(Host master) {
    List<Operation> operations = new ArrayList<>();
    operations.add(
        PkiRecipe.open(
            which.certificatePath(), rotation.at(Stage.ALONE, master).credential().certificate()));
    operations.add(ControlPlaneRecipe.restartedApiServer());
    operations.add(ControlPlaneRecipe.ready());
    operations.add(
        proof(
            "the API server accepts the new authority alone",
            List.of(
                check("takes", stem(CLIENT.certificatePath()), ControlPlaneRecipe.LOCAL_API),
                check(
                    "refuses",
                    rotation.folder() + stem(CLIENT.certificatePath()),
                    ControlPlaneRecipe.LOCAL_API))));
    operations.addAll(ControlPlaneRecipe.restartedControllers());
    return operations;
  }

  private List<Operation> end() {
    return List.of(
        new RemoveFolder(rotation.folder()),
        new RemoveFile(which.nextKeyPath()),
        new RemoveFile(which.nextCertificatePath()),
        rotation.record().written(which.rotated()),
        new RemoveFile(RotationRecord.FOLDER + which.switched()),
        new RemoveFile(RotationRecord.FOLDER + which.rotation()));
  }

  private Credential leaf(Host master) {
    Credential leaf = leaves.get(master.name());
    if (leaf == null) {
      throw new IllegalArgumentException(master.name() + " is no master");
    }
    return leaf;
  }

  /** Where a master has its certificate of the new authority when all accept that. */
  private String acceptedAs(Host master) {
    return rotation.isDue(master, Stage.TRUSTS)
        ? CLIENT.nextCertificatePath()
        : ClusterPki.isBelow(context, master, CLIENT, rotation.next())
            ? CLIENT.certificatePath()
            : CLIENT.nextCertificatePath();
  }

  private static String stem(String certificate) {
    return certificate.substring(0, certificate.length() - ".crt".length());
  }

  private List<String> servers() {
    return context.inventory().masters().stream()
        .map(h -> "https://" + Endpoint.of(context, h, ApiProxyRecipe.API_PORT))
        .toList();
  }

  private static Operation taken(String title, List<String> servers, String... pairs) {
    return proof(
        title,
        Stream.of(pairs)
            .flatMap(pair -> servers.stream().map(server -> check("takes", pair, server)))
            .toList());
  }

  private static String check(String call, String pair, String server) {
    return call + " " + Shell.quote(pair) + " " + Shell.quote(server);
  }

  private static Operation proof(String title, List<String> checks) {
    return new WaitFor(
            title,
            new Template("certificates/front-proxy.sh")
                .fill(Map.of("checks", String.join("\n", checks))),
            PROOF,
            PAUSE)
        .asking();
  }

  private static Operation publishes(String title, String call, String what) {
    return new WaitFor(
            title,
            library("published")
                + call
                + " "
                + Shell.quote(PUBLISHED)
                + " "
                + Shell.quote(what)
                + "\n",
            PROOF,
            PAUSE)
        .asking();
  }

  private Operation answered() {
    return new WaitFor(
            "aggregated API servers accept this one's certificate",
            new Template("certificates/aggregated.sh")
                .fill(
                    Map.of(
                        "ask",
                        ControlPlaneRecipe.curl(
                            SharedSecrets.CA + ".crt",
                            NodeCertificate.SUPER_ADMIN,
                            ControlPlaneRecipe.LOCAL_API),
                        "checks",
                        behind.stream()
                            .map(
                                a ->
                                    "answers "
                                        + Shell.quote(a.name())
                                        + " "
                                        + Shell.quote(a.path()))
                            .collect(Collectors.joining("\n")))),
            PROOF,
            PAUSE)
        .asking();
  }

  private static String library(String name) {
    return new Template("certificates/" + name + ".lib.sh").text();
  }
}
