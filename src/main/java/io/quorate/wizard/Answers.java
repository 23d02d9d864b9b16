package io.quorate.wizard;

import io.quorate.inventory.Quorum;
import io.quorate.inventory.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What the person has said, as it was typed. Holds no password; the etcd token is the one secret.
 *
 * @param settings by the name a setting has in an inventory; what was never typed is not in it
 * @param badLines lines of a host list that are waiting to be mended
 * @param rolesByHand whether a role was toggled; from then on nobody else's roles are moved
 */
public record Answers(
    Map<String, String> settings,
    List<HostEntry> hosts,
    List<BadLine> badLines,
    boolean rolesByHand) {

  public Answers {
    settings = Map.copyOf(settings);
    hosts = List.copyOf(hosts);
    badLines = List.copyOf(badLines);
  }

  /** Nothing has been said. */
  public static Answers none() {
    return new Answers(Map.of(), List.of(), List.of(), false);
  }

  /** What the number of masters means. */
  String quorumInWords() {
    int masters = (int) hosts.stream().filter(HostEntry::isMaster).count();
    String advice = Quorum.advice(masters);
    return Quorum.words(masters) + "." + (advice.isEmpty() ? "" : " " + advice + ".");
  }

  Answers with(String setting, String text) {
    Map<String, String> others = new TreeMap<>(settings);
    others.put(setting, text);
    return new Answers(others, hosts, badLines, rolesByHand);
  }

  Answers without(String setting) {
    Map<String, String> others = new TreeMap<>(settings);
    others.remove(setting);
    return new Answers(others, hosts, badLines, rolesByHand);
  }

  Answers withHosts(List<HostEntry> others) {
    return new Answers(settings, others, badLines, rolesByHand);
  }

  Answers withHost(int index, UnaryOperator<HostEntry> change) {
    List<HostEntry> others = new ArrayList<>(hosts);
    others.set(index, change.apply(others.get(index)));
    return withHosts(others);
  }

  /** What trying a host has shown; the same answers when it is out of date. */
  Answers heard(WizardReport.HostChecked checked) {
    for (int i = 0; i < hosts.size(); i++) {
      if (hosts.get(i).ticket() == checked.ticket()) {
        return withHost(i, h -> h.checked(checked.check()));
      }
    }
    return this;
  }

  /**
   * Hosts that are not tried any more.
   *
   * @param tickets of the tries
   * @param newTicket of no try: what still comes of the old ones is out of date
   */
  Answers untried(Set<Long> tickets, long newTicket) {
    return withHosts(
        hosts.stream().map(h -> tickets.contains(h.ticket()) ? h.untried(newTicket) : h).toList());
  }

  Answers toggled(int index, Role role) {
    Answers toggled = withHost(index, h -> h.toggled(role));
    return new Answers(settings, toggled.hosts, badLines, true);
  }

  /** Puts hosts behind the others, with the roles that are usual unless a person gave roles. */
  Answers adding(List<HostEntry> more) {
    List<HostEntry> others = new ArrayList<>(hosts);
    more.forEach(h -> others.add(h.withRoles(Set.of(Role.WORKER))));
    return withHosts(rolesByHand ? others : UsualRoles.of(others));
  }

  /** What is understood of a host list joins the hosts; the rest waits among the bad lines. */
  Answers reading(String text) {
    HostLines.Read read = HostLines.read(text, hosts);
    return adding(read.hosts()).withBad(read.bad());
  }

  /** A host as another line says it, with the roles it has; a refused line takes its place. */
  Answers rewriting(int index, String line) {
    List<HostEntry> others = new ArrayList<>(hosts);
    HostEntry old = others.remove(index);
    HostLines.Read read = HostLines.read(line, others);
    if (read.hosts().size() != 1) {
      BadLine refused = new BadLine(line, "one line gives one host here");
      return withHosts(others)
          .withBad(read.bad().isEmpty() ? List.of(refused) : read.bad().subList(0, 1));
    }
    HostEntry said = read.hosts().getFirst().withRoles(old.roles()).withMarks(old.marks());
    HostEntry fresh = said.keyFile().isEmpty() ? said.withKeyFile(old.keyFile()) : said;
    return withHost(index, h -> fresh);
  }

  private Answers withBad(List<BadLine> more) {
    List<BadLine> others = new ArrayList<>(badLines);
    others.addAll(more);
    return new Answers(settings, hosts, others, rolesByHand);
  }

  Answers withoutLine(int index) {
    List<BadLine> others = new ArrayList<>(badLines);
    others.remove(index);
    return new Answers(settings, hosts, others, rolesByHand);
  }

  Answers removing(int index) {
    List<HostEntry> others = new ArrayList<>(hosts);
    others.remove(index);
    return withHosts(rolesByHand ? others : UsualRoles.of(others));
  }
}
