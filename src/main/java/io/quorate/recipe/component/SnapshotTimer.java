package io.quorate.recipe.component;

import io.quorate.inventory.CronSchedule;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.platform.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Snapshots of etcd that each master takes by itself: a program, the service that runs it, and a
 * timer by the schedule of the inventory. One that fails is seen as a failed unit, in a record
 * beside the snapshots, and in a file for node exporters.
 */
public final class SnapshotTimer {

  public static final String TIMER = "quorate-etcd-snapshot.timer";
  public static final String UNIT = "quorate-etcd-snapshot.service";

  /** Where they are, and what the last attempt came to. */
  public static final String FOLDER = "/var/backups/etcd";

  static final String PROGRAM = "/usr/local/bin/etcd-snapshot.sh";

  /** Its predecessor, whose failures nobody saw. */
  public static final String CRON = "/etc/cron.d/quorate-etcd-snapshot";

  private static final String SYSTEMD = "/etc/systemd/system/";

  private SnapshotTimer() {}

  static List<Operation> operations(Inventory.Etcd etcd) {
    List<Operation> operations = new ArrayList<>();
    operations.add(
        new WriteFile(PROGRAM, Content.of(program(etcd.snapshotKeep())), "root:root", "0755"));
    // Also without a schedule: a person may start it.
    operations.add(unit(UNIT, new Template("etcd/" + UNIT).text()));
    if (etcd.snapshotSchedule().isBlank()) {
      operations.add(new NoService(TIMER));
      operations.add(new RemoveFile(SYSTEMD + TIMER));
      traces().forEach(trace -> operations.add(new RemoveFile(trace)));
    } else {
      operations.add(unit(TIMER, timer(etcd.snapshotSchedule())));
      operations.add(new Service(TIMER, List.of(SYSTEMD + TIMER, SYSTEMD + UNIT), false));
    }
    operations.add(new RemoveFile(CRON));
    return operations;
  }

  static String program(int keep) {
    return new Template("etcd/snapshot.sh")
        .fill(
            Map.of(
                "keep",
                Integer.toString(keep),
                "folders",
                String.join(" ", CertificateWatch.FOLDERS)));
  }

  static String timer(String schedule) {
    return new Template("etcd/" + TIMER)
        .fill(
            Map.of(
                "schedule",
                schedule.strip(),
                "calendar",
                CronSchedule.of(schedule).calendar().stream()
                    .map(c -> "OnCalendar=" + c)
                    .collect(Collectors.joining("\n"))));
  }

  private static Operation unit(String name, String text) {
    return new WriteFile(SYSTEMD + name, Content.of(text), "root:root", "0644");
  }

  /** The units' files. */
  public static List<String> files() {
    return List.of(SYSTEMD + TIMER, SYSTEMD + UNIT);
  }

  /** What it makes beside its own files and the snapshots, and systemd for it. */
  public static List<String> traces() {
    return List.of(
        CertificateWatch.FOLDERS.get(0) + "/quorate_backup.prom",
        CertificateWatch.FOLDERS.get(1) + "/quorate_backup.prom",
        "/var/lib/systemd/timers/stamp-" + TIMER);
  }
}
