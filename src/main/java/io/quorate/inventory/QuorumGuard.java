package io.quorate.inventory;

import io.quorate.inventory.MemberChange.Add;
import io.quorate.inventory.MemberChange.Promote;
import io.quorate.inventory.MemberChange.Remove;
import io.quorate.inventory.MemberChange.Replace;
import io.quorate.inventory.MemberChange.Start;
import io.quorate.inventory.MemberChange.Stop;
import io.quorate.inventory.Membership.Member;
import java.util.stream.Collectors;

/**
 * Judges changes of etcd's members, one at a time. The rules are etcd's own (etcd.io/docs: runtime
 * reconfiguration, learner design, FAQ), with two that are stricter: nobody joins while a member is
 * dead, and while one is dead nothing lowers the number of failures that are survived.
 */
public final class QuorumGuard {

  /** etcd's documentation advises no more; writes wait for more than half of them. */
  static final int USUAL_MOST = 7;

  private QuorumGuard() {}

  /**
   * What a change would bring.
   *
   * @param after as it would be; as before when the change is refused
   * @param reason why, in numbers; a sentence
   * @param nextStep what to do instead, or next; a sentence, empty when nothing needs to be done
   */
  public record Verdict(
      Membership before, Membership after, boolean allowed, String reason, String nextStep) {}

  public static Verdict judge(Membership now, MemberChange change) {
    return switch (change) {
      case Add add -> add(now, add);
      case Promote promote -> promote(now, promote);
      case Remove remove -> remove(now, remove);
      case Replace replace -> replace(now, replace);
      case Stop stop -> stop(now, stop);
      case Start start -> start(now, start);
    };
  }

  private static Verdict add(Membership now, Add add) {
    if (!now.hasQuorum()) {
      return lost(now);
    }
    if (!now.dead().isEmpty()) {
      String dead = names(now.dead().stream().map(Member::named).toList());
      return refused(
          now,
          dead
              + (now.dead().size() == 1 ? " does" : " do")
              + " not answer: with one member more there would be "
              + (now.voting() + 1)
              + " of which "
              + new Quorum(now.voting() + 1).size()
              + " have to agree, and only "
              + (now.healthy() + 1)
              + " would be alive.",
          "Bring "
              + dead
              + " back, or remove "
              + (now.dead().size() == 1 ? "it" : "them")
              + " (`quorate remove`), before another one joins.");
    }
    var there = now.byName(add.name());
    if (there.isPresent()) {
      return refused(
          now,
          add.name() + " is a member already, with the id " + there.get().id() + ".",
          "A host that lost its data is removed first, by that id (`quorate remove`).");
    }
    if (!now.learners().isEmpty()) {
      String learner = now.learners().getFirst().named();
      return refused(
          now,
          learner + " is joining and has no vote yet: members join one at a time.",
          "Let " + learner + " come to its vote (`quorate add` goes on), or remove it.");
    }
    if (add.oldData()) {
      return refused(
          now,
          add.name() + " has etcd's data of an earlier life, with which no member may join.",
          "Have it wiped: `--wipe " + add.name() + "`.");
    }
    Membership after = now.with(new Member("", add.name(), true, true));
    return allowed(
        now,
        after,
        add.name() + " joins without a vote: " + counts(now) + " stay as they are.",
        "It gets its vote when it has all data.");
  }

  private static Verdict promote(Membership now, Promote promote) {
    if (!now.hasQuorum()) {
      return lost(now);
    }
    Member member = now.byId(promote.id()).orElse(null);
    if (member == null) {
      return unknown(now, promote.id());
    }
    if (!member.learner()) {
      return refused(now, member.named() + " has its vote already.", "");
    }
    if (!member.healthy()) {
      return refused(
          now,
          member.named()
              + " does not answer: its vote would make "
              + (now.voting() + 1)
              + " of which "
              + new Quorum(now.voting() + 1).size()
              + " have to agree.",
          "Start it, or remove it (`quorate remove`).");
    }
    Membership after =
        now.replaced(member, new Member(member.id(), member.name(), false, member.healthy()));
    return allowed(now, after, change(now, after), nextStep(after));
  }

  private static Verdict remove(Membership now, Remove remove) {
    Member member = now.byId(remove.id()).orElse(null);
    if (member == null) {
      return unknown(now, remove.id());
    }
    if (!member.learner() && now.voting() == 1) {
      return refused(
          now,
          member.named() + " is the last master: without it there is no cluster.",
          "Add another master first (`quorate add`); `quorate destroy` takes a whole cluster away.");
    }
    if (!now.hasQuorum()) {
      return lost(now);
    }
    Membership after = now.without(member);
    if (member.learner()) {
      return allowed(now, after, member.named() + " has no vote: none is lost.", "");
    }
    if (!after.hasQuorum()) {
      return refused(
          now,
          "%s of %d voting members %s down; without %s, %d would be left, of which %d have to agree, and only %d %s alive."
              .formatted(
                  count(now.dead().size()),
                  now.voting(),
                  now.dead().size() == 1 ? "is" : "are",
                  member.named(),
                  after.voting(),
                  after.quorum(),
                  after.healthy(),
                  after.healthy() == 1 ? "is" : "are"),
          deadFirst(now));
    }
    if (member.healthy()
        && !now.dead().isEmpty()
        && after.failuresSurvived() < now.failuresSurvived()) {
      return refused(
          now,
          names(now.dead().stream().map(Member::named).toList())
              + (now.dead().size() == 1 ? " is" : " are")
              + " down, and removing the healthy "
              + member.named()
              + " would take the failures that are survived from "
              + now.failuresSurvived()
              + " to "
              + after.failuresSurvived()
              + ".",
          deadFirst(now));
    }
    return allowed(now, after, change(now, after), nextStep(after));
  }

