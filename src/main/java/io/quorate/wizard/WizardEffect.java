package io.quorate.wizard;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import java.util.List;

/** Background work that the wizard wants done, as data. Its reports are {@link WizardReport}s. */
public sealed interface WizardEffect extends Effect {

  /**
   * One host to try.
   *
   * @param ticket comes back with the report
   */
  record HostToCheck(long ticket, Host host) {}

  /** Try these hosts side by side; each reports for itself. */
  record CheckHosts(List<HostToCheck> hosts, Access access, AccessSecrets secrets)
      implements WizardEffect {
    public CheckHosts {
      hosts = List.copyOf(hosts);
    }

    @Override
    public String words() {
      return hosts.size() == 1
          ? "trying " + hosts.getFirst().host().name()
          : "trying " + hosts.size() + " hosts";
    }
  }

  /** A host key that a person has agreed to. */
  record AcceptedKey(HostToCheck host, String type, String fingerprint) {}

  /** Remember these host keys, then try their hosts again. */
  record AcceptHostKeys(List<AcceptedKey> keys, Access access, AccessSecrets secrets)
      implements WizardEffect {
    public AcceptHostKeys {
      keys = List.copyOf(keys);
    }

    @Override
    public String words() {
      return "saving host keys, connecting";
    }
  }

  /**
   * Work out what would change on each node; changes nothing.
   *
   * @param path where the inventory goes, or is
   */
  record MakePlan(long ticket, Inventory inventory, String path, AccessSecrets secrets)
      implements WizardEffect {
    @Override
    public String words() {
      return "working out the plan";
    }
  }

  /** Look at each node; changes nothing. */
  record RunPreflight(long ticket, Inventory inventory, AccessSecrets secrets)
      implements WizardEffect {
    @Override
    public String words() {
      return "looking at the nodes";
    }
  }

  /** Keep the answers for a later start. A newer one replaces an older one that still waits. */
  record SaveAnswers(SavedAnswers answers) implements WizardEffect {
    @Override
    public String words() {
      return "saving answers";
    }

    /** The answers are kept whatever a person cancels. */
    @Override
    public boolean stops() {
      return false;
    }
  }

  /** The answers have been used: they are not offered again. */
  record ForgetAnswers() implements WizardEffect {
    @Override
    public String words() {
      return "saving answers";
    }

    /** The answers are kept whatever a person cancels. */
    @Override
    public boolean stops() {
      return false;
    }
  }

  /** Find out whether the inventory can be written there; changes nothing. */
  record LookAtFile(long ticket, Inventory inventory, String path) implements WizardEffect {
    @Override
    public String words() {
      return "looking for " + path;
    }
  }

  /** Write the inventory file. */
  record WriteInventory(Inventory inventory, String path) implements WizardEffect {
    @Override
    public String words() {
      return "writing " + path;
    }
  }

  /**
   * Write the inventory and start the run.
   *
   * @param path where the inventory is written first, so that the run can be resumed from it
   */
  record StartRun(Inventory inventory, String path, AccessSecrets secrets) implements WizardEffect {
    @Override
    public String words() {
      return "starting the run";
    }
  }
}
