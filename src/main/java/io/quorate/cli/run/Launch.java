package io.quorate.cli.run;

import java.nio.file.Path;
import java.util.List;

/** How this program is started again, for a run's own process. */
public final class Launch {

  /** By name: it knows all commands, and this room knows none. */
  private static final String MAIN = "io.quorate.cli.Main";

  private Launch() {}

  /** The words before the arguments. */
  public static List<String> self() {
    String program = System.getProperty("quorate.program");
    if (program != null) {
      return List.of(program);
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-cp", System.getProperty("java.class.path"), MAIN);
  }
}
