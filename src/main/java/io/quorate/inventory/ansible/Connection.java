package io.quorate.inventory.ansible;

import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.ShellWords.UnfinishedException;
import io.quorate.inventory.SshPlace;
import io.quorate.inventory.ansible.AnsibleGroups.Source;
import io.quorate.inventory.ansible.Sayings.Said;
import io.quorate.inventory.ansible.SshArguments.Option;
import io.quorate.inventory.ansible.SshArguments.Way;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a host, or all of them, are reached: from variables that several sources may set, under names
 * of which one goes before the other, and from arguments of ssh. Ansible puts them together in this
 * order, of which ssh takes the first that says something: ansible_ssh_args, the variables,
 * ansible_ssh_common_args, ansible_ssh_extra_args.
 */
final class Connection {

  /** The variables with arguments of ssh, in the order in which ssh meets them. */
  private static final String FIRST_ARGS = "ansible_ssh_args";

  private static final String EXECUTABLE = "ansible_ssh_executable";

  private static final List<String> ALL_ARGS =
      List.of(FIRST_ARGS, JumpHost.COMMON_ARGS, "ansible_ssh_extra_args");

  /** The variables that are judged here. */
  static final Set<String> ARGUMENTS =
      Set.of(FIRST_ARGS, JumpHost.COMMON_ARGS, "ansible_ssh_extra_args", EXECUTABLE);

  /** What arguments may say that is a setting here. */
  private static final Map<Setting, String> OPTIONS =
      Map.of(
          Setting.ANSIBLE_USER, "user",
          Setting.ANSIBLE_PORT, "port",
          Setting.ANSIBLE_SSH_PRIVATE_KEY_FILE, "identityfile");

  /** Options that lead elsewhere than Quorate would go. */
  private static final Set<String> LEADING_AWAY =
      Set.of("hostname", "-F", "-W", "-w", "-S", "proxyusefdpass", "canonicalizehostname");

  /** Options that change neither where ssh goes nor as whom. */
  private static final Set<String> HARMLESS =
      Set.of(
          "-4",
          "-6",
          "-A",
          "-a",
          "-C",
          "-K",
          "-k",
          "-n",
          "-N",
          "-q",
          "-T",
          "-t",
          "-v",
          "-X",
          "-x",
          "-Y",
          "-c",
          "-m",
          "-E",
          "-e",
          "addkeystoagent",
          "addressfamily",
          "batchmode",
          "casignaturealgorithms",
          "ciphers",
          "compression",
          "connectionattempts",
          "connecttimeout",
          "controlmaster",
          "controlpath",
          "controlpersist",
          "enableescapecommandline",
          "escapechar",
          "exitonforwardfailure",
          "fingerprinthash",
          "forwardagent",
          "forwardx11",
          "forwardx11trusted",
          "gatewayports",
          "globalknownhostsfile",
          "gssapiauthentication",
          "gssapidelegatecredentials",
          "hashknownhosts",
          "hostbasedacceptedalgorithms",
          "hostbasedauthentication",
          "hostkeyalgorithms",
          "hostkeyalias",
          "checkhostip",
          "identitiesonly",
          "identityagent",
          "ipqos",
          "kbdinteractiveauthentication",
          "kexalgorithms",
          "loglevel",
          "macs",
          "nohostauthenticationforlocalhost",
          "numberofpasswordprompts",
          "passwordauthentication",
          "permitlocalcommand",
          "preferredauthentications",
          "pubkeyacceptedalgorithms",
          "pubkeyacceptedkeytypes",
          "pubkeyauthentication",
          "rekeylimit",
          "requesttty",
          "requiredrsasize",
          "sendenv",
          "serveralivecountmax",
          "serveraliveinterval",
          "setenv",
          "stricthostkeychecking",
          "tcpkeepalive",
          "updatehostkeys",
          "userknownhostsfile",
          "verifyhostkeydns",
          "visualhostkey",
          "challengeresponseauthentication",
          "warnweakcrypto",
          "obscurekeystroketiming",
          "channeltimeout",
          "sessiontype",
          "stdinnull",
          "streamlocalbindmask",
          "streamlocalbindunlink",
          "xauthlocation",
          "logverbose",
          "syslogfacility",
          "usekeychain",
          "ignoreunknown");

  private static final List<Setting> SETTINGS =
      Arrays.stream(Setting.values()).filter(Setting::perHost).toList();

  /**
   * What counts for a setting.
   *
   * @param source who says it
   */
  record Counts(Setting setting, Written value, Source source) {}

  private final List<Problem> problems;
  private final Set<String> told = new HashSet<>();
  private final Map<String, SshArguments> read = new HashMap<>();

  Connection(List<Problem> problems) {
    this.problems = problems;
  }

