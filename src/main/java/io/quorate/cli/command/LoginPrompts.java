package io.quorate.cli.command;

import io.quorate.console.Prompts;
import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.plan.Secret;
import io.quorate.usecase.Person;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A person at a terminal whom a login asks.
 *
 * @param prompts null when nobody can be asked
 */
record LoginPrompts(@Nullable Prompts prompts, Consumer<String> told) implements Person {

  @Override
  public void say(String line) {
    told.accept(line);
  }

  @Override
  public boolean answers() {
    return prompts != null;
  }

  @Override
  public @Nullable Secret secret(String name, String why) {
    if (prompts == null) {
      return null;
    }
    if (!why.isEmpty()) {
      say(why);
    }
    return prompts.secret(name);
  }

  @Override
  public boolean trusts(List<HostKeyUnknown> unknown) {
    if (prompts == null) {
      return false;
    }
    say("The host keys of these machines are not known yet. Compare the fingerprints with what");
    say("`ssh-keygen -lf /etc/ssh/ssh_host_…_key.pub` says on each machine's console:");
    unknown.stream()
        .map(
            key ->
                "  %-20s %-22s %s"
                    .formatted(
                        key.endpoint().name(),
                        key.endpoint().host(),
                        key.type() + " " + key.fingerprintSha256()))
        // A jump host is met on the way to each node behind it.
        .distinct()
        .forEach(told);
    return prompts.confirm("Trust " + (unknown.size() == 1 ? "it" : "all of them") + "?");
  }
}
