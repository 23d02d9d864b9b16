package io.quorate.recipe.cis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The documentation's table of the benchmark's lines is made of the lines themselves. {@code
 * -Dformat=write} writes it anew.
 */
class HardeningPageTest {
  private static final Path PAGE = Path.of("src/main/docs/hardening.md");
  private static final String MARK = "## The lines\n";

  @Test
  void thePageHasTheLinesThatAreAsked() throws Exception {
    String page = Files.readString(PAGE);
    String wanted = page.substring(0, page.indexOf(MARK)) + MARK + table();
    if ("write".equals(System.getProperty("format"))) {
      Files.writeString(PAGE, wanted);
      page = wanted;
    }
    assertThat(page).isEqualTo(wanted);
  }

  private static String table() {
    StringBuilder table = new StringBuilder();
    String section = "";
    for (Rule rule : CisLines.rules()) {
      if (!CisLines.section(rule).equals(section)) {
        section = CisLines.section(rule);
        table.append("\n### ").append(section).append("\n\n");
        table.append(
            "| line | what it asks for | Quorate | why, and what to know |\n|---|---|---|---|\n");
      }
      table.append(
          "| %s | %s | %s | %s |\n"
              .formatted(rule.number(), cell(rule.title()), word(rule), cell(rule.reason())));
    }
    return table.toString();
  }

  private static String word(Rule rule) {
    return switch (rule.stand()) {
      case HOLDS -> "holds";
      case LEAVES -> "leaves it";
      case LEFT_TO_PEOPLE -> "yours";
    };
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
