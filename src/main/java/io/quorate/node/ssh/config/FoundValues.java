package io.quorate.node.ssh.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a lookup has found, with names of files and tokens written out. */
final class FoundValues {
  private static final Pattern TOKEN = Pattern.compile("%(.?)|\\$\\{([^}]*)}");

  private final SshConfig.Said said;
  private final HostLookup lookup;
  private final Path home;
  private final Map<String, String> environment;
  private final Map<String, String> tokens = new TreeMap<>();
  private final List<String> taken = new ArrayList<>();
  private final List<String> leftOut;

  FoundValues(SshConfig.Said said, HostLookup lookup, Path home, Map<String, String> environment) {
    this.said = said;
    this.lookup = lookup;
    this.home = home;
    this.environment = environment;
    this.leftOut = new ArrayList<>(lookup.leftOut());
  }

  /** A value that cannot be written out, by its line. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(ConfigLine line, String reason) {
      super(
          ConfigLine.shown(
              line.place()
                  + (line.keyword().isEmpty() ? " " : ": " + line.keyword() + " ")
                  + reason));
    }
  }

  SshConfig.Found found(int usualPort) {
    try {
      ConfigLine faulty = lookup.faulty();
      if (faulty != null) {
        throw new Unusable(faulty, String.valueOf(faulty.fault()));
      }
      return usable(usualPort);
    } catch (Unusable e) {
      String fault = e.getMessage() + ". Mend it, or set ssh_config to none in the inventory";
      Integer port = said.port();
      String user = said.user();
      return new SshConfig.Found(
          said.host(),
          port == null ? usualPort : port,
          user == null ? said.usualUser() : user,
          null,
          Configured.nothing().withFault(fault));
    }
  }

  private SshConfig.Found usable(int usualPort) throws Unusable {
    tokens.put("%", "%");
    tokens.put("h", said.host());
    tokens.put("n", said.host());
    String host = said.host();
    ConfigLine hostName = first("hostname");
    if (hostName != null) {
      host = written(hostName, word(hostName));
      take(hostName, host);
    }
    Integer port = said.port();
    if (port == null) {
      port = number("port", usualPort);
    }
    String user = said.user();
    if (user == null) {
      user = text("user", said.usualUser());
    }
    tokens.put("h", host);
    tokens.put("p", port.toString());
    tokens.put("r", user);
    tokens.put("u", System.getProperty("user.name"));
    tokens.put("d", home.toString());
    String alias = null;
    ConfigLine aliasLine = first("hostkeyalias");
    if (aliasLine != null) {
      alias = written(aliasLine, word(aliasLine));
      take(aliasLine, alias);
    }
    tokens.put("k", alias == null ? said.host() : alias);
    List<Hop> jump = said.jump() ? null : jump();
    return new SshConfig.Found(host, port, user, jump, configured(alias));
  }

  private Configured configured(@Nullable String alias) throws Unusable {
    List<String> keyFiles = said.keyFile() ? null : added("identityfile");
    List<String> certificates = added("certificatefile");
    ConfigLine only = first("identitiesonly");
    boolean identitiesOnly = false;
    if (only != null && Keyword.isYes(word(only))) {
      identitiesOnly = true;
      take(only, word(only));
    }
    ConfigLine agent = first("identityagent");
    if (agent != null && !word(agent).equals("SSH_AUTH_SOCK")) {
      leave(agent);
    }
    return new Configured(
        keyFiles,
        certificates == null ? List.of() : certificates,
        identitiesOnly,
        files("userknownhostsfile"),
        files("globalknownhostsfile"),
        alias,
        taken,
        leftOut,
        null);
  }

  private @Nullable List<Hop> jump() throws Unusable {
    ConfigLine command = first("proxycommand");
    if (command != null && !word(command).toLowerCase(Locale.ROOT).equals("none")) {
      leave(command);
    }
    ConfigLine line = first("proxyjump");
    if (line == null) {
      return null;
    }
    String text = written(line, word(line));
    take(line, text);
    List<Hop> way = Hop.way(text);
    if (way == null) {
      throw new Unusable(line, "names no host to go through: " + text);
    }
    return way;
  }

  private int number(String key, int usual) {
    return Integer.parseInt(text(key, String.valueOf(usual)));
  }

  private String text(String key, String usual) {
    ConfigLine line = first(key);
    if (line == null) {
      return usual;
    }
    take(line, word(line));
    return word(line);
  }

  /** Files that are named one by one; null when none is. */
  private @Nullable List<String> added(String key) throws Unusable {
    List<ConfigLine> lines = lookup.lines(key);
    if (lines.isEmpty()) {
      return null;
    }
    List<String> files = new ArrayList<>();
    for (ConfigLine line : lines) {
      take(line, word(line));
      String file = word(line).equalsIgnoreCase("none") ? null : file(line, word(line));
      if (file != null && !files.contains(file)) {
        files.add(file);
      }
    }
    return files;
  }

  /** Files that are named in one line; null when there is none. */
  private @Nullable List<String> files(String key) throws Unusable {
    ConfigLine line = first(key);
    if (line == null) {
      return null;
    }
    take(line, String.join(" ", line.arguments()));
    List<String> files = new ArrayList<>();
    for (String word : line.arguments()) {
      if (!word.equalsIgnoreCase("none")) {
        files.add(file(line, word));
      }
    }
    return files;
  }

  private String file(ConfigLine line, String word) throws Unusable {
    String path = written(line, word);
    if (path.startsWith("~/")) {
      path = home + path.substring(1);
    }
    if (path.startsWith("~")) {
      throw new Unusable(line, "names the home of somebody else, which is not looked up: " + path);
    }
    try {
      return Path.of(path).toAbsolutePath().toString();
    } catch (InvalidPathException e) {
      throw new Unusable(line, "is no name of a file: " + path);
    }
  }

  private String written(ConfigLine line, String word) throws Unusable {
    Matcher token = TOKEN.matcher(word);
    StringBuilder text = new StringBuilder();
    while (token.find()) {
      String variable = token.group(2);
      String value = variable == null ? tokens.get(token.group(1)) : environment.get(variable);
      if (value == null) {
        throw new Unusable(
            line,
            variable == null
                ? "has a token that is not known here: " + token.group()
                : "needs the variable " + variable + ", which the environment does not have");
      }
      token.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return token.appendTail(text).toString();
  }

  private @Nullable ConfigLine first(String key) {
    List<ConfigLine> lines = lookup.lines(key);
    return lines.isEmpty() ? null : lines.getFirst();
  }

  private static String word(ConfigLine line) {
    return line.arguments().getFirst();
  }

  private void take(ConfigLine line, String value) {
    taken.add(line.keyword() + " " + value + " (" + line.place() + ")");
  }

  private void leave(ConfigLine line) {
    leftOut.add(line.keyword() + " (" + line.place() + ")");
  }
}
