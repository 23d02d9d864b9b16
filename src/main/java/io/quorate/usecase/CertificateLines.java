package io.quorate.usecase;

import io.quorate.plan.facts.CertificateList;
import io.quorate.plan.facts.CertificateList.Entry;
import io.quorate.plan.facts.CertificateList.State;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Certificates as lines of text: what is first to end, what wants attention, and all by node. */
public final class CertificateLines {

  private static final String ROW = "  %-10s %5s  %-30s %-14s %s";
  private static final String PKI = "/etc/kubernetes/pki/";

  private CertificateLines() {}

  /** The first to end, in a sentence. */
  public static String headline(CertificateList list) {
    return list.first()
        .map(
            e ->
                "Of %d certificates the first %s: %s %s (%s)."
                    .formatted(
                        list.entries().size(),
                        e.state() == State.ENDED ? "has ended" : "ends in " + days(e, list),
                        place(e),
                        e.node().isEmpty() ? "here" : "on " + e.node(),
                        day(e.ends())))
        .orElse("No certificate could be read.");
  }

  /** The same in a few words, for one node. */
  public static String first(CertificateList list) {
    return list.first()
        .map(
            e ->
                place(e)
                    + (e.state() == State.ENDED ? " has ended, " : " ends first, ")
                    + day(e.ends()))
        .orElse("none could be read");
  }

  /**
   * All of them.
   *
   * @param whole whether it is said for whom and what each is
   */
  public static List<String> of(CertificateList list, boolean whole) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(list));
    list.worries().forEach(w -> lines.add("! " + w));
    list.silent().forEach((node, why) -> lines.add("! " + node + " could not be asked: " + why));
    Map<String, List<Entry>> byNode = new LinkedHashMap<>();
    list.entries().forEach(e -> byNode.computeIfAbsent(e.node(), n -> new ArrayList<>()).add(e));
    byNode.forEach(
        (node, entries) -> {
          lines.add("");
          lines.add(node.isEmpty() ? "this machine" : node);
          lines.add(ROW.formatted("ENDS", "DAYS", "WHERE", "SIGNED BY", "").stripTrailing());
          entries.forEach(e -> rows(lines, e, list, whole));
        });
    return List.copyOf(lines);
  }

  private static void rows(List<String> lines, Entry e, CertificateList list, boolean whole) {
    lines.add(
        ROW.formatted(
                day(e.ends()),
                e.ends() == null ? "-" : Long.toString(e.days(list.at())),
                place(e),
                signer(e),
                word(e.state()))
            .stripTrailing());
    if (whole && e.ends() != null) {
      lines.add("    " + e.subject() + ", serial " + e.serial());
      if (!e.names().isEmpty()) {
        lines.add("    for " + String.join(", ", e.names()));
      }
    }
    if (whole && !e.note().isEmpty()) {
      lines.add("    " + e.note());
    }
  }

  private static String signer(Entry e) {
    return switch (e.authority()) {
      case "" -> e.kind() == CertificateList.Kind.AUTHORITY ? "-" : "?";
      default -> e.authority().replaceFirst("^kubernetes-front-proxy-ca", "front-proxy-ca");
    };
  }

  /** As short as it is clear: below /etc/kubernetes, of certificates without the suffix. */
  private static String place(Entry e) {
    return e.place().startsWith(PKI)
        ? e.place().substring(PKI.length()).replaceFirst("\\.crt$", "")
        : e.place().replaceFirst("^/etc/kubernetes/", "");
  }

  private static String days(Entry e, CertificateList list) {
    long days = e.days(list.at());
    return days == 1 ? "1 day" : days + " days";
  }

  private static String word(State state) {
    return switch (state) {
      case GOOD -> "";
      case ENDS_SOON -> "ends soon";
      case OLD -> "not the file's";
      case MISSING -> "none";
      case NOT_YET_VALID -> "not valid yet";
      case ENDED -> "ENDED";
    };
  }

  private static String day(@Nullable Instant instant) {
    return instant == null
        ? "-"
        : DateTimeFormatter.ISO_LOCAL_DATE.format(instant.atZone(ZoneId.systemDefault()));
  }
}