  /**
   * What counts of all that the sources say.
   *
   * @param sources weakest first
   * @param prefix of a problem's field
   */
  Map<Setting, Counts> of(List<Source> sources, String prefix) {
    Sayings sayings =
        new Sayings(
            sources, name -> ARGUMENTS.contains(name) || VariableNames.perHost(name) != null);
    Map<Setting, Counts> found = new EnumMap<>(Setting.class);
    for (Setting setting : SETTINGS) {
      Said said = sayings.of(setting);
      if (said != null) {
        found.put(setting, new Counts(setting, said.value(), said.source()));
        shadowed(setting, said, sayings, prefix);
      }
    }
    if (ARGUMENTS.stream().noneMatch(name -> sayings.of(name) != null)) {
      return found;
    }
    OPTIONS.forEach((setting, option) -> option(setting, option, sayings, found, prefix));
    Counts way = way(sayings, prefix);
    if (way != null) {
      found.put(Setting.JUMP_HOST, way);
    }
    judge(sayings, prefix);
    return found;
  }

  /** Two names of one thing: the weaker one is not heard, wherever it stands. */
  private void shadowed(Setting setting, Said counts, Sayings sayings, String prefix) {
    for (String name : VariableNames.keysOf(setting)) {
      Said other = sayings.of(name);
      if (other != null
          && !name.equals(counts.name())
          && !Objects.equals(text(other.value()), text(counts.value()))) {
        tell(
            Problem.warning(
                prefix + name,
                "\"" + name + "\" has no effect: " + counts.name() + " goes before it" + at(counts),
                "Ansible takes that one, wherever it stands; take one of them out."),
            other,
            "");
      }
    }
  }

  private static String at(Said said) {
    Place place = said.entry().keyPlace();
    return place == null ? "." : " (" + place.file() + ":" + place.line() + ").";
  }

  private static String text(Written value) {
    return value instanceof Written.Scalar scalar ? scalar.text().strip() : value.toString();
  }

  private void option(
      Setting setting, String option, Sayings sayings, Map<Setting, Counts> found, String prefix) {
    for (String name : ALL_ARGS) {
      Said said = sayings.of(name);
      String value = said == null ? null : arguments(said).value(option);
      if (said == null || value == null) {
        continue;
      }
      Said variable = sayings.of(setting);
      if (variable == null) {
        found.put(setting, counts(setting, value, said));
        continue;
      }
      boolean hasEffect =
          text(variable.value()).isEmpty()
              || variable.value() instanceof Written.Nothing
              || name.equals(FIRST_ARGS) && setting != Setting.ANSIBLE_SSH_PRIVATE_KEY_FILE;
      if (hasEffect) {
        found.put(setting, counts(setting, value, said));
      } else if (!value.equals(text(variable.value()))) {
        tell(
            Problem.note(
                prefix + name,
                "The "
                    + option
                    + " "
                    + shown(value)
                    + " has no effect: "
                    + variable.name()
                    + " goes before it"
                    + at(variable),
                "Nothing has to be done."),
            said,
            option);
      }
      return;
    }
  }

  /**
   * Our own setting, unless arguments of ssh that Ansible would obey are nearer to the host; null
   * when the setting stays as it is.
   */
  private @Nullable Counts way(Sayings sayings, String prefix) {
    Said own = sayings.of(Setting.JUMP_HOST);
    Said last = null;
    for (String name : ALL_ARGS) {
      Said said = sayings.of(name);
      Way way = said == null ? null : way(said);
      if (said != null && way != null) {
        return own == null || own.rank() < said.rank() ? counts(way, said, prefix) : null;
      }
      // A stronger source without a jump host takes back that of a weaker one.
      if (said != null && sayings.all(name).stream().anyMatch(weaker -> way(weaker) != null)) {
        last = said;
      }
    }
    return last == null || (own != null && own.rank() >= last.rank())
        ? null
        : counts(Setting.JUMP_HOST, JumpHost.NONE, last);
  }

  private Counts counts(Way way, Said said, String prefix) {
    List<SshPlace> places = JumpHost.way(way.text());
    if (places != null && places.stream().anyMatch(place -> place.user() == null)) {
      tell(
          Problem.note(
              prefix + said.name(),
              "No user of the jump host "
                  + shown(way.text())
                  + " is said: it is ansible_user here,"
                  + " and your own name to OpenSSH.",
              "Write user@host to be sure."),
          said,
          "user of the jump host");
    }
    if (way.keyFile() != null) {
      tell(
          Problem.warning(
              prefix + said.name(),
              "The jump host's own key " + shown(way.keyFile()) + " is not taken over.",
              "Load it into ssh-agent, whose keys are tried: ssh-add " + shown(way.keyFile())),
          said,
          "key of the jump host");
    }
    return counts(Setting.JUMP_HOST, way.text(), said);
  }

  private static Counts counts(Setting setting, String text, Said said) {
    return new Counts(
        setting, new Written.Scalar(text, false, said.value().place()), said.source());
  }

  private @Nullable Way way(Said said) {
    Option route = arguments(said).route();
    return route == null ? null : SshArguments.way(route);
  }

  private SshArguments arguments(Said said) {
    return said.value() instanceof Written.Scalar scalar
        ? read.computeIfAbsent(scalar.text(), Connection::arguments)
        : SshArguments.NONE;
  }

