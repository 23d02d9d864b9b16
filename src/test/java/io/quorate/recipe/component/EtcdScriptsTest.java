package io.quorate.recipe.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.plan.Operation.Script;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that change etcd's members, by the answers of each etcd. */
class EtcdScriptsTest {

  private static final Path ANSWERS = Path.of("src/test/resources/etcd");
  private static final String PEER = "http://127.0.0.1:22380";

  /**
   * An etcdctl with a cluster that is alone, new (a learner that has not started), learner, voter
   * or removed. Calls that fail first, and how, stand in the file "first"; whether a call is
   * carried out without an answer in the file "lost".
   */
  private static final String ETCDCTL =
      """
      #!/bin/sh
      cd FOLDER
      echo "$*" >>calls
      json='' words=''
      while [ $# -gt 0 ]; do
        case $1 in
          -w) json=$2; shift ;;
          -*) ;;
          *) words="$words${words:+ }$1" ;;
        esac
        shift
      done
      case "$words $json" in
        "member list json" | "endpoint "*json) ;;
        "member list"* | endpoint*) echo "asked for words: $words" >>calls; exit 99 ;;
        # As etcdctl 3.4 does after it promoted a member.
        *json) echo "panic: no JSON" >&2; exit 2 ;;
      esac
      refuse() { cat "$1" >&2; exit "${2:-1}"; }
      becomes() {
        echo "$1" >state
        if [ -e lost ]; then rm lost; refuse down.err; fi
        cat words
        exit 0
      }
      if read -r code answer <first; then
        sed -i 1d first
        [ "$code" = 0 ] || refuse "$answer" "$code"
      fi
      state=$(cat state)
      case $words in
        "member list")
          cat "list-$state.json"
          ;;
        "member add node-2")
          case $state in
            alone | removed) becomes new ;;
            *) refuse second-learner.err ;;
          esac
          ;;
        "member promote ID")
          case $state in
            learner) becomes voter ;;
            new) refuse not-in-sync.err ;;
            *) refuse no-learner.err ;;
          esac
          ;;
        "member remove ID")
          case $state in
            alone | removed) refuse not-found.err ;;
            *) becomes removed ;;
          esac
          ;;
        "endpoint status") cat "status-$(cat status).json" ;;
        "endpoint health") cat "$(cat health)" ; ! grep -q error "$(cat health)" ;;
        "endpoint hashkv") cat hashkv.json ;;
        "move-leader "*) echo no-leader >status ;;
        *) exit 98 ;;
      esac
      """;

  private record Ran(int exit, String output) {}

  @TempDir Path folder;

  private String id = "";

  /** Seconds, where a script is to give up. */
  private int patience = 120;

  @BeforeEach
  void nothingFailsFirst() throws IOException {
    for (String file : List.of("first", "calls")) {
      Files.writeString(folder.resolve(file), "");
    }
  }

  /** The etcdctl of a version and its cluster's state. */
  private void etcd(String version, String state) throws IOException {
    try (var files = Files.list(ANSWERS.resolve(version))) {
      for (Path file : files.toList()) {
        Files.writeString(folder.resolve(file.getFileName()), Files.readString(file));
      }
    }
    set("state", state);
    set("status", "leader");
    boolean old = version.startsWith("3.4") || version.startsWith("3.5");
    set("words", "Member cdf1 " + (old ? "added to" : "added as learner to") + " cluster 1");
    JsonNode members =
        new ObjectMapper().readTree(folder.resolve("list-voter.json").toFile()).path("members");
    for (JsonNode member : members) {
      if (member.path("name").asText().equals("node-2")) {
        BigInteger number = member.path("ID").bigIntegerValue();
        id = number.toString(16);
      }
    }
    Path program = folder.resolve("etcdctl.sh");
    Files.writeString(
        program, ETCDCTL.replace("FOLDER", folder.toString()).replace(" ID\"", " " + id + "\""));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private void set(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text + "\n");
  }

  private String state() throws IOException {
    return Files.readString(folder.resolve("state")).strip();
  }

  private List<String> calls(String word) throws IOException {
    return Files.readAllLines(folder.resolve("calls")).stream()
        .filter(call -> call.contains(word))
        .toList();
  }

