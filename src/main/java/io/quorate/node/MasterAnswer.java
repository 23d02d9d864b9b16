package io.quorate.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.quorate.facts.MasterView;
import io.quorate.facts.MasterView.ApiNode;
import io.quorate.facts.MasterView.Question;
import io.quorate.facts.NodeFacts.EtcdMember;
import io.quorate.facts.Vitals;
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
    JsonNode status = json(answers, Question.STATUS).path(0).path("Status");
    List<EtcdMember> members = members(json(answers, Question.MEMBERS).path("members"));
    return new MasterView(
        hexadecimal(status.path("header").path("member_id")),
        hexadecimal(status.path("header").path("cluster_id")),
        hexadecimal(status.path("leader")),
        vitals(status),
        members.isEmpty() ? members(json(answers, Question.OWN_MEMBERS)) : members,
        healthy(json(answers, Question.HEALTH)),
        text(answers, Question.API).strip(),
        nodes(text(answers, Question.NODES)));
  }

  private static @Nullable Vitals vitals(JsonNode status) {
    String id = hexadecimal(status.path("header").path("member_id"));
    return id.isEmpty()
        ? null
        : new Vitals(
            status.path("version").asText(""),
            id.equals(hexadecimal(status.path("leader"))),
            status.path("raftTerm").asLong(),
            status.path("raftAppliedIndex").asLong(status.path("raftIndex").asLong()),
            status.path("dbSize").asLong(),
            status.path("dbSizeInUse").asLong());
  }

  private static String text(Map<String, String> answers, Question question) {
    return answers.getOrDefault(question.script(), "");
  }

  private static JsonNode json(Map<String, String> answers, Question question) {
    return json(text(answers, question));
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

  /** Empty for 0, which stands for none. */
  private static String hexadecimal(JsonNode number) {
    BigInteger value = number.bigIntegerValue();
    return value.signum() == 0 ? "" : value.toString(16);
  }

  private static Set<String> healthy(JsonNode list) {
    Set<String> healthy = new HashSet<>();
    for (JsonNode endpoint : list) {
      if (endpoint.path("health").asBoolean(false)) {
        healthy.add(endpoint.path("endpoint").asText(""));
      }
    }
    return healthy;
  }

  private static @Nullable List<ApiNode> nodes(String text) {
    List<String> lines = text.lines().filter(l -> !l.isBlank()).toList();
    if (lines.isEmpty() || !lines.getLast().equals("end")) {
      return null;
    }
    return lines.subList(0, lines.size() - 1).stream().map(MasterAnswer::node).toList();
  }

  /** {@code name|Ready since|version|unschedulable|addresses|labels}. */
  private static ApiNode node(String line) {
    String[] part = Arrays.copyOf(line.split("\\|", -1), 6);
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
        roles);
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
