package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.pki.Credential;
import io.quorate.pki.Kubeconfig;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.recipe.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kubeconfig that comes home to the operator. */
public final class AdminKubeconfig {

  private AdminKubeconfig() {}

  /**
   * Complete in itself: cluster, user and context are named after the cluster, and it leads to the
   * master that speaks for it.
   *
   * @param plan the plan of the same context: it holds the administrator's certificate, new or kept
   */
  public static Secret of(Context context, Plan plan) {
    Host master = context.lead();
    return text(
        context,
        master,
        written(plan, master, SharedSecrets.CA + ".crt"),
        new Credential(
            written(plan, master, NodeCertificate.ADMIN.certificatePath()),
            written(plan, master, NodeCertificate.ADMIN.keyPath())));
  }

  /**
   * The same of a cluster that runs, with what a master of it has.
   *
   * @param master one that answered
   * @return null when it has no administrator's certificate
   */
  public static @Nullable Secret of(Context context, Host master) {
    Map<String, Secret> pki = context.factsOf(master).pki();
    Secret authority = pki.get(SharedSecrets.CA + ".crt");
    Secret certificate = pki.get(NodeCertificate.ADMIN.certificatePath());
    Secret key = pki.get(NodeCertificate.ADMIN.keyPath());
    return authority == null || certificate == null || key == null
        ? null
        : text(
            context,
            master,
            authority.reveal(),
            new Credential(certificate.reveal(), key.reveal()));
  }

  /**
   * The same of a plan that writes the administrator's certificate, below the authority that the
   * master has.
   */
  public static Secret renewed(Context context, Plan plan, Host master) {
    Secret authority = context.factsOf(master).pki().get(SharedSecrets.CA + ".crt");
    if (authority == null) {
      throw new IllegalArgumentException(master.name() + " has no authority");
    }
    return text(
        context,
        master,
        authority.reveal(),
        new Credential(
            written(plan, master, NodeCertificate.ADMIN.certificatePath()),
            written(plan, master, NodeCertificate.ADMIN.keyPath())));
  }

  private static Secret text(Context context, Host master, String authority, Credential admin) {
    String name = context.inventory().clusterName();
    return new Secret(
        Kubeconfig.embedded(
                name,
                "https://" + Endpoint.of(context, master, ApiProxyRecipe.API_PORT),
                name + "-admin",
                name,
                authority,
                admin)
            .text());
  }

  private static String written(Plan plan, Host host, String path) {
    return plan.stepsOf(host.name()).stream()
        .flatMap(step -> step.operations().stream())
        .filter(operation -> operation instanceof WriteFile file && file.path().equals(path))
        .map(operation -> ((WriteFile) operation).content().text().reveal())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the plan does not write " + path));
  }
}
