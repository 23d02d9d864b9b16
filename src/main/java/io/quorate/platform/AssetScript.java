package io.quorate.platform;

import io.quorate.plan.Operation.Script;
import java.util.Map;

/** Guarded scripts whose two halves lie below assets/ as NAME.check.sh and NAME.apply.sh. */
public final class AssetScript {

  private AssetScript() {}

  /**
   * @param name below assets/, such as {@code common/swap}
   * @param environment what the script reads; values never become shell
   */
  public static Script of(String title, String name, Map<String, String> environment) {
    return new Script(
        title,
        new Template(name + ".check.sh").text(),
        new Template(name + ".apply.sh").text(),
        environment,
        1);
  }

  /**
   * The same, where both halves use functions.
   *
   * @param functions shell text that comes before them
   */
  public static Script using(
      String functions, String title, String name, Map<String, String> environment) {
    Script script = of(title, name, environment);
    return new Script(
        title, functions + script.check(), functions + script.apply(), environment, 1);
  }
}
