package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.release.Version;
import io.quorate.plan.ClusterChange;
import io.quorate.plan.ClusterChange.CancelDowngrade;
import io.quorate.plan.ClusterChange.DowngradeEtcd;
import io.quorate.plan.Operation;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.component.EtcdMembers;
import io.quorate.recipe.component.EtcdRecipe;
import java.util.List;
import java.util.Map;

/**
 * What etcd's members are told so that older programs can be put in the place of theirs (etcd.io,
 * "Downgrade etcd from v3.6 to v3.5", "from v3.7 to v3.6").
 */
final class EtcdDowngrade {

  /** The first version whose members can be told. */
  private static final Version TOLD = new Version(3, 6, 0, "");

  private EtcdDowngrade() {}

  /**
   * They speak and store an older version.
   *
   * @param host who tells them
   * @param version that the members get then
   */
  static Operation to(Context context, Host host, String version) {
    String minor = Version.line(version).minorLine();
    return script(
        context,
        host,
        "etcd's members store what " + minor + " reads",
        "downgrade",
        minor,
        new DowngradeEtcd(minor),
        "telling etcd to go back to " + minor);
  }

  /**
   * Whoever goes on with an upgrade takes back what was told before; nothing for versions before.
   */
  static List<Operation> cancelled(Context context, Host host, String version) {
    return Version.line(version).before(TOLD)
        ? List.of()
        : List.of(
            script(
                context,
                host,
                "etcd is on no way back",
                "downgrade-cancel",
                Version.line(version).minorLine(),
                new CancelDowngrade(),
                "telling etcd to stay"));
  }

  private static Operation script(
      Context context,
      Host host,
      String title,
      String name,
      String minor,
      ClusterChange change,
      String doing) {
    return AssetScript.using(
            EtcdMembers.FUNCTIONS + new Template("etcd/downgrade.lib.sh").text(),
            title,
            "etcd/" + name,
            Map.of("ETCD_URL", EtcdRecipe.clientUrl(context, host), "TARGET", minor))
        .changing(change)
        .doing(doing);
  }
}
