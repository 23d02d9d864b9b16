package io.quorate.cli;

import io.quorate.usecase.Release;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A command's manual page in the macros of man(7), of what its help says. picocli's own pages are
 * AsciiDoc, which gives a meaning to signs that the help is full of (`~`, `*`, `[…]`, `{…}`), and
 * takes a Ruby to become a page; man(7) has three of them.
 */
final class ManPage {

  private static final Pattern NOT_ASCII = Pattern.compile("\\P{ASCII}");

  private static final int ONE_LINE = 5_000;

  private final CommandLine command;
  private final List<String> lines = new ArrayList<>();

  private ManPage(CommandLine command) {
    this.command = command;
  }

  /** The pages of a tree, by the names of their files. */
  static Map<String, String> all(CommandLine tree, Release release) {
    Map<String, String> pages = new TreeMap<>();
    for (CommandLine command : shown(tree).toList()) {
      pages.put(name(command) + ".1", new ManPage(command).text(release));
    }
    return pages;
  }

  private static Stream<CommandLine> shown(CommandLine command) {
    return Stream.concat(Stream.of(command), below(command).flatMap(ManPage::shown));
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return command.getSubcommands().values().stream()
        .filter(c -> !c.getCommandSpec().usageMessage().hidden());
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  private String text(Release release) {
    CommandSpec spec = command.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    lines.add(
        ".TH %s 1 \"%s\" \"Quorate %s\" \"Quorate\""
            .formatted(
                escaped(name(command).toUpperCase(Locale.ROOT)),
                release.date(),
                escaped(release.version())));
    lines.add(".nh");
    lines.add(".ad l");
    section("NAME");
    String words = CommandList.words(usage.description());
    String small = words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    lines.add(escaped(name(command)) + " \\- " + escaped(small));
    section("SYNOPSIS");
    synopsis();
    section("DESCRIPTION");
    paragraphs(split(usage.description()));
    arguments(spec);
    commands();
    footer(split(usage.footer()));
    seeAlso();
    return String.join("\n", lines) + "\n";
  }

  private void section(String title) {
    lines.add(".SH " + title);
  }

  private void synopsis() {
    String name = command.getCommandSpec().qualifiedName();
    // In one line: picocli breaks within a value.
    command.getCommandSpec().usageMessage().width(ONE_LINE);
    String all = command.getHelp().synopsis(0).strip().replaceAll("\\s+", " ");
    lines.add(".HP");
    lines.add("\\fB" + escaped(name) + "\\fR" + escaped(all.substring(name.length())));
  }

  private void arguments(CommandSpec spec) {
    if (spec.positionalParameters().stream().anyMatch(p -> !p.hidden())) {
      section("ARGUMENTS");
    }
    spec.positionalParameters().stream()
        .filter(p -> !p.hidden())
        .forEach(p -> entry(italic(p.paramLabel()), text(p)));
    section("OPTIONS");
    spec.options().stream().filter(o -> !o.hidden()).forEach(o -> entry(names(o), text(o)));
  }

  private static List<String> text(ArgSpec argument) {
    return split(argument.description());
  }

  private static String names(OptionSpec option) {
    List<String> names = Arrays.stream(option.names()).map(ManPage::bold).toList();
    return String.join(", ", names) + value(option);
  }

  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    String value = "=" + italic(option.paramLabel());
    return option.arity().min() == 0 ? "[" + value + "]" : value;
  }

  private void entry(String term, List<String> description) {
    lines.add(".TP");
    lines.add(term);
    boolean first = true;
    for (String line : description) {
      if (!line.isBlank()) {
        if (!first) {
          lines.add(".br");
        }
        lines.add(line(line));
        first = false;
      }
    }
  }

  private void commands() {
    List<CommandLine> below = below(command).toList();
    if (!below.isEmpty()) {
      section("COMMANDS");
    }
    for (CommandLine one : below) {
      String[] description = one.getCommandSpec().usageMessage().description();
      entry(bold(name(one)) + "(1)", List.of(CommandList.words(description) + "."));
    }
  }

  /** Examples, exit codes, and what else there is to say, whatever the order in the help. */
  private void footer(List<String> footer) {
    Map<String, List<String>> parts = new TreeMap<>();
    String part = "NOTES";
    for (String line : footer) {
      if (line.equals("Examples:")) {
        part = "EXAMPLES";
        continue;
      }
      if (line.startsWith("Exit codes: ")) {
        line = line.substring("Exit codes: ".length());
        part = "EXIT STATUS";
      } else if (!line.isBlank() && !line.startsWith(" ")) {
        part = "NOTES";
      }
      parts.computeIfAbsent(part, p -> new ArrayList<>()).add(line);
    }
    for (String title : List.of("EXAMPLES", "EXIT STATUS", "NOTES")) {
      List<String> text = parts.getOrDefault(title, List.of());
      if (text.stream().anyMatch(l -> !l.isBlank())) {
        section(title.contains(" ") ? "\"" + title + "\"" : title);
        paragraphs(text);
      }
    }
  }

  private void seeAlso() {
    List<CommandLine> others = new ArrayList<>();
    CommandLine parent = command.getParent();
    if (parent != null) {
      others.add(parent);
      below(parent).filter(c -> c != command).forEach(others::add);
    }
    if (!others.isEmpty()) {
      section("\"SEE ALSO\"");
      lines.add(String.join(",\n", others.stream().map(c -> bold(name(c)) + "(1)").toList()));
    }
  }

  /** Lines that begin with a space stand as they are; others are paragraphs. */
  private void paragraphs(List<String> text) {
    boolean asIs = false;
    boolean parted = true;
    for (String line : text) {
      boolean indented = line.startsWith(" ");
      if (asIs && !indented && !line.isBlank()) {
        lines.add(".fi");
        apart();
        asIs = false;
      } else if (!asIs && indented) {
        apart();
        lines.add(".nf");
        asIs = true;
      } else if (!asIs && line.isBlank()) {
        parted = true;
        continue;
      } else if (!asIs && parted) {
        apart();
      } else if (!asIs) {
        lines.add(".br");
      }
      parted = false;
      lines.add(line.isBlank() ? "" : line(line));
    }
    if (asIs) {
      lines.add(".fi");
    }
  }

  /** Begins a paragraph; a section's first has begun with its title. */
  private void apart() {
    if (!lines.getLast().startsWith(".SH ")) {
      lines.add(".PP");
    }
  }

  private static List<String> split(String... texts) {
    List<String> split = new ArrayList<>();
    for (String text : texts) {
      // As picocli formats what it prints.
      split.addAll(List.of(text.replace("%n", "\n").replace("%%", "%").split("\n", -1)));
    }
    return split.stream().map(String::stripTrailing).toList();
  }

  private static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  private static String italic(String text) {
    return "\\fI" + escaped(text) + "\\fR";
  }

  /** A line of text: a dot or an apostrophe at its beginning would make it a request. */
  private static String line(String text) {
    String line = escaped(text);
    return line.startsWith(".") ? "\\&" + line : line;
  }

  /** As it was typed: else these signs become typographic ones, which no shell takes. */
  private static String escaped(String text) {
    String ascii =
        text.replace("\\", "\\(rs")
            .replace("-", "\\-")
            .replace("'", "\\(aq")
            .replace("`", "\\(ga")
            .replace("^", "\\(ha")
            .replace("~", "\\(ti");
    return NOT_ASCII
        .matcher(ascii)
        .replaceAll(r -> "\\\\[u%04X]".formatted(r.group().codePointAt(0)));
  }
}
