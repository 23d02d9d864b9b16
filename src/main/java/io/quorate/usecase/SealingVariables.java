package io.quorate.usecase;

import io.quorate.backup.SealingKey;
import io.quorate.plan.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What seals a backup, as the environment says it. */
public final class SealingVariables {
  public static final String RECIPIENTS = "QUORATE_BACKUP_RECIPIENTS";
  public static final String PASSPHRASE = "QUORATE_BACKUP_PASSPHRASE";

  private SealingVariables() {}

  /**
   * Public keys, or else a passphrase; null where it says neither.
   *
   * @throws IllegalArgumentException when one is no public key
   */
  public static @Nullable SealingKey key(Map<String, String> environment) {
    String keys = environment.getOrDefault(RECIPIENTS, "").strip();
    if (!keys.isEmpty()) {
      return new SealingKey.Recipients(List.of(keys.split("[\\s,]+")));
    }
    String passphrase = environment.getOrDefault(PASSPHRASE, "");
    return passphrase.isEmpty() ? null : new SealingKey.Passphrase(new Secret(passphrase));
  }
}
