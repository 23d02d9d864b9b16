package io.quorate.recipe;

import io.quorate.inventory.Host;
import io.quorate.pki.Credential;
import io.quorate.pki.Kubeconfig;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;

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
    Host master = InstallPlan.lead(context);
    String name = context.inventory().clusterName();
    Credential admin =
        new Credential(
            written(plan, master, NodeCertificate.ADMIN.certificatePath()),
            written(plan, master, NodeCertificate.ADMIN.keyPath()));
    return new Secret(
        Kubeconfig.embedded(
                name,
                "https://" + Endpoint.of(context, master, ApiProxyRecipe.API_PORT),
                name + "-admin",
                name,
                written(plan, master, SharedSecrets.CA + ".crt"),
                admin)
            .text());
  }

  private static String written(Plan plan, Host host, String path) {
    return plan.stepsOf(host.name()).stream()
        .flatMap(step -> step.operations().stream())
        .filter(operation -> operation instanceof WriteFile file && file.path().equals(path))
        .map(operation -> ((WriteFile) operation).content().text())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the plan does not write " + path));
  }
}
