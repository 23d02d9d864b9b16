package io.quorate.recipe.cluster;

import io.quorate.plan.facts.CertificateList;
import io.quorate.plan.facts.CertificateList.Entry;
import io.quorate.plan.facts.CertificateList.Kind;
import io.quorate.plan.facts.CertificateList.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What wants attention among certificates, a sentence each: few also where all of them end. */
final class CertificateWorries {

  /** More of a kind are counted, and not listed. */
  private static final int LISTED = 3;

  private CertificateWorries() {}

  static List<String> of(List<Entry> entries, Instant now) {
    List<Entry> theirs =
        entries.stream().filter(e -> !e.authority().equals(CertificateList.ITSELF)).toList();
    List<String> worries = new ArrayList<>();
    ended(
        worries,
        theirs.stream()
            .filter(e -> e.state() == State.ENDED && e.kind() != Kind.AUTHORITY)
            .toList(),
        now);
    soon(
        worries,
        theirs.stream()
            .filter(e -> e.state() == State.ENDS_SOON && e.kind() != Kind.AUTHORITY)
            .toList(),
        now);
    for (Entry e : theirs) {
      if (e.kind() == Kind.AUTHORITY && e.state() != State.GOOD && e.ends() != null) {
        worries.add(
            "The authority %s on %s %s: certificates below it end with it at the latest."
                .formatted(e.subject(), e.node(), when(e, now)));
      } else if (e.state() == State.OLD) {
        worries.add(
            "%s on %s shows a certificate that %s, and its file has another: `quorate certificates renew --node %s` starts it again."
                .formatted(e.place(), e.node(), when(e, now), e.node()));
      } else if (e.state() == State.MISSING) {
        worries.add("%s%s: %s.".formatted(e.place(), on(e), e.note()));
      } else if (e.state() == State.NOT_YET_VALID) {
        worries.add(
            "%s%s is valid from %s on only: is a clock wrong?"
                .formatted(e.place(), on(e), e.begins()));
      } else if (e.authority().isEmpty() && e.kind() != Kind.AUTHORITY) {
        worries.add(
            "%s%s is signed by no authority of this cluster's.".formatted(e.place(), on(e)));
      }
    }
    return worries;
  }

  private static void ended(List<String> worries, List<Entry> ended, Instant now) {
    if (ended.size() > LISTED) {
      worries.add(
          "%d certificates have ended, %s first, %s. `quorate certificates renew` makes them anew, also when nothing answers any more."
              .formatted(ended.size(), name(first(ended)), ago(first(ended), now)));
    } else {
      ended.forEach(e -> worries.add("%s %s. %s".formatted(name(e), when(e, now), remedy(e))));
    }
  }

  private static void soon(List<String> worries, List<Entry> soon, Instant now) {
    if (soon.size() > LISTED) {
      worries.add(
          "%d certificates end soon, %s first, in %d days. `quorate certificates renew` makes them anew while the cluster serves."
              .formatted(soon.size(), name(first(soon)), first(soon).days(now)));
    } else {
      soon.forEach(e -> worries.add("%s %s. %s".formatted(name(e), when(e, now), remedy(e))));
    }
  }

  private static Entry first(List<Entry> some) {
    return some.stream()
        .min(Comparator.comparing(e -> Objects.requireNonNull(e.ends())))
        .orElseThrow();
  }

  private static String remedy(Entry e) {
    return e.node().isEmpty()
        ? "`quorate certificates renew` brings a new one."
        : "`quorate certificates renew --node " + e.node() + "` makes a new one.";
  }

  private static String name(Entry e) {
    return (e.kind() == Kind.PROCESS ? "that of " : "") + e.place() + on(e);
  }

  private static String on(Entry e) {
    return e.node().isEmpty() ? " here" : " on " + e.node();
  }

  private static String ago(Entry e, Instant now) {
    long days = -e.days(now);
    return days <= 1 ? "less than a day ago" : days - 1 + " days ago";
  }

  private static String when(Entry e, Instant now) {
    long days = e.days(now);
    return days < 0
        ? "has ended " + ago(e, now)
        : days == 0 ? "ends within a day" : "ends in " + days + (days == 1 ? " day" : " days");
  }
}
