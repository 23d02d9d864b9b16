package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.yaml.Written;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonLiteralTest {

  /** Texts in angle brackets, so that they differ from numbers. */
  private static String shown(Written value) {
    return switch (value) {
      case Written.Scalar s -> s.plain() ? s.text() : "<" + s.text() + ">";
      case Written.Sequence s ->
          s.items().stream()
              .map(PythonLiteralTest::shown)
              .collect(Collectors.joining(" ", "[", "]"));
      case Written.Mapping m ->
          m.entries().entrySet().stream()
              .map(e -> e.getKey() + ":" + shown(e.getValue().value()))
              .collect(Collectors.joining(" ", "{", "}"));
      case Written.Nothing _ -> "nothing";
      case Written.Vault _ -> "vault";
      case Written.Opened o -> o.secret().toString();
    };
  }

  private static Written read(String text) {
    return PythonLiteral.read(text, new Place("f", 1, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '\0',
      value = {
        "192.168.88.11 => <192.168.88.11>",
        "10.0.0.0/16 => <10.0.0.0/16>",
        "30000-32767 => <30000-32767>",
        "1.30 => 1.30",
        "1.36.4 => <1.36.4>",
        "17.03 => 17.03",
        "007 => <007>",
        "00 => 00",
        "0x1F => 31",
        "1_000 => 1000",
        "-5 => -5",
        "1e3 => 1000.0",
        ".5 => .5",
        "5. => 5.",
        "True => True",
        "true => <true>",
        "None => nothing",
        "'a b' => <a b>",
        "\"it's\" => <it's>",
        "'a' 'b' => <ab>",
        "'a' # why => <a>",
        "a # why => <a # why>",
        "5 # five => 5",
        "r'a\\n' => <a\\n>",
        "u'\\u00e9\\x41\\101' => <éAA>",
        "'\\q' => <\\q>",
        "'a => <'a>",
        "f'a' => <f'a'>",
        "['a', 1, [True]] => [<a> 1 [True]]",
        "('a',) => [<a>]",
        "('a') => <a>",
        "1, 2 => [1 2]",
        "[1, => <[1,>",
        "{} => {}",
        "{'a': 1, 'b': {'c': []},} => {a:1 b:{c:[]}}",
        "{1, 2} => [1 2]",
        "{'a' 1} => <{'a' 1}>",
        "[a] => <[a]>",
        "1 + 2 => <1 + 2>",
        "-o ProxyJump=a => <-o ProxyJump=a>",
      })
  void meansWhatPythonMakesOfIt(String text, String meaning) {
    assertThat(shown(read(text))).isEqualTo(meaning);
  }

  @Test
  void deepNestingIsAText() {
    for (String open : List.of("(", "[", "{", "{1:", "-", "'a'", "{'a',")) {
      String text = open.repeat(20_000);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(5), () -> assertThat(shown(read(text)).replace("a", "")).isNotEmpty());
    }
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (Object value :
        List.of(
            "a", "1", "1.30", "True", "a b", "it's", "# x", "\\", "é中😀", "", "'", "[a]", " a ")) {
      String line = PythonText.value(value);
      assertThat(read(line))
          .as(line)
          .isEqualTo(new Written.Scalar((String) value, false, new Place("f", 1, 1)));
    }
  }
}
