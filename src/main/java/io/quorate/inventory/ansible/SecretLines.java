package io.quorate.inventory.ansible;

import io.quorate.inventory.TypingDistance;
import io.quorate.inventory.secret.SecretNames;
import io.quorate.inventory.setting.Setting;
import io.quorate.plan.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines of an inventory, YAML or INI, as they may be shown to anybody. */
public final class SecretLines {

  /** Typing errors. */
  private static final int NEAR = 2;

  private static final List<String> SECRETS =
      Arrays.stream(Setting.values()).filter(Setting::secret).map(Setting::key).toList();

  /** A name before what stands under it. Behind a quoted one JSON needs no blank. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?<![\\w.-])([\\w.-]++)([\"']\\s*+:|\\s*+:(?=\\s)|[\"']?\\s*+=)\\s*+(?=\\S)");

  /** A name whose sign was forgotten. */
  private static final Pattern UNSIGNED =
      Pattern.compile("(?<![\\w.-])([a-z]\\w*_\\w++)\\s++(?=[^\\s:=])");

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
    Matcher unsigned = UNSIGNED.matcher(line);
    while (unsigned.find()) {
      if (isSecret(unsigned.group(1))) {
        return line.substring(0, unsigned.end()) + Secret.SHOWN;
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

  /** Whether the value of a variable is a secret, be its name mistyped. */
  public static boolean isSecret(String name) {
    Setting setting = Setting.ofKey(name);
    return setting == null ? SecretNames.before(name) || isNearSecret(name) : setting.secret();
  }

  private static boolean isNearSecret(String name) {
    // What no secret is near to is not looked for among all settings: a line may have many words.
    if (SECRETS.stream().noneMatch(secret -> isNear(name, secret))) {
      return false;
    }
    String near = Setting.nearestKey(name);
    if (near == null) {
      return false;
    }
    Setting setting = Setting.ofKey(near);
    return setting != null && setting.secret() && isNear(name, near);
  }

  private static boolean isNear(String name, String key) {
    return Math.abs(name.length() - key.length()) <= NEAR
        && TypingDistance.between(name, key) <= NEAR;
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
