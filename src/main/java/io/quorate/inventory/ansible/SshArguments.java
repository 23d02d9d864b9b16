package io.quorate.inventory.ansible;

import io.quorate.inventory.JumpHost;
import io.quorate.inventory.ShellWords;
import io.quorate.inventory.ShellWords.UnfinishedException;
import io.quorate.inventory.ShellWords.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of ssh(1), with its options by the names of ssh_config(5): {@code -p 22}, {@code -o
 * Port=22} and {@code -oPort 22} are the same. Of an option that is said twice the first counts.
 *
 * @param options in their order
 * @param words what is no option: the destination and a command there
 */
record SshArguments(List<Option> options, List<String> words) {

  /** Options with a value, in ssh(1) of OpenSSH 10. */
  private static final String WITH_VALUE = "BbcDEeFIiJLlmOoPpQRSWw";

  private static final Pattern KEYWORD = Pattern.compile("\\s*(\\w+)(?:\\s*=\\s*|\\s+|$)(.*)");
  private static final Set<String> NETCAT = Set.of("nc", "ncat", "netcat");

  static final SshArguments NONE = new SshArguments(List.of(), List.of());

  SshArguments {
    options = List.copyOf(options);
    words = List.copyOf(words);
  }

  /**
   * One option.
   *
   * @param name in lower case, such as proxyjump; a letter with a dash where ssh_config(5) has none
   */
  record Option(String name, String value) {}

  /**
   * A way through others, as {@link JumpHost#way} takes it.
   *
   * @param keyFile what the last of them is to be shown; null when it was not said
   */
  record Way(String text, @Nullable String keyFile) {}

  /** The arguments in a variable of Ansible, which splits them as a shell would. */
  static SshArguments read(String text) throws UnfinishedException {
    return of(ShellWords.arguments(text).stream().map(Word::text).toList(), Integer.MAX_VALUE);
  }

  /**
   * @param mostWords so many words are looked for options behind; a command has options of its own
   */
  private static SshArguments of(List<String> given, int mostWords) {
    List<Option> options = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String word = given.get(i);
      if (!word.startsWith("-") || word.length() == 1 || words.size() >= mostWords) {
        words.add(word);
        continue;
      }
      for (int at = 1; at < word.length(); at++) {
        char letter = word.charAt(at);
        if (WITH_VALUE.indexOf(letter) < 0) {
          options.add(new Option("-" + letter, ""));
          continue;
        }
        boolean inWord = at + 1 < word.length();
        String next = i + 1 < given.size() ? given.get(i + 1) : "";
        options.add(option(letter, inWord ? word.substring(at + 1) : next));
        i += inWord ? 0 : 1;
        break;
      }
    }
    return new SshArguments(options, words);
  }

  private static Option option(char letter, String value) {
    return switch (letter) {
      case 'o' -> {
        Matcher said = KEYWORD.matcher(value);
        yield said.matches()
            ? new Option(said.group(1).toLowerCase(Locale.ROOT), bare(said.group(2)))
            : new Option("-o", value);
      }
      case 'J' -> new Option("proxyjump", value);
      case 'p' -> new Option("port", value);
      case 'l' -> new Option("user", value);
      case 'i' -> new Option("identityfile", value);
      default -> new Option("-" + letter, value);
    };
  }

  private static String bare(String value) {
    String text = value.strip();
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  /** The value that counts; null when the option is not there. */
  @Nullable String value(String name) {
    return options.stream()
        .filter(option -> option.name().equals(name))
        .map(Option::value)
        .findFirst()
        .orElse(null);
  }

  /** The option that says how to get to the host: ssh takes the first; null: none does. */
  @Nullable Option route() {
    return options.stream()
        .filter(o -> o.name().equals("proxyjump") || o.name().equals("proxycommand"))
        .findFirst()
        .orElse(null);
  }

  /** The hosts that an option of {@link #route} goes through; null when that is another program. */
  static @Nullable Way way(Option route) {
    String value = route.value().strip();
    if (JumpHost.isNone(value)) {
      return new Way(JumpHost.NONE, null);
    }
    if (route.name().equals("proxyjump")) {
      return new Way(value.replaceAll("ssh://([^,/]+)/?", "$1"), null);
    }
    try {
      return command(ShellWords.arguments(value).stream().map(Word::text).toList());
    } catch (UnfinishedException e) {
      return null;
    }
  }

  /** {@code ssh -W %h:%p [user@]host}, or netcat there, which did the same before there was -W. */
  private static @Nullable Way command(List<String> command) {
    List<String> words =
        command.isEmpty() || !command.getFirst().equals("exec")
            ? command
            : command.subList(1, command.size());
    if (words.isEmpty() || !program(words.getFirst()).equals("ssh")) {
      return null;
    }
    SshArguments ssh = of(words.subList(1, words.size()), 2);
    String forward = ssh.value("-W");
    boolean forwards =
        forward == null
            ? isNetcat(ssh.words())
            : ssh.words().size() == 1 && forward.matches("\\[?%h]?:%p");
    String file = ssh.value("-F");
    if (!forwards || (file != null && !file.equals("none") && !file.equals("/dev/null"))) {
      return null;
    }
    Option inner = ssh.route();
    Way before = inner == null ? null : way(inner);
    if (inner != null && before == null) {
      return null;
    }
    String text = place(ssh);
    return new Way(
        before == null || JumpHost.isNone(before.text()) ? text : before.text() + "," + text,
        ssh.value("identityfile"));
  }

  private static String program(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static boolean isNetcat(List<String> words) {
    int size = words.size();
    return size >= 4
        && NETCAT.contains(program(words.get(1)))
        && words.get(size - 2).equals("%h")
        && words.get(size - 1).equals("%p");
  }

  private static String place(SshArguments ssh) {
    String host = ssh.words().getFirst().replaceFirst("^ssh://", "");
    int at = host.lastIndexOf('@');
    String user = at < 0 ? ssh.value("user") : host.substring(0, at);
    String port = ssh.value("port");
    String bare = host.substring(at + 1);
    // %r is the user at the host behind, whom a jump host without a user is asked for too.
    return (user == null || user.equals("%r") ? "" : user + "@")
        + bare
        + (port == null || bare.contains(":") ? "" : ":" + port);
  }
}
