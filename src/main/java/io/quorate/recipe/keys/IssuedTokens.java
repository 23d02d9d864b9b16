package io.quorate.recipe.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tokens service accounts have, as far as anybody can tell.
 *
 * @param known whether an API server told it
 * @param endless those that never end, which Secrets hold
 * @param asked the longest life that pods ask for
 * @param limit what no token outlives by the flags of all API servers; empty: they do not say
 * @param extended whether an API server makes pods' tokens of an hour live for a year
 * @param switched for how long all masters have signed with the new key; zero: not known
 */
record IssuedTokens(
    boolean known,
    List<Endless> endless,
    Duration asked,
    Optional<Duration> limit,
    boolean extended,
    Duration switched) {

  /** What tokens of an hour live that Kubernetes extends (ExpirationExtensionSeconds). */
  static final Duration EXTENSION = Duration.ofDays(365);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIMIT = "service-account-max-token-expiration";
  private static final String EXTENDS = "service-account-extend-token-expiration";
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|h|m|s)");
  private static final Pattern DURATION = Pattern.compile("(?:" + PART.pattern() + ")+");

  /**
   * A token that never ends.
   *
   * @param secret that holds it, with its namespace
   * @param key the name of the key that signed it; empty: it does not say
   */
  record Endless(String secret, String key) {}

  IssuedTokens {
    endless = List.copyOf(endless);
  }

  /**
   * @param facts with the answers to {@code assets/status/signing.sh} of all masters, and of one to
   *     {@code assets/status/tokens.sh}
   */
  static IssuedTokens of(ClusterFacts facts) {
    List<String> told =
        facts.nodes().values().stream()
            .map(f -> f.records().getOrDefault(ProbeRequest.TOKENS, ""))
            .filter(t -> t.lines().anyMatch("end"::equals))
            .findFirst()
            .map(t -> t.lines().toList())
            .orElse(List.of());
    List<Endless> endless = new ArrayList<>();
    Duration asked = Duration.ZERO;
    for (String line : told) {
      String[] words = line.split(" ");
      if (words[0].equals("legacy") && words.length == 4) {
        endless.add(new Endless(words[1] + "/" + words[2], signer(words[3])));
      } else if (words[0].equals("asks") && words.length == 2) {
        Duration one = seconds(words[1]);
        asked = one.compareTo(asked) > 0 ? one : asked;
      }
    }
    List<List<String>> masters =
        facts.nodes().values().stream()
            .map(NodeFacts::records)
            .filter(r -> r.containsKey(ProbeRequest.SIGNING))
            .map(r -> r.getOrDefault(ProbeRequest.SIGNING, "").lines().toList())
            .toList();
    return new IssuedTokens(
        !told.isEmpty(),
        endless,
        asked,
        limit(masters),
        masters.stream().anyMatch(m -> !flag(m, EXTENDS).equals(Optional.of("false"))),
        masters.stream()
            .flatMap(List::stream)
            .filter(l -> l.matches("switched [0-9]{1,12}"))
            .map(l -> Duration.ofSeconds(Long.parseLong(l.substring("switched ".length()))))
            // The first that wrote it down did so when all signed with it.
            .max(Duration::compareTo)
            .orElse(Duration.ZERO));
  }

  /** Those of another key, of which one is not known to be the new one's either. */
  List<Endless> endlessOf(String key) {
    return endless.stream().filter(e -> !e.key().equals(key)).toList();
  }

  private static Optional<Duration> limit(List<List<String>> masters) {
    List<Optional<Duration>> limits =
        masters.stream().map(m -> flag(m, LIMIT).flatMap(IssuedTokens::duration)).toList();
    return limits.isEmpty() || limits.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : limits.stream().flatMap(Optional::stream).max(Duration::compareTo);
  }

  private static Optional<String> flag(List<String> lines, String name) {
    String begin = "flag " + name + "=";
    // Of a flag that is there twice the last one counts.
    return lines.stream()
        .filter(l -> l.startsWith(begin))
        .map(l -> l.substring(begin.length()).strip())
        .reduce((first, second) -> second);
  }

  /** As Go writes it, such as 24h0m0s; none: nothing is limited by it. */
  static Optional<Duration> duration(String text) {
    if (!DURATION.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal millis = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long unit =
          switch (part.group(2)) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1000;
            default -> 1;
          };
      millis = millis.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
    }
    return Optional.of(Duration.ofMillis(millis.longValue())).filter(d -> !d.isZero());
  }

  /** As a template of Go prints a number, such as 3.1536e+07. */
  private static Duration seconds(String text) {
    try {
      return Duration.ofSeconds(new BigDecimal(text).longValue());
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  private static String signer(String header) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(header);
      return JSON.readTree(new String(json, StandardCharsets.UTF_8)).path("kid").asText();
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return "";
    }
  }
}
