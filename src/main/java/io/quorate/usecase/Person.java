package io.quorate.usecase;

import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.plan.Secret;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whoever is asked for what a login needs. */
public interface Person {

  /** Tells what goes on. */
  void say(String line);

  /** Whether somebody can answer at all. */
  boolean answers();

  /**
   * Asks for a text that nobody sees.
   *
   * @param name such as "sudo password of ops"
   * @param why it is asked for; may be empty
   * @return null when the person gives up
   */
  @Nullable Secret secret(String name, String why) throws InterruptedException;

  /** Whether the person agrees to these host keys, all of them. */
  boolean trusts(List<HostKeyUnknown> keys) throws InterruptedException;

  /** Nobody, as where there is no terminal. */
  static Person nobody(Consumer<String> say) {
    return new Person() {
      @Override
      public void say(String line) {
        say.accept(line);
      }

      @Override
      public boolean answers() {
        return false;
      }

      @Override
      public @Nullable Secret secret(String name, String why) {
        return null;
      }

      @Override
      public boolean trusts(List<HostKeyUnknown> keys) {
        return false;
      }
    };
  }
}
