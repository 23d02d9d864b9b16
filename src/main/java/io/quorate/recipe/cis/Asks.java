package io.quorate.recipe.cis;

import io.quorate.recipe.cis.NodeAnswer.Place;
import io.quorate.recipe.cis.NodeAnswer.Program;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Questions that many lines ask: about files, about flags, and about settings. */
final class Asks {

  /** As the benchmark lists them, with the names that Go gives them today. */
  private static final Set<String> CIPHERS =
      Set.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private Asks() {}

  // Files

  static Function<NodeAnswer, List<Place>> at(String... paths) {
    return answer -> Arrays.stream(paths).map(answer::place).flatMap(Optional::stream).toList();
  }

  /** The file that a flag names. */
  static Function<NodeAnswer, List<Place>> named(Program program, String flag) {
    return answer -> answer.flag(program, flag).flatMap(answer::place).stream().toList();
  }

  /** The file that a setting names. */
  static Function<NodeAnswer, List<Place>> inSettings(Program program, String path) {
    return answer ->
        answer.setting(program, path).map(String::valueOf).flatMap(answer::place).stream().toList();
  }

  static Function<NodeAnswer, List<Place>> filesBelow(Predicate<String> which, String... folders) {
    return answer ->
        Arrays.stream(folders)
            .flatMap(f -> answer.below(f).stream())
            .filter(p -> !p.folder() && which.test(p.path()))
            .toList();
  }

  /** No permission beyond these. */
  static Function<NodeAnswer, Verdict> mode(int most, Function<NodeAnswer, List<Place>> which) {
    return places(
        which, p -> (p.mode() & ~most) == 0, p -> p.path() + " " + Integer.toOctalString(p.mode()));
  }

  static Function<NodeAnswer, Verdict> owner(
      String owner, Function<NodeAnswer, List<Place>> which) {
    return places(which, p -> p.owner().equals(owner), p -> p.path() + " " + p.owner());
  }

  private static Function<NodeAnswer, Verdict> places(
      Function<NodeAnswer, List<Place>> which,
      Predicate<Place> good,
      Function<Place, String> shown) {
    return answer -> {
      List<Place> places = which.apply(answer);
      List<Place> bad = places.stream().filter(good.negate()).toList();
      if (places.isEmpty()) {
        return Verdict.notApplicable("there is none");
      }
      return bad.isEmpty()
          ? Verdict.held(
              places.size() == 1 ? shown.apply(places.getFirst()) : places.size() + " files")
          : Verdict.notHeld(some(bad.stream().map(shown).toList()));
    };
  }

  /** The first few of many. */
  static String some(List<String> all) {
    int shown = 4;
    return all.size() <= shown + 1
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, shown)) + " and " + (all.size() - shown) + " more";
  }

  // Flags of processes

  /** What is known of a program that does not run as a unit of systemd: nothing. */
  private static Function<NodeAnswer, Verdict> running(
      Program program, Function<NodeAnswer, Verdict> judge) {
    return answer ->
        answer.runs(program)
            ? judge.apply(answer)
            : Verdict.toJudge(program.title() + " does not run as a unit");
  }

  private static String shown(NodeAnswer answer, Program program, String flag) {
    return answer
        .flag(program, flag)
        .map(v -> "--" + flag + "=" + v)
        .orElse("--" + flag + " is not set");
  }

  static Function<NodeAnswer, Verdict> flag(
      Program program, String flag, Predicate<Optional<String>> good) {
    return running(
        program, a -> Verdict.of(good.test(a.flag(program, flag)), shown(a, program, flag)));
  }

  static Function<NodeAnswer, Verdict> is(Program program, String flag, String value) {
    return flag(program, flag, v -> v.filter(value::equals).isPresent());
  }

  /** It may be left out. */
  static Function<NodeAnswer, Verdict> isNot(Program program, String flag, String value) {
    return flag(program, flag, v -> v.filter(value::equals).isEmpty());
  }

  static Function<NodeAnswer, Verdict> absent(Program program, String flag) {
    return flag(program, flag, Optional::isEmpty);
  }

  static Function<NodeAnswer, Verdict> given(Program program, String... flags) {
    return running(
        program,
        a ->
            Verdict.of(
                Arrays.stream(flags)
                    .allMatch(f -> a.flag(program, f).filter(v -> !v.isEmpty()).isPresent()),
                Arrays.stream(flags)
                    .map(f -> shown(a, program, f))
                    .collect(Collectors.joining(", "))));
  }

  static Function<NodeAnswer, Verdict> lists(Program program, String flag, String item) {
    return flag(program, flag, v -> v.map(Asks::items).orElse(List.of()).contains(item));
  }

  static Function<NodeAnswer, Verdict> listsNot(Program program, String flag, String item) {
    return flag(program, flag, v -> !v.map(Asks::items).orElse(List.of()).contains(item));
  }

  static Function<NodeAnswer, Verdict> atLeast(Program program, String flag, int least) {
    return flag(program, flag, v -> v.filter(n -> number(n) >= least).isPresent());
  }

  static boolean strong(List<String> ciphers) {
    return !ciphers.isEmpty() && CIPHERS.containsAll(ciphers);
  }

  static List<String> items(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).toList();
  }

  static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  // Settings: of a file, or of a flag, which counts more

  /**
   * @param good what it may be; empty: it is not set
   */
  static Function<NodeAnswer, Verdict> setting(
      Program program, String flag, String path, Predicate<Optional<String>> good) {
    return running(
        program,
        answer -> {
          Optional<String> given = answer.flag(program, flag);
          if (given.isPresent()) {
            return Verdict.of(good.test(given), "--" + flag + "=" + given.get());
          }
          if (answer.flag(program, "config-dir").isPresent()) {
            return Verdict.toJudge("--config-dir adds settings, which are not read");
          }
          if (answer.settings(program) == null) {
            return Verdict.toJudge("the file of --config cannot be read");
          }
          Optional<String> value = answer.setting(program, path).map(Asks::text);
          return Verdict.of(
              good.test(value), path + value.map(v -> ": " + v).orElse(" is not set"));
        });
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(value);
  }
}
