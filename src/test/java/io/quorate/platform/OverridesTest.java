package io.quorate.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverridesTest {

  @Test
  void mapsMergeListsReplaceAndNullTakesAway() {
    Map<String, Object> overrides = new HashMap<>();
    overrides.put("inner", Map.of("b", 3));
    overrides.put("list", List.of(9));
    overrides.put("gone", null);
    assertThat(
            Overrides.merged(
                Map.of("inner", Map.of("a", 1, "b", 2), "list", List.of(1, 2), "gone", true),
                overrides))
        .isEqualTo(Map.of("inner", Map.of("a", 1, "b", 3), "list", List.of(9)));
  }
}
