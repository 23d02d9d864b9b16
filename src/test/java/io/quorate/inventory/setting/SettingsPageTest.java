package io.quorate.inventory.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The documentation's page of all settings is made of their declarations. {@code -Dformat=write}
 * writes it anew.
 */
class SettingsPageTest {
  private static final Path PAGE = Path.of("src/main/docs/settings.md");

  @Test
  void thePageSaysWhatIsDeclared() throws Exception {
    String page = page();
    if ("write".equals(System.getProperty("format"))) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page);
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # The settings of an inventory

            They stand below `all: vars:`. A setting that is left out has its default. `quorate inventory schema` prints them as a JSON Schema,
            with which an editor completes and checks the file: `quorate inventory schema -o quorate.schema.json`, and as the first line of an
            inventory in the same folder

            ```yaml
            # yaml-language-server: $schema=quorate.schema.json
            ```

            Ansible reads a word without quotes by YAML 1.1: `yes` is True, `012` is 10, `1.30` is 1.3, `1:30` is 90. Where a text is wanted, such a
            word is refused; write it in quotes.
            """);
    for (Setting.Group group : Setting.Group.values()) {
      page.append("\n## ").append(group.title()).append("\n\n");
      page.append("| setting | value | default | what it is |\n|---|---|---|---|\n");
      Arrays.stream(Setting.values())
          .filter(setting -> setting.group() == group)
          .forEach(setting -> page.append(row(setting)));
    }
    return page.toString();
  }

  private static String row(Setting setting) {
    String standard = setting.defaultText();
    return "| `%s` | %s | %s | %s%s For example: %s |\n"
        .formatted(
            setting.key(),
            value(setting),
            standard.isEmpty() ? "" : code(standard),
            cell(setting.help()),
            sealed(setting),
            code(setting.example()));
  }

  private static String sealed(Setting setting) {
    return switch (setting.holds()) {
      case NO_SECRET -> "";
      case A_SECRET -> " It may be sealed with Ansible Vault.";
      case SECRETS, SECRETS_BY_NAME -> " Its values may be sealed with Ansible Vault.";
    };
  }

  private static String value(Setting setting) {
    return switch (setting.kind()) {
      case TEXT -> "text";
      case NUMBER -> setting.least() + " to " + setting.most();
      case FLAG -> "true or false";
      case CHOICE -> String.join(", ", setting.options());
      case VERSION -> "version";
      case LIST -> "list";
      case PORTS -> "list of names and ports";
      case MAP -> "names with texts";
      case TREE -> "mapping";
    };
  }

  private static String code(String text) {
    return "`" + cell(text.strip().replace("\n", "; ")) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
