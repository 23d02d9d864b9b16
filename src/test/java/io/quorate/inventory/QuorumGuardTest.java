package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.MemberChange.Add;
import io.quorate.inventory.MemberChange.Promote;
import io.quorate.inventory.MemberChange.Remove;
import io.quorate.inventory.MemberChange.Replace;
import io.quorate.inventory.MemberChange.Start;
import io.quorate.inventory.MemberChange.Stop;
import io.quorate.inventory.Membership.Member;
import io.quorate.inventory.QuorumGuard.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumGuardTest {

  /** Voting members of which the last ones are dead. */
  private static Membership members(int voting, int dead) {
    return new Membership(
        IntStream.rangeClosed(1, voting)
            .mapToObj(i -> new Member("id-" + i, "node-" + i, false, i <= voting - dead))
            .toList());
  }

  @Test
  void aSecondMasterIsNotRemovedWhileOneOfThreeIsDown() {
    Verdict verdict = QuorumGuard.judge(members(3, 1), new Remove("id-1"));
    assertThat(verdict.allowed()).isFalse();
    assertThat(verdict.reason())
        .isEqualTo(
            "1 of 3 voting members is down; without node-1, 2 would be left, of which 2 have to"
                + " agree, and only 1 is alive.");
    assertThat(verdict.nextStep()).contains("node-3");
    assertThat(verdict.after()).isEqualTo(verdict.before());
  }

  @Test
  void theDeadOneIsRemoved() {
    Verdict verdict = QuorumGuard.judge(members(3, 1), new Remove("id-3"));
    assertThat(verdict.allowed()).isTrue();
    assertThat(verdict.reason())
        .isEqualTo("Voting members 3 → 2, quorum 2 → 2, survives 0 → no failure.");
    assertThat(verdict.nextStep()).contains("add one");
    assertThat(verdict.after().words())
        .isEqualTo("2 voting members, 2 healthy, quorum 2, survives no failure");
  }

  @Test
  void theLastMasterStays() {
    Verdict verdict = QuorumGuard.judge(members(1, 0), new Remove("id-1"));
    assertThat(verdict.allowed()).isFalse();
    assertThat(verdict.reason()).contains("the last master");
  }

  @Test
  void nobodyJoinsWhileAMemberIsDead() {
    Verdict verdict = QuorumGuard.judge(members(3, 1), new Add("node-4", false));
    assertThat(verdict.allowed()).isFalse();
    assertThat(verdict.reason()).contains("4 of which 3 have to agree", "only 3");
    assertThat(verdict.nextStep()).contains("node-3", "quorate remove");
  }

  @Test
  void twoDoNotJoinAtOnce() {
    Membership joining = QuorumGuard.judge(members(3, 0), new Add("node-4", false)).after();
    Verdict second = QuorumGuard.judge(joining, new Add("node-5", false));
    assertThat(second.allowed()).isFalse();
    assertThat(second.reason()).contains("node-4", "one at a time");
  }

  @Test
  void onlyALearnerThatAnswersGetsItsVote() {
    assertThat(QuorumGuard.judge(members(3, 0), new Promote("id-2")).reason())
        .isEqualTo("node-2 has its vote already.");
    Membership dead = members(3, 0).with(new Member("id-4", "node-4", true, false));
    Verdict verdict = QuorumGuard.judge(dead, new Promote("id-4"));
    assertThat(verdict.allowed()).isFalse();
    assertThat(verdict.reason())
        .isEqualTo("node-4 does not answer: its vote would make 4 of which 3 have to agree.");
    // It may go, and nobody else joins until it has.
    assertThat(QuorumGuard.judge(dead, new Add("node-5", false)).allowed()).isFalse();
    assertThat(QuorumGuard.judge(dead, new Remove("id-4")).allowed()).isTrue();
  }

  @Test
  void oldDataIsWipedFirst() {
    Verdict verdict = QuorumGuard.judge(members(3, 0), new Add("node-4", true));
    assertThat(verdict.allowed()).isFalse();
    assertThat(verdict.nextStep()).contains("--wipe node-4");
  }

  @Test
  void aMemberIsNotAddedTwice() {
    Verdict verdict = QuorumGuard.judge(members(3, 0), new Add("node-2", false));
    assertThat(verdict.allowed()).isFalse();
    assertThat(verdict.reason()).contains("id-2");
  }

  @Test
  void anEvenCountOnTheWayIsFineAndSaid() {
    Membership joining = QuorumGuard.judge(members(3, 0), new Add("node-4", false)).after();
    Verdict verdict = QuorumGuard.judge(joining, new Promote(""));
    assertThat(verdict.allowed()).isTrue();
    assertThat(verdict.reason()).contains("3 → 4", "quorum 2 → 3", "1 → 1 failure");
    assertThat(verdict.nextStep()).contains("fine on the way to 5");
  }

  @Test
  void aHealthyOneStaysWhileADeadOneIsThere() {
    assertThat(QuorumGuard.judge(members(5, 1), new Remove("id-1")).allowed()).isFalse();
    assertThat(QuorumGuard.judge(members(5, 1), new Remove("id-5")).allowed()).isTrue();
    // Six with one dead survive one failure; so do five with one dead.
    assertThat(QuorumGuard.judge(members(6, 1), new Remove("id-1")).allowed()).isTrue();
  }

  @Test
  void withoutAQuorumNothingIsChanged() {
    for (MemberChange change :
        List.of(
            new Add("node-9", false),
            new Remove("id-3"),
            new Promote("id-3"),
            new Replace("id-3", "node-9", false))) {
      Verdict verdict = QuorumGuard.judge(members(3, 2), change);
      assertThat(verdict.allowed()).isFalse();
      assertThat(verdict.reason()).contains("quorum is lost", "1 of 3", "2 have to agree");
      assertThat(verdict.nextStep()).contains("quorate rescue");
    }
  }

  @Test
  void aReplacementRemovesFirst() {
    Verdict verdict = QuorumGuard.judge(members(3, 1), new Replace("id-3", "node-3", false));
    assertThat(verdict.allowed()).isTrue();
    assertThat(verdict.reason()).startsWith("First the old member goes");
    assertThat(verdict.after().byId("id-3")).isEmpty();
    assertThat(QuorumGuard.judge(members(3, 1), new Replace("id-3", "node-3", true)).allowed())
        .isFalse();
  }

  /** As etcd.io's FAQ lists it. */
  @ParameterizedTest
  @CsvSource({
    "1,0,0", "2,0,0", "3,0,1", "3,1,0", "4,0,1", "5,0,2", "5,1,1", "5,2,0", "6,0,2", "7,0,3"
  })
  void survives(int voting, int dead, int failures) {
    assertThat(members(voting, dead).failuresSurvived()).isEqualTo(failures);
  }

  /** A cluster with hosts that keep their disks. */
  private static final class World {
    Membership members = members(3, 0);
    final Set<String> oldData = new HashSet<>();
    int ids = 100;

    /** Does what is allowed. */
    Verdict tryTo(MemberChange change) {
      Verdict verdict = QuorumGuard.judge(members, change);
      if (verdict.allowed()) {
        noteData(change);
        members = named(verdict.after());
      }
      return verdict;
    }

    private void noteData(MemberChange change) {
      switch (change) {
        case Remove remove ->
            members.byId(remove.id()).ifPresent(member -> oldData.add(member.name()));
        case Replace replace -> {
          members.byId(replace.id()).ifPresent(member -> oldData.add(member.name()));
          assertThat(replace.oldData()).isFalse();
        }
        case Add add -> assertThat(oldData).doesNotContain(add.name());
        case Promote _, Stop _, Start _ -> {}
      }
    }

    /** What was added gets an id, as etcd gives it. */
    private Membership named(Membership after) {
      List<Member> named = new ArrayList<>();
      for (Member m : after.members()) {
        named.add(
            m.id().isEmpty() ? new Member("id-" + ids++, m.name(), m.learner(), m.healthy()) : m);
      }
      return new Membership(named);
    }

    MemberChange anything(SplittableRandom random) {
      List<Member> all = members.members();
      String id = all.get(random.nextInt(all.size())).id();
      String host = "node-" + random.nextInt(1, 10);
      return switch (random.nextInt(6)) {
        case 0 -> new Add(host, oldData.contains(host));
        case 1 -> new Promote(id);
        case 2 -> new Remove(id);
        case 3 -> {
          String gone = members.byId(id).map(Member::name).orElse("");
          yield new Replace(id, host, host.equals(gone) || oldData.contains(host));
        }
        case 4 -> new Stop(id);
        default -> new Start(id);
      };
    }
  }

  private static void wipeSomething(World world, SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      world.oldData.removeIf(h -> world.members.byName(h).isEmpty());
    }
  }

  private static void assertSound(World world, MemberChange change, Verdict verdict) {
    Membership before = verdict.before();
    Membership after = verdict.after();
    assertThat(after.learners()).hasSizeLessThanOrEqualTo(1);
    Set<String> ids = after.members().stream().map(Member::id).collect(Collectors.toSet());
    assertThat(ids).hasSameSizeAs(after.members());
    Set<String> hosts = after.members().stream().map(Member::name).collect(Collectors.toSet());
    assertThat(hosts).as("a host is a member once").hasSameSizeAs(after.members());
    if (!verdict.allowed()) {
      assertThat(after).isEqualTo(before);
      assertThat(verdict.reason()).isNotBlank();
      return;
    }
    // One vote at a time.
    Set<String> votes = before.voters().stream().map(Member::id).collect(Collectors.toSet());
    Set<String> votesAfter = after.voters().stream().map(Member::id).collect(Collectors.toSet());
    Set<String> differing = new HashSet<>(votes);
    differing.addAll(votesAfter);
    differing.removeIf(id -> votes.contains(id) && votesAfter.contains(id));
    assertThat(differing).hasSizeLessThanOrEqualTo(1);
    if (change instanceof Add) {
      assertThat(before.dead()).as("nobody joins beside a dead member").isEmpty();
    }
    if (change instanceof Replace replace) {
      assertThat(after.byId(replace.id())).isEmpty();
      assertThat(after.dead()).isEmpty();
      assertThat(verdict.reason()).startsWith("First the old member goes");
    }
    if (!before.dead().isEmpty() && !(change instanceof Stop)) {
      assertThat(after.failuresSurvived())
          .as("beside a dead member, %s in %s", change, before)
          .isGreaterThanOrEqualTo(before.failuresSurvived());
    }
    assertThat(after.voters()).as("%s in %s", change, world.members).isNotEmpty();
  }

  /** Where every step was allowed, breakdowns included, the quorum is there at the end. */
  @Test
  void noAllowedSequenceLosesTheQuorum() {
    SplittableRandom random = new SplittableRandom(20261125);
    int allowed = 0;
    for (int sequence = 0; sequence < 5000; sequence++) {
      World world = new World();
      for (int step = 0; step < 40; step++) {
        MemberChange change = world.anything(random);
        Verdict verdict = world.tryTo(change);
        allowed += verdict.allowed() ? 1 : 0;
        assertSound(world, change, verdict);
        assertThat(world.members.hasQuorum()).as("%s in %s", change, verdict.before()).isTrue();
        wipeSomething(world, random);
      }
    }
    assertThat(allowed).as("the sequences do something").isGreaterThan(20_000);
  }

  /** Machines ask nobody before they break down; what the guard allows makes it never worse. */
  @Test
  void afterAnyBreakdownsNoAllowedChangeLosesTheQuorum() {
    SplittableRandom random = new SplittableRandom(411);
    int lost = 0;
    for (int sequence = 0; sequence < 5000; sequence++) {
      World world = new World();
      for (int step = 0; step < 40; step++) {
        MemberChange change = world.anything(random);
        if (change instanceof Stop stop && random.nextInt(3) == 0) {
          Member m = world.members.byId(stop.id()).orElseThrow();
          world.members =
              world.members.replaced(m, new Member(m.id(), m.name(), m.learner(), false));
          lost += world.members.hasQuorum() ? 0 : 1;
          continue;
        }
        boolean before = world.members.hasQuorum();
        Verdict verdict = world.tryTo(change);
        assertSound(world, change, verdict);
        assertThat(before && !world.members.hasQuorum())
            .as("%s in %s", change, verdict.before())
            .isFalse();
        if (!before && !(change instanceof Stop) && !(change instanceof Start)) {
          assertThat(verdict.allowed()).as("%s in %s", change, verdict.before()).isFalse();
        }
        wipeSomething(world, random);
      }
    }
    assertThat(lost).as("some sequences lose the quorum").isGreaterThan(100);
  }

  /** At the end of a journey nothing follows by itself: the way to an odd number is said. */
  @Test
  void anEvenNumberThatIsLeftHasANextStep() {
    assertThat(QuorumGuard.conclusion(1)).contains("add two", "to have 3");
    assertThat(QuorumGuard.conclusion(2)).contains("add one as soon as you can");
    assertThat(QuorumGuard.conclusion(3)).isEmpty();
    assertThat(QuorumGuard.conclusion(4))
        .isEqualTo(
            "4 masters survive no more failures than 3 do: add one (`quorate add`) to have 5, or"
                + " take one out (`quorate remove`) to have 3.");
    assertThat(QuorumGuard.conclusion(5)).isEmpty();
    assertThat(QuorumGuard.conclusion(9)).contains("7 are enough");
  }
}
