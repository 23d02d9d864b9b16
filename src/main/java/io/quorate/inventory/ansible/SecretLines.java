package io.quorate.inventory.ansible;

import io.quorate.inventory.secret.SecretNames;
import io.quorate.inventory.setting.Setting;
import io.quorate.plan.Secret;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines of an inventory, YAML or INI, as they may be shown to anybody. */
public final class SecretLines {
  /** A name before what stands under it. Behind a quoted one JSON needs no blank. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?<![\\w.-])([\\w.-]++)([\"']\\s*+:|\\s*+:(?=\\s)|[\"']?\\s*+=)\\s*+(?=\\S)");

  private static final Pattern LOGIN = Pattern.compile("://[^/@\\s]+@");

  private SecretLines() {}

  /**
   * A line without the secret in it.
   *
   * @param field what a problem in it is about
   * @return empty when the whole line may be the secret
   */
  public static String hidden(String line, String field) {
    Setting setting = settingOf(field);
    Matcher named = NAMED.matcher(line);
    boolean any = false;
    while (named.find()) {
      any = true;
      boolean sealed = line.startsWith("!vault", named.end());
      if (!sealed && (isSecret(named.group(1)) || isOfSecrets(setting))) {
        return line.substring(0, named.end()) + Secret.SHOWN;
      }
    }
    boolean rest =
        !any && setting != null && setting.mayHoldSecret() && !line.contains(setting.key());
    return rest ? "" : LOGIN.matcher(line).replaceAll("://" + Secret.SHOWN + "@");
  }

  private static @Nullable Setting settingOf(String field) {
    for (String part : field.split("\\.", -1)) {
      Setting setting = Setting.ofKey(part);
      if (setting != null) {
        return setting;
      }
    }
    return null;
  }

  private static boolean isSecret(String name) {
    Setting setting = Setting.ofKey(name);
    return setting == null ? SecretNames.before(name) : setting.secret();
  }

  /** Whether all values of a setting count as secrets. */
  private static boolean isOfSecrets(@Nullable Setting setting) {
    return setting != null && setting.holds() == Setting.Holds.SECRETS;
  }

  /** Whether a text is a whole file of Ansible Vault: what is in it is nobody's to see. */
  public static boolean isSealed(String text) {
    return text.startsWith("$ANSIBLE_VAULT;");
  }
}
