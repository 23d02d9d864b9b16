package io.quorate.wizard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Hosts that are about to be tried: each with a ticket of its own, so that a late report about an
 * earlier try is told from the newest.
 *
 * @param answers with the tickets, and the hosts marked as being checked
 * @param lastTicket the newest number that was given
 * @param hosts the hosts to try
 * @param before the same hosts as they were before
 */
record HostTrial(
    Answers answers,
    long lastTicket,
    List<WizardEffect.HostToCheck> hosts,
    List<HostEntry> before) {

  static HostTrial of(Answers answers, long lastTicket, Predicate<HostEntry> which) {
    List<WizardEffect.HostToCheck> tried = new ArrayList<>();
    List<HostEntry> before = new ArrayList<>();
    List<HostEntry> hosts = new ArrayList<>();
    long ticket = lastTicket;
    for (HostEntry host : answers.hosts()) {
      if (which.test(host)) {
        HostEntry checking = host.checking(++ticket);
        before.add(host);
        tried.add(toCheck(checking));
        hosts.add(checking);
      } else {
        hosts.add(host);
      }
    }
    return new HostTrial(answers.withHosts(hosts), ticket, tried, before);
  }

  /** The keys that these hosts showed before, as agreed to. */
  List<WizardEffect.AcceptedKey> keys() {
    List<WizardEffect.AcceptedKey> keys = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      if (before.get(i).check() instanceof HostCheck.KeyUnknown key) {
        keys.add(new WizardEffect.AcceptedKey(hosts.get(i), key.type(), key.fingerprint()));
      }
    }
    return keys;
  }

  private static WizardEffect.HostToCheck toCheck(HostEntry host) {
    return new WizardEffect.HostToCheck(host.ticket(), host.host());
  }
}
