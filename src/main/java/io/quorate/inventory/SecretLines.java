package io.quorate.inventory;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lines of an inventory as they may be shown to anybody. */
public final class SecretLines {
  private static final Pattern SECRET =
      Pattern.compile(
          Stream.concat(
                  Arrays.stream(Setting.values()).filter(Setting::secret).map(Setting::key),
                  VariableNames.PASSWORDS.stream())
              .collect(Collectors.joining("|", "((?:", ")[\"']?\\s*:\\s*)(?!\\s*!vault)\\S.*")));

  private SecretLines() {}

  /**
   * A line without the secret in it.
   *
   * @param field what a problem in it is about
   * @return empty when the whole line may be the secret
   */
  public static String hidden(String line, String field) {
    Matcher secret = SECRET.matcher(line);
    if (secret.find()) {
      return line.substring(0, secret.end(1)) + "***";
    }
    Setting setting = Setting.ofKey(field.substring(field.lastIndexOf('.') + 1));
    boolean named = setting != null && line.contains(setting.key());
    return setting != null && setting.secret() && !named ? "" : line;
  }

  /** Whether a text is a whole file of Ansible Vault: what is in it is nobody's to see. */
  public static boolean isSealed(String text) {
    return text.startsWith("$ANSIBLE_VAULT;");
  }
}
