package io.quorate.cli;

import java.nio.file.Path;
import java.util.List;

/** How this program is started again, for a run's own process. */
final class Launch {

  private Launch() {}

  /** The words before the arguments. */
  static List<String> self() {
    String program = System.getProperty("quorate.program");
    if (program != null) {
      return List.of(program);
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-cp", System.getProperty("java.class.path"), Main.class.getName());
  }
}
