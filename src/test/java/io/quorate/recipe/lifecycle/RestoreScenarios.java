package io.quorate.recipe.lifecycle;

import io.quorate.platform.Template;
import java.util.List;
import java.util.Map;

/** What the scripts of a restore meet; see {@link ScriptScenarios}. */
final class RestoreScenarios {

  private static final String FOLDER = "/var/backups/etcd/restore-1";

  private static final String DATA =
      "mkdir -p var/backups/etcd/restore-1 var/lib/etcd/member/snap; echo db"
          + " >var/lib/etcd/member/snap/db; echo x >var/backups/etcd/restore-1/snapshot.db\n";

  private static final String ANSWERS =
      """
      *"get /registry/"*) printf '%s\\n' /registry/pods/a/b /registry/apps.x/deployments/c ;;
      *"restore"*"--help"*) : ;;
      *"snapshot restore"*) mkdir -p "${WALK%/walk}/var/lib/etcd/restore/member" ;;
      """;

  private RestoreScenarios() {}

  static List<ScriptScenario> all() {
    ScriptScenario data =
        ScriptScenario.of("restore/data.apply.sh")
            .with(
                Map.of(
                    "FOLDER",
                    FOLDER,
                    "NAME",
                    "node-1",
                    "PEER",
                    "https://10.0.0.1:2380",
                    "MEMBERS",
                    "node-1=https://10.0.0.1:2380",
                    "TOKEN",
                    "restore-1",
                    "SAME",
                    "yes"))
            .on(DATA)
            .answering(ANSWERS);
    ScriptScenario keys =
        ScriptScenario.of("restore/keys.apply.sh")
            .with(Map.of("FOLDER", FOLDER))
            .on(DATA + "mkdir -p etc/kubernetes/pki; echo key >etc/kubernetes/pki/ca.key\n");
    ScriptScenario node =
        ScriptScenario.of("restore/node.apply.sh")
            .with(Map.of("RECORD", "/var/lib/quorate/restarted", "RESTORE", "restore-1"));
    return List.of(
        data,
        data.named("restore/data.check.sh"),
        data.named("restore/aside.apply.sh"),
        data.named("restore/aside.check.sh"),
        data.named("restore/compare.sh")
            .after("restore/objects.lib.sh")
            .on(
                DATA
                    + "printf '%s\\n' 'pods 1' 'deployments.apps.x 1'"
                    + " >var/backups/etcd/restore-1/objects\n"),
        keys,
        keys.named("restore/keys.check.sh"),
        node,
        node.named("restore/node.check.sh").answering("*is-active*) exit 3 ;;"),
        ScriptScenario.of("restore/addresses.sh")
            .filled(Map.of("addresses", "'node-1=10.0.0.1'"))
            .answering("*\"get nodes\"*) echo 'node-1 10.0.0.1' ;;"),
        ScriptScenario.of("restore/secrets.sh").answering("*\"get secrets\"*) echo secret/a ;;"),
        ScriptScenario.of("restore/pods.sh")
            .answering("*\"get pods\"*) echo 'default/a Running True' ;;"),
        drill("begin.apply"),
        drill("begin.check").on(PLACE + "echo 'drill 1' >var/lib/quorate/drill/drill\n"),
        drill("run.apply").answering("systemd-run*) echo 'verdict good it does' ;;"),
        drill("run.check"),
        drill("proved").on("printf '%s\\n' 'drill 1' 'it does' >var/lib/quorate/drilled\n"),
        ScriptScenario.of("drill/program.sh")
            .filled(
                Map.of(
                    "folder",
                    "/var/lib/quorate/drill",
                    "keys",
                    "/run/quorate-drill",
                    "counting",
                    new Template("restore/objects.lib.sh").text(),
                    "flags",
                    "--service-cluster-ip-range=10.96.0.0/12"))
            .on(
                PLACE
                    + "printf '%s\\n' 'configmaps 1' 'secrets 1' >var/lib/quorate/drill/objects\n"
                    + ": >run/quorate-drill/encryption.yaml; echo 100.5 0 >proc/uptime\n")
            .answering(
                """
                *"get /registry/"*) printf '%s\\n' /registry/secrets/a/b /registry/configmaps/a/b ;;
                *api-resources*) printf '%s\\n' configmaps secrets events events.events.k8s.io ;;
                *"get configmaps"*) echo configmap/b ;;
                *"get secrets"*) echo secret/b ;;
                """));
  }

  private static final String PLACE = "mkdir -p var/lib/quorate/drill run/quorate-drill\n";

  private static ScriptScenario drill(String name) {
    return ScriptScenario.of("drill/" + name + ".sh")
        .with(
            Map.of(
                "FOLDER",
                "/var/lib/quorate/drill",
                "KEYS",
                "/run/quorate-drill",
                "RECORD",
                "/var/lib/quorate/drilled",
                "DRILL",
                "drill 1",
                "PATIENCE",
                "60",
                "WITHIN",
                "60"))
        .on(PLACE);
  }
}
