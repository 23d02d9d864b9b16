package io.quorate.inventory.installer;

import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Role;
import io.quorate.inventory.Taint;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Labels and taints of a host as they are read. The taint that keeps pods off a control plane is
 * not among the settings: here a master that is no worker has it.
 */
final class HostMarks {
  /** The keys of that taint, from Kubernetes 1.20 on and before. */
  static final List<String> CONTROL_PLANE =
      List.of("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master");

  static final String LABELS = "labels";
  private static final String TAINTS = "taints";

  private final Map<String, Written.Entry> labels = new LinkedHashMap<>();
  private final List<Written> taints = new ArrayList<>();
  private final List<Written> ofControlPlane = new ArrayList<>();
  private @Nullable Place labelsAt;
  private @Nullable Place taintsAt;

  /** Those of a host's fields labels and taints, as the API's objects have them. */
  static HostMarks of(Fields host, ClusterDraft draft) {
    HostMarks marks = new HostMarks();
    host.entries(LABELS).forEach(marks::label);
    marks.taints(host, draft);
    return marks;
  }

  void label(String key, Written.Entry value) {
    labelsAt = labels.isEmpty() ? value.keyPlace() : labelsAt;
    labels.put(key, value);
  }

  /** Takes a list of mappings with a key, an effect and perhaps a value. */
  void taints(Fields host, ClusterDraft draft) {
    host.each(
        TAINTS,
        (item, index) -> {
          Taint taint = new Taint(item.text("key"), item.text("value"), item.text("effect"));
          if (taint.key().isEmpty() || taint.effect().isEmpty()) {
            noTaint(draft, item.place());
          } else {
            taint(taint, item.place());
          }
        },
        other -> noTaint(draft, other.place()));
  }

  private static void noTaint(ClusterDraft draft, @Nullable Place place) {
    draft.refuse(
        place, "This is not a taint.", "Write key: and effect:, and value: if it has one.");
  }

  void taint(Taint taint, @Nullable Place place) {
    add(CONTROL_PLANE.contains(taint.key()) && taint.keepsPodsAway(), taint.text(), place);
  }

  /** Takes one as a person wrote it, which may be none. */
  void taint(String text, @Nullable Place place) {
    Taint taint = Taint.parse(text);
    if (taint == null) {
      add(false, text, place);
    } else {
      taint(taint, place);
    }
  }

  private void add(boolean isOfControlPlane, String text, @Nullable Place place) {
    taintsAt = taintsAt == null ? place : taintsAt;
    (isOfControlPlane ? ofControlPlane : taints).add(new Written.Scalar(text, false, place));
  }

  /** Whether ordinary pods are kept off by the control plane's taint. */
  boolean keepPodsOff() {
    return !ofControlPlane.isEmpty();
  }

  /**
   * Makes them settings of the host.
   *
   * @return the roles that it has with them: a master that its taint keeps pods off is no worker
   */
  Set<Role> settle(Set<Role> said, Map<Setting, Written> own) {
    boolean isMaster = said.contains(Role.MASTER);
    List<Written> others = new ArrayList<>(taints);
    if (!isMaster) {
      others.addAll(ofControlPlane);
    }
    if (!labels.isEmpty()) {
      own.put(Setting.NODE_LABELS, new Written.Mapping(labels, labelsAt));
    }
    if (!others.isEmpty()) {
      own.put(Setting.NODE_TAINTS, new Written.Sequence(others, taintsAt));
    }
    return isMaster && keepPodsOff() ? EnumSet.of(Role.MASTER) : said;
  }
}