  private static Verdict replace(Membership now, Replace replace) {
    Verdict removal = remove(now, new Remove(replace.id()));
    if (!removal.allowed()) {
      return removal;
    }
    Verdict joining = add(removal.after(), new Add(replace.name(), replace.oldData()));
    if (!joining.allowed()) {
      return refused(now, joining.reason(), joining.nextStep());
    }
    return allowed(
        now,
        joining.after(),
        "First the old member goes, then " + replace.name() + " joins: " + removal.reason(),
        joining.nextStep());
  }

  private static Verdict stop(Membership now, Stop stop) {
    Member member = now.byId(stop.id()).orElse(null);
    if (member == null) {
      return unknown(now, stop.id());
    }
    Membership after =
        now.replaced(member, new Member(member.id(), member.name(), member.learner(), false));
    if (now.hasQuorum() && !after.hasQuorum()) {
      return refused(
          now,
          "%d of %d voting members are healthy and %d have to agree: none can be spared."
              .formatted(now.healthy(), now.voting(), now.quorum()),
          now.dead().isEmpty()
              ? "Add a master first (`quorate add`)."
              : "Bring " + names(now.dead().stream().map(Member::named).toList()) + " back first.");
    }
    return allowed(now, after, change(now, after), "");
  }

  private static Verdict start(Membership now, Start start) {
    Member member = now.byId(start.id()).orElse(null);
    if (member == null) {
      return unknown(now, start.id());
    }
    Membership after =
        now.replaced(member, new Member(member.id(), member.name(), member.learner(), true));
    return allowed(now, after, change(now, after), "");
  }

  private static Verdict lost(Membership now) {
    return refused(
        now,
        "The quorum is lost: %d of %d voting members %s healthy and %d have to agree, so etcd accepts no change."
            .formatted(
                now.healthy(), now.voting(), now.healthy() == 1 ? "is" : "are", now.quorum()),
        "Bring a member back; if the majority is gone for good, `quorate rescue` starts anew from"
            + " a survivor.");
  }

  private static Verdict unknown(Membership now, String id) {
    return refused(
        now, "There is no member with the id " + id + ".", "Look again: it may be gone already.");
  }

  private static Verdict refused(Membership now, String reason, String nextStep) {
    return new Verdict(now, now, false, reason, nextStep);
  }

  private static Verdict allowed(Membership now, Membership after, String reason, String nextStep) {
    return new Verdict(now, after, true, reason, nextStep);
  }

  private static String change(Membership now, Membership after) {
    return "Voting members %d → %d, quorum %d → %d, survives %s → %s."
        .formatted(
            now.voting(),
            after.voting(),
            now.quorum(),
            after.quorum(),
            now.failuresSurvived(),
            Quorum.failures(after.failuresSurvived(), false));
  }

  private static String counts(Membership now) {
    return now.voting() + (now.voting() == 1 ? " vote" : " votes") + " and quorum " + now.quorum();
  }

  private static String deadFirst(Membership now) {
    return "Bring "
        + names(now.dead().stream().map(Member::named).toList())
        + " back, or remove that first.";
  }

  /** What to do with such a membership next; empty when it is a good one. */
  public static String nextStep(Membership after) {
    int voting = after.voting();
    if (!after.dead().isEmpty()) {
      return "Then bring back or remove "
          + names(after.dead().stream().map(Member::named).toList())
          + ".";
    }
    if (new Quorum(voting).even()) {
      return voting == 2
          ? "2 masters survive no failure: add one as soon as you can (`quorate add`)."
          : voting
              + " masters survive no more than "
              + (voting - 1)
              + " do: fine on the way to "
              + (voting + 1)
              + ".";
    }
    return voting > USUAL_MOST
        ? "Every write waits for " + after.quorum() + " members: " + USUAL_MOST + " are enough."
        : "";
  }

  /**
   * What is to be done at the end of a journey that leaves such a membership: the way to an odd
   * number, where it is none; empty when nothing is.
   */
  public static String conclusion(Membership left) {
    return left.dead().isEmpty() ? conclusion(left.voting()) : nextStep(left);
  }

  /** The same where all members are healthy. */
  public static String conclusion(int voting) {
    if (voting == 1) {
      return "1 master survives no failure: add two (`quorate add`) to have 3.";
    }
    if (voting == 2) {
      return "2 masters survive no failure: add one as soon as you can (`quorate add`).";
    }
    if (new Quorum(voting).even()) {
      return "%d masters survive no more failures than %d do: add one (`quorate add`) to have %d, or take one out (`quorate remove`) to have %d."
          .formatted(voting, voting - 1, voting + 1, voting - 1);
    }
    return voting > USUAL_MOST
        ? "Every write waits for "
            + new Quorum(voting).size()
            + " members: "
            + USUAL_MOST
            + " are enough."
        : "";
  }

  private static String count(int number) {
    return number == 0 ? "None" : Integer.toString(number);
  }

  private static String names(java.util.List<String> names) {
    return names.stream().collect(Collectors.joining(", "));
  }
}
