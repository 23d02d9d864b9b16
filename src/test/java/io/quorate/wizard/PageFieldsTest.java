package io.quorate.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.setting.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PageFieldsTest {

  /** Answers with which every field matters. */
  private static final UnaryOperator<String> ALL =
      key ->
          key.equals(Setting.CONTAINER_RUNTIME.key())
              ? "docker"
              : key.equals(Setting.CNI.key())
                  ? "calico"
                  : key.equals(Setting.DNS_ADDON.key()) ? "coredns" : "true";

  @Test
  void everyFieldHasHelpWithAnExampleAndASource() {
    List<String> seen = new ArrayList<>();
    for (Page page : Page.values()) {
      for (Field field : PageFields.of(page, ALL)) {
        Field.Help help = PageFields.help(field.key());
        assertThat(help.about()).as(field.key()).isNotBlank();
        assertThat(help.example()).as("an example of " + field.key()).isNotBlank();
        assertThat(help.source()).as("the source of " + field.key()).isNotBlank();
        seen.add(field.key());
      }
    }
    for (OwnField own : OwnField.values()) {
      assertThat(seen).contains(own.key());
    }
  }
}