  private Script script(String name) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("ENDPOINTS", "http://127.0.0.1:12379");
    environment.put("ETCD_LEARNER_URL", PEER);
    environment.put("ETCD_LEARNER_NAME", "node-2");
    environment.put("ETCD_PROMOTE_URL", PEER);
    environment.put("ETCD_REMOVE_ID", id);
    environment.put("ETCD_LEADER_URL", "http://127.0.0.1:12379");
    environment.put("ETCD_LEADER_NEXT", id);
    return AssetScript.using(EtcdMembers.FUNCTIONS, name, "etcd/" + name, environment);
  }

  private Ran run(Script script, String half) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-e", "-c"));
    // No test waits for what a person would.
    command.add(
        (new Template("shell/json.sh").text() + half)
            .replace("/usr/local/bin/etcdctl.sh", folder.resolve("etcdctl.sh").toString())
            .replace("sleep 1\n", "sleep 0.01\n")
            .replace("+ 120))", "+ " + patience + "))")
            .replace("+ 1200))", "+ " + patience + "))"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(script.environment());
    builder.environment().put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    try (var left = Files.list(folder.resolve("tmp"))) {
      assertThat(left).as("nothing is left behind").isEmpty();
    }
    assertThat(calls("asked for words")).isEmpty();
    return new Ran(process.exitValue(), output);
  }

  private Ran apply(String name) throws IOException, InterruptedException {
    Script script = script(name);
    return run(script, script.apply());
  }

  private boolean isDone(String name) throws IOException, InterruptedException {
    Script script = script(name);
    return run(script, script.check()).exit() == 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4.23", "3.5.16", "3.5.30", "3.6", "3.7"})
  void aMemberComesAndGoes(String version) throws Exception {
    etcd(version, "alone");
    assertThat(isDone("member-add")).isFalse();
    Ran added = apply("member-add");
    assertThat(added.exit()).as(added.output()).isZero();
    assertThat(added.output()).isEqualTo("node-2 is a member, without a vote yet\n");
    assertThat(state()).isEqualTo("new");
    assertThat(isDone("member-add")).isTrue();

    set("state", "learner");
    assertThat(isDone("member-promote")).isFalse();
    Ran promoted = apply("member-promote");
    assertThat(promoted.exit()).as(promoted.output()).isZero();
    assertThat(promoted.output()).isEqualTo("it votes: node-2, " + id + "\n");
    assertThat(isDone("member-promote")).isTrue();

    assertThat(isDone("member-remove")).isFalse();
    Ran removed = apply("member-remove");
    assertThat(removed.exit()).as(removed.output()).isZero();
    assertThat(removed.output())
        .startsWith(id + " is no member any more; left:\nnode-1, ")
        .endsWith(", voter, started, http://127.0.0.1:12380\n");
    assertThat(isDone("member-remove")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4.23", "3.6"})
  void anAnswerThatWasLostChangesNothing(String version) throws Exception {
    etcd(version, "alone");
    for (String name : List.of("member-add", "member-promote", "member-remove")) {
      set("lost", "");
      Ran ran = apply(name);
      assertThat(ran.exit()).as(ran.output()).isZero();
      assertThat(ran.output()).contains("Error: context deadline exceeded");
      assertThat(calls(name.replace('-', ' '))).hasSize(1);
      if (name.equals("member-add")) {
        set("state", "learner");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4.23", "3.6"})
  void whatIsDoneIsNotDoneAgain(String version) throws Exception {
    etcd(version, "voter");
    assertThat(apply("member-add").output()).isEqualTo("node-2 is a member, and votes\n");
    assertThat(apply("member-promote").exit()).isZero();
    set("state", "new");
    assertThat(apply("member-add").exit()).isZero();
    set("state", "removed");
    assertThat(apply("member-remove").exit()).isZero();
    assertThat(calls("member add")).isEmpty();
    assertThat(calls("member promote")).isEmpty();
    assertThat(calls("member remove")).isEmpty();
  }

  @Test
  void whatPassesIsWaitedFor() throws Exception {
    etcd("3.6", "alone");
    set("first", "1 down.err\n2 down.err\n0 -\n1 not-in-sync.err");
    Ran ran = apply("member-add");
    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(ran.output())
        .isEqualTo(
            """
            Error: context deadline exceeded
            Error: etcdserver: can only promote a learner member which is in sync with leader
            node-2 is a member, without a vote yet
            """);
  }

  /** In etcd's own words, whatever they are. */
  @Test
  void whatDoesNotPassIsSaidInEtcdsWords() throws Exception {
    patience = 1;
    etcd("3.7", "alone");
    set("first", "0 -\n" + "1 not-found.err\n".repeat(2000).strip());
    Ran ran = apply("member-add");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.output())
        .contains("etcd did not take node-2 within 120 s")
        .endsWith("Error: etcdserver: member not found\n");
    assertThat(state()).isEqualTo("alone");
  }

  @Test
  void aWrongCallIsNotRepeated() throws Exception {
    for (int code : List.of(3, 4, 126, 127, 128)) {
      etcd("3.6", "alone");
      set("first", "0 -\n" + code + " not-found.err");
      Ran ran = apply("member-add");
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.output()).startsWith("etcdctl ended with exit code " + code + "\n");
    }
  }

  @Test
  void anotherLearnerIsNamed() throws Exception {
    etcd("3.6", "learner");
    Script script = script("member-add");
    Map<String, String> environment = new TreeMap<>(script.environment());
    environment.put("ETCD_LEARNER_URL", "http://127.0.0.1:32380");
    Ran ran = run(new Script("", script.check(), script.apply(), environment, 1), script.apply());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.output())
        .startsWith("etcd takes no second learner while " + id + " (" + PEER + "|node-2) is one")
        .endsWith("Error: etcdserver: too many learner members in cluster\n");
  }

  @Test
  void aLearnerIsPromotedWhenItHasAllData() throws Exception {
    etcd("3.5.16", "learner");
    set("first", "0 -\n1 not-in-sync.err\n0 -\n1 not-in-sync.err");
    Ran ran = apply("member-promote");
    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(ran.output())
        .isEqualTo(
            """
            Error: etcdserver: can only promote a learner member which is in sync with leader
            it votes: node-2, %s
            """
                .formatted(id));
  }

  @Test
  void aMemberThatHasNotStartedIsNotPromoted() throws Exception {
    patience = 1;
    etcd("3.5.16", "new");
    Ran ran = apply("member-promote");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.output()).contains("it has not told the others yet that it has started");
    assertThat(calls("member promote")).isEmpty();
    patience = 120;
    etcd("3.5.16", "alone");
    assertThat(apply("member-promote").output())
        .contains("etcd has no such member to promote", PEER + " is no member");
  }

  /** A list that says nothing must not stand for a member that is gone. */
  @Test
  void whatIsNoListIsNoAnswer() throws Exception {
    patience = 1;
    etcd("3.6", "voter");
    for (String answer :
        List.of("", "{", "{\"members\":[{\"ID\":1,}]}", "{\"header\":{}}", "no members", "[]]")) {
      set("list-voter.json", answer);
      assertThat(isDone("member-remove")).as(answer).isFalse();
    }
    Ran ran = apply("member-remove");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.output()).contains("etcdctl's list of members cannot be read");
    assertThat(calls("member remove")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4.23", "3.5.16", "3.5.30", "3.6", "3.7"})
  void onlyALeaderHandsOver(String version) throws Exception {
    etcd(version, "voter");
    assertThat(isDone("leader-move")).isFalse();
    assertThat(apply("leader-move").exit()).isZero();
    assertThat(isDone("leader-move")).as("there is none").isTrue();
    set("first", "1 down.err");
    assertThat(isDone("leader-move")).as("a dead member does not lead").isTrue();
  }

  @Test
  void aLeaderThatLedNoMoreHasHandedOver() throws Exception {
    etcd("3.6", "voter");
    set("first", "128 no-learner.err");
    set("status", "no-leader");
    assertThat(apply("leader-move").exit()).isZero();
    set("first", "1 down.err");
    set("status", "leader");
    Ran ran = apply("leader-move");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.output()).contains("the leader did not change", "Error: context deadline");
  }

  private Ran verify(int members) throws Exception {
    String text = new Template("verify/etcd.sh").fill(Map.of("members", Integer.toString(members)));
    return run(new Script("", "", "", Map.of(), 1), EtcdMembers.FUNCTIONS + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4.23", "3.5.16", "3.5.30", "3.6", "3.7"})
  void theProofIsOfVotingMembersThatAgree(String version) throws Exception {
    etcd(version, "voter");
    set("health", "health.json");
    assertThat(verify(2).output())
        .isEqualTo("2 voting members are healthy and agree at revision 1 (hash 1084519789)\n");
    assertThat(verify(2).exit()).isZero();
    assertThat(calls("endpoint hashkv")).last().asString().contains("--rev=1");
    assertThat(verify(3).exit()).isEqualTo(1);

    set("health", "health-no-quorum.json");
    Ran sick = verify(2);
    assertThat(sick.exit()).isEqualTo(1);
    assertThat(sick.output()).isEqualTo("http://127.0.0.1:12379: context deadline exceeded\n");

    set("health", "health.json");
    String hash = Files.readString(folder.resolve("hashkv.json")).strip();
    String other = hash.substring(1, hash.length() - 1).replace("1084519789", "7");
    set("hashkv.json", hash.replace("}]", "}," + other + "]"));
    assertThat(verify(2).output()).contains("members differ at revision 1:", "1084519789", "\n7\n");
    etcd(version, "learner");
    set("health", "health.json");
    assertThat(verify(2).output()).isEqualTo("1 of 2 members are started and vote\n");
  }

  @Test
  void jsonIsReadByItsGrammar() throws Exception {
    String text =
        """
        { "a" : [ 18446744073709551615, -1.5e+3, "x\\"y\\\\z\\/\\u0041\\u00e9\\n", true , null ],
          "b":{"c":{}, "d":[]}, "e|f" : "g, h: [{}]" }
        """;
    assertThat(json(text).output())
        .isEqualTo(
            """
            a.0\t18446744073709551615
            a.1\t-1.5e+3
            a.2\tx"y\\z/A\\u00e9\\n
            a.3\ttrue
            a.4\tnull
            e|f\tg, h: [{}]
            """);
    for (String bad : List.of("", "{", "[1,]", "{\"a\" 1}", "\"a", "1 2", "nul", "{} x", "{1:2}")) {
      assertThat(json(bad).exit()).as(bad).isEqualTo(1);
    }
  }

  private Ran json(String text) throws Exception {
    Files.writeString(folder.resolve("text"), text);
    Script script = new Script("", "", "", Map.of("TEXT", folder.resolve("text").toString()), 1);
    return run(script, "q_json <\"$TEXT\"\n");
  }
}
