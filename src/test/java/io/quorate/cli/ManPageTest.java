package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.usecase.Release;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ManPageTest {

  private static final Map<String, String> PAGES =
      ManPage.all(QuorateCommand.tree(), new Release("1.2.3", "31e15a00", "2026-12-02", false));

  @Test
  void eachCommandHasAPageAndEachOptionIsOnIt() {
    assertThat(PAGES)
        .containsKeys("quorate.1", "quorate-install.1", "quorate-inventory-check.1")
        .doesNotContainKeys("quorate-__run.1", "quorate-__warm.1", "quorate-__share.1");
    each(Main.commandLine());
  }

  private static void each(CommandLine command) {
    var spec = command.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    String page = PAGES.get(spec.qualifiedName("-") + ".1");
    for (var option : spec.options()) {
      for (String name : option.names()) {
        assertThat(page).as(spec.qualifiedName()).contains("\\fB" + name.replace("-", "\\-"));
      }
    }
    command.getSubcommands().values().forEach(ManPageTest::each);
  }

  /** A dot at a line's beginning is a request, and a bare minus is no minus. */
  @Test
  void onlyRequestsBeginWithADot() {
    PAGES.forEach(
        (name, page) ->
            assertThat(page.lines())
                .as(name)
                .allMatch(
                    l ->
                        l.matches("\\.(TH|SH) .*|\\.(nh|ad l|HP|TP|PP|br|nf|fi)")
                            || !l.startsWith(".") && !l.startsWith("'"))
                .allMatch(l -> l.chars().allMatch(c -> c < 128))
                .allMatch(l -> l.startsWith(".TH ") || !l.matches(".*(?<!\\\\)-.*")));
  }

  @Test
  void sectionsAreThoseOfManualPages() {
    assertThat(PAGES.get("quorate-install.1"))
        .startsWith(".TH QUORATE\\-INSTALL 1 \"2026-12-02\" \"Quorate 1.2.3\" \"Quorate\"\n")
        .containsSubsequence(
            ".SH NAME\nquorate\\-install \\- installs the cluster ",
            ".SH SYNOPSIS\n.HP\n\\fBquorate install\\fR ",
            ".SH DESCRIPTION\nInstalls ",
            ".SH OPTIONS\n.TP\n",
            ".SH EXAMPLES\n.nf\n  quorate install \\-i ",
            ".SH \"EXIT STATUS\"\n0 done",
            ".SH \"SEE ALSO\"\n\\fBquorate\\fR(1),\n");
  }

  @Test
  void packagesGetThemBesideTheCompletions(@TempDir Path share) {
    Called called = Called.with("__share", share.toString());
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(share.resolve("man/man1/quorate.1")).content().contains(".SH COMMANDS\n");
    assertThat(share.resolve("man/man1/quorate-backup-list.1")).isNotEmptyFile();
    assertThat(share.resolve("bash-completion/completions/quorate"))
        .content()
        .contains("complete -F _complete_quorate");
    assertThat(share.resolve("zsh/vendor-completions/_quorate"))
        .content()
        .startsWith("#compdef quorate\n");
    assertThat(share.resolve("fish/vendor_completions.d/quorate.fish"))
        .content()
        .contains("complete -c quorate ");
  }
}