  private static SshArguments arguments(String text) {
    try {
      return SshArguments.read(text);
    } catch (UnfinishedException e) {
      return SshArguments.NONE;
    }
  }

  // ---- what is said of them ----------------------------------------------------------------

  private void judge(Sayings sayings, String prefix) {
    Said own = sayings.of(Setting.JUMP_HOST);
    for (String name : ALL_ARGS) {
      Said said = sayings.of(name);
      if (said != null) {
        judge(said, own != null && own.rank() >= said.rank(), prefix + name);
      }
    }
    Said executable = sayings.of(EXECUTABLE);
    if (executable != null) {
      executable(executable, own != null && own.rank() >= executable.rank(), prefix);
    }
  }

  /**
   * @param settled whether our own setting says the way, nearer to the host
   */
  private void judge(Said said, boolean settled, String field) {
    if (said.value() instanceof Written.Nothing) {
      return;
    }
    if (!(said.value() instanceof Written.Scalar scalar)) {
      refuse(said, settled, field, "Arguments of ssh that are sealed, or no text, are not read.");
      return;
    }
    if (scalar.text().contains("{{") || scalar.text().contains("{%")) {
      refuse(said, settled, field, "This is a template, which only Ansible fills in.");
      return;
    }
    try {
      options(said, SshArguments.read(scalar.text()), settled, field);
    } catch (UnfinishedException e) {
      tell(
          Problem.error(field, e.getMessage() + ".", "Close the quote, or take the sign out."),
          said,
          "");
    }
  }

  private void options(Said said, SshArguments given, boolean settled, String field) {
    Set<String> harmless = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>(given.words());
    Option route = given.route();
    if (route != null && SshArguments.way(route) == null) {
      refuse(
          said, settled, field, "Quorate cannot go the way of \"" + shown(route.value()) + "\".");
    }
    for (Option option : given.options()) {
      String name = option.name();
      boolean none = option.value().equals("none") || option.value().equals("/dev/null");
      if (LEADING_AWAY.contains(name) && !(name.equals("-F") && none)) {
        refuse(
            said,
            settled,
            field,
            "\"" + spelled(option) + "\" is not followed here: it may lead to another machine.");
      } else if (HARMLESS.contains(name)) {
        harmless.add(spelled(option));
      } else if (!OPTIONS.containsValue(name) && !name.startsWith("proxy")) {
        unknown.add(spelled(option));
      }
    }
    if (harmless.stream().anyMatch(o -> o.startsWith("stricthost") || o.contains("knownhosts"))) {
      tell(
          Problem.note(
              field,
              "Host keys are checked here all the same.",
              "A new one is asked about once; known ones stand in ~/.ssh/known_hosts."),
          said,
          "host keys");
    } else if (!harmless.isEmpty()) {
      tell(
          Problem.note(
              field,
              "These are for Ansible alone: " + shown(String.join(", ", harmless)) + ".",
              "Nothing has to be done."),
          said,
          "harmless");
    }
    if (!unknown.isEmpty()) {
      tell(
          Problem.warning(
              field,
              "Not taken over: " + shown(String.join(", ", unknown)) + ".",
              "See that the hosts can be reached without it."),
          said,
          "unknown");
    }
  }

  private static String spelled(Option option) {
    boolean letter = option.name().startsWith("-");
    return option.value().isEmpty()
        ? option.name()
        : option.name() + (letter ? " " : "=") + option.value();
  }

  /** Another program than ssh may go anywhere. */
  private void executable(Said said, boolean settled, String prefix) {
    String text = text(said.value());
    String field = prefix + EXECUTABLE;
    if (text.equals("ssh") || text.endsWith("/ssh")) {
      tell(
          Problem.note(
              field,
              "\"" + EXECUTABLE + "\" is for Ansible alone. Quorate has an SSH client of its own.",
              "Nothing has to be done."),
          said,
          "");
    } else if (!text.isEmpty() && !(said.value() instanceof Written.Nothing)) {
      refuse(
          said,
          settled,
          field,
          "Quorate has an SSH client of its own, and does not start \"" + shown(text) + "\".");
    }
  }

  /** What may lead elsewhere; where our own setting says the way, a person has decided. */
  private void refuse(Said said, boolean settled, String field, String what) {
    tell(
        settled
            ? Problem.note(field, what, "jump_host says the way here; nothing has to be done.")
            : Problem.error(
                field,
                what,
                "Beside it, write jump_host: [user@]host[:port] to go through a host, or"
                    + " jump_host: none to reach ansible_host directly."),
        said,
        what);
  }

  /** A variable of a group is met at each of its hosts; it is told once. */
  private void tell(Problem problem, Said said, String about) {
    Place place = said.entry().keyPlace();
    if (told.size() < ProblemList.MOST && told.add(place + about + problem.severity())) {
      problems.add(problem.at(place));
    }
  }

  private static String shown(String text) {
    return Problem.shown(text);
  }
}
