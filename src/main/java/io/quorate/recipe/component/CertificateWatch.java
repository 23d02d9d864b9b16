package io.quorate.recipe.component;

import io.quorate.pki.Authority;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.platform.Template;
import java.util.List;
import java.util.Map;

/**
 * A timer on each node that tells every day when its certificates end: in the log, and in a file
 * for node exporters where there is a folder that they read. It renews nothing.
 */
public final class CertificateWatch {

  public static final String TIMER = "quorate-certificates.timer";

  private static final String UNIT = "quorate-certificates.service";
  private static final String PROGRAM = "/usr/local/bin/quorate-certificates.sh";
  private static final String SYSTEMD = "/etc/systemd/system/";

  /** Where the node exporter's own documentation and Debian's package have it read files. */
  static final List<String> FOLDERS =
      List.of("/var/lib/node_exporter/textfile_collector", "/var/lib/prometheus/node-exporter");

  private CertificateWatch() {}

  static List<Operation> operations() {
    String program =
        new Template("certificates/quorate-certificates.sh")
            .fill(
                Map.of(
                    "days",
                    Long.toString(Authority.RENEW_BEFORE.toDays()),
                    "folders",
                    String.join(" ", FOLDERS)));
    return List.of(
        new WriteFile(PROGRAM, Content.of(program), "root:root", "0755"),
        unit(UNIT),
        unit(TIMER),
        new Service(TIMER, List.of(SYSTEMD + TIMER, SYSTEMD + UNIT), false));
  }

  private static Operation unit(String name) {
    return new WriteFile(
        SYSTEMD + name,
        Content.of(new Template("certificates/" + name).text()),
        "root:root",
        "0644");
  }

  /** What it makes beside its own files, and systemd for it. */
  public static List<String> traces() {
    return List.of(
        FOLDERS.get(0) + "/quorate_certificates.prom",
        FOLDERS.get(1) + "/quorate_certificates.prom",
        "/var/lib/systemd/timers/stamp-" + TIMER);
  }
}
