package io.quorate.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TomlTest {

  @Test
  void aTablesOwnValuesComeBeforeItsTables() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("a", Map.of("b", Map.of("c", 1)));
    document.put("version", 2);
    assertThat(Toml.write(document)).isEqualTo("version = 2\n\n[a.b]\nc = 1\n");
  }

  @Test
  void keysAndTextsAreQuotedWhereTheyHaveTo() {
    assertThat(Toml.write(Map.of("io.containerd", Map.of("x", "a\"b\\c\n\u0001"))))
        .isEqualTo("[\"io.containerd\"]\nx = \"a\\\"b\\\\c\\n\\u0001\"\n");
  }

  @Test
  void listsMayHoldTables() {
    assertThat(Toml.write(Map.of("l", List.of(true, 2, Map.of("k", "v")))))
        .isEqualTo("l = [true, 2, { k = \"v\" }]\n");
  }

  @Test
  void anEmptyTableIsThereToo() {
    assertThat(Toml.write(Map.of("t", Map.of()))).isEqualTo("[t]\n");
  }
}
