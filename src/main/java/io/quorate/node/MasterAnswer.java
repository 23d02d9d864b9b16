package io.quorate.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.DataHash;
import io.quorate.plan.facts.EtcdAlarm;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.MasterView.Question;
import io.quorate.plan.facts.MemberStatus;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.Vitals;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a master's view of the cluster out of what it answered. */
final class MasterAnswer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLE = "node-role.kubernetes.io/";

  private MasterAnswer() {}

  /**
   * @param answers by the script's name; empty where nothing was answered
   */
  static MasterView read(Map<String, String> answers) {
    MemberStatus own = null;
    List<EtcdMember> members = List.of();
    Set<String> reads = new HashSet<>();
    List<EtcdAlarm> alarms = new ArrayList<>();
    List<DataHash> hashes = new ArrayList<>();
    for (String line : text(answers, Question.ETCD).lines().toList()) {
      int space = line.indexOf(' ');
      JsonNode told = json(line.substring(space + 1));
      switch (space < 0 ? "" : line.substring(0, space)) {
        case "read" -> {
          String id = hexadecimal(told.path("header").path("member_id"));
          if (!id.isEmpty()) {
            reads.add(id);
          }
        }
        // etcdctl has a list of endpoints, of which one was asked.
        case "status" -> own = own(told.isArray() ? told.path(0).path("Status") : told);
        case "members" -> members = members(told);
        case "alarms" -> alarms.addAll(alarms(told.path("alarms")));
        case "hashes" -> hashes.addAll(hashes(told));
        default -> {
          // Not of this script's.
        }
      }
    }
    return new MasterView(
        own,
        members,
        reads,
        alarms,
        hashes,
        api(text(answers, Question.API)),
        nodes(text(answers, Question.NODES)));
  }

  private static @Nullable MemberStatus own(JsonNode status) {
    String id = hexadecimal(status.path("header").path("member_id"));
    if (id.isEmpty()) {
      return null;
    }
    String leader = hexadecimal(status.path("leader"));
    List<String> errors = new ArrayList<>();
    status.path("errors").forEach(e -> errors.add(e.asText("").strip()));
    return new MemberStatus(
        id,
        hexadecimal(status.path("header").path("cluster_id")),
        leader,
        status.path("isLearner").asBoolean(false),
        new Vitals(
            status.path("version").asText(""),
            id.equals(leader),
            status.path("raftTerm").asLong(),
            status.path("raftAppliedIndex").asLong(status.path("raftIndex").asLong()),
            status.path("dbSize").asLong(),
            status.path("dbSizeInUse").asLong()),
        errors);
  }

  /** etcdctl writes their numbers, the member itself their names. */
  private static List<EtcdAlarm> alarms(JsonNode list) {
    List<EtcdAlarm> alarms = new ArrayList<>();
    for (JsonNode alarm : list) {
      EtcdAlarm.Kind kind =
          switch (alarm.path("alarm").asText("")) {
            case "1", "NOSPACE" -> EtcdAlarm.Kind.NOSPACE;
            case "2", "CORRUPT" -> EtcdAlarm.Kind.CORRUPT;
            default -> EtcdAlarm.Kind.OTHER;
          };
      alarms.add(new EtcdAlarm(hexadecimal(alarm.path("memberID")), kind));
    }
    return alarms;
  }

  private static List<DataHash> hashes(JsonNode list) {
    List<DataHash> hashes = new ArrayList<>();
    for (JsonNode endpoint : list) {
      JsonNode told = endpoint.path("HashKV");
      String id = hexadecimal(told.path("header").path("member_id"));
      if (!id.isEmpty()) {
        hashes.add(
            new DataHash(id, told.path("hash").asLong(), told.path("compact_revision").asLong()));
      }
    }
    return hashes;
  }

  /** What was said, a line {@code verify N} somewhere, and {@code exit N} in the last. */
  private static ApiAnswer api(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    String last = lines.isEmpty() ? "" : lines.removeLast();
    if (!last.matches("exit [0-9]{1,3}")) {
      return ApiAnswer.none();
    }
    long verification =
        lines.stream()
            .filter(l -> l.matches("verify [0-9]{1,9}"))
            .mapToLong(l -> Long.parseLong(l.substring(7)))
            .findFirst()
            .orElse(0);
    lines.removeIf(l -> l.startsWith("verify "));
    return new ApiAnswer(
        Integer.parseInt(last.substring(5)), verification, String.join("\n", lines).strip());
  }

  private static String text(Map<String, String> answers, Question question) {
    return answers.getOrDefault(question.script(), "");
  }

  static JsonNode json(String text) {
    try {
      JsonNode read = JSON.readTree(text);
      return read == null ? MissingNode.getInstance() : read;
    } catch (JsonProcessingException noJson) {
      return MissingNode.getInstance();
    }
  }

  /** etcd's clients write ID, its peers id. */
  static List<EtcdMember> members(JsonNode list) {
    List<EtcdMember> members = new ArrayList<>();
    for (JsonNode member : list) {
      members.add(
          new EtcdMember(
              hexadecimal(member.has("ID") ? member.path("ID") : member.path("id")),
              member.path("name").asText(""),
              member.path("peerURLs").path(0).asText(""),
              member.path("isLearner").asBoolean(false)));
    }
    return members;
  }

  /** Empty for 0, which stands for none. Over HTTP, numbers of 64 bits come as text. */
  private static String hexadecimal(JsonNode number) {
    BigInteger value =
        number.isTextual() && number.asText().matches("[0-9]{1,20}")
            ? new BigInteger(number.asText())
            : number.bigIntegerValue();
    return value.signum() == 0 ? "" : value.toString(16);
  }

  private static @Nullable List<ApiNode> nodes(String text) {
    List<String> lines = text.lines().filter(l -> !l.isBlank()).toList();
    if (lines.isEmpty() || !lines.getLast().equals("end")) {
      return null;
    }
    return lines.subList(0, lines.size() - 1).stream().map(MasterAnswer::node).toList();
  }

  /** {@code name|Ready since|version|unschedulable|addresses|labels|zone}. */
  private static ApiNode node(String line) {
    String[] part = Arrays.copyOf(line.split("\\|", -1), 7);
    String[] ready = word(part, 1).split(" ");
    Set<String> roles = new HashSet<>();
    for (String label : word(part, 5).split(" ")) {
      if (label.startsWith(ROLE)) {
        String role = label.substring(ROLE.length());
        roles.add(role.equals("control-plane") ? "master" : role);
      }
    }
    return new ApiNode(
        word(part, 0),
        ready[0].isEmpty() ? "Unknown" : ready[0],
        ready.length < 2 ? null : instant(ready[1]),
        word(part, 2),
        !word(part, 3).equals("true"),
        word(part, 4).split(" ")[0],
        roles,
        word(part, 6));
  }

  private static String word(@Nullable String[] part, int index) {
    String found = part[index];
    return found == null ? "" : found.strip();
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
