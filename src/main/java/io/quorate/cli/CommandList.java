package io.quorate.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands below one, each with what it does in a few words. */
final class CommandList implements IHelpSectionRenderer {

  /** As far as the first colon or full stop. */
  private static final Pattern FIRST = Pattern.compile("(.*?)[.:](?:\\s.*|$)", Pattern.DOTALL);

  /** Has all commands of a tree listed so. */
  static void in(CommandLine command) {
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandList());
    command.getSubcommands().values().forEach(CommandList::in);
  }

  @Override
  public String render(Help help) {
    Map<String, Help> commands = help.subcommands();
    int longest = commands.keySet().stream().mapToInt(String::length).max().orElse(0);
    Help.TextTable table =
        Help.TextTable.forColumns(
            help.colorScheme(),
            new Help.Column(longest + 4, 2, Help.Column.Overflow.SPAN),
            new Help.Column(
                help.commandSpec().usageMessage().width() - longest - 4,
                0,
                Help.Column.Overflow.WRAP));
    table.indentWrappedLines = 0;
    commands.forEach(
        (name, one) ->
            table.addRowValues(name, words(one.commandSpec().usageMessage().description())));
    return table.toString();
  }

  /** What a description says first, in a line. */
  static String words(String... description) {
    String all = String.join(" ", description).strip();
    Matcher first = FIRST.matcher(all);
    return (first.matches() ? first.group(1) : all).replaceAll("\\s+", " ");
  }
}
