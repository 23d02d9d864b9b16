package io.quorate.recipe.lifecycle;

import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Shell;
import io.quorate.platform.Template;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a script of {@code assets/} meets, so that it comes past as many of its commands as it can.
 *
 * @param script below {@code assets/}
 * @param libraries what is put in front of it, below {@code assets/}
 * @param values what its {@code {{names}}} become
 * @param environment of the script
 * @param arguments of a program
 * @param setup shell that makes the files that it meets, in the folder that is its machine
 * @param answers what played programs print, as branches of a shell's {@code case}, by how they are
 *     called
 */
record ScriptScenario(
    String script,
    List<String> libraries,
    Map<String, String> values,
    Map<String, String> environment,
    List<String> arguments,
    String setup,
    String answers) {

  static ScriptScenario of(String script) {
    return new ScriptScenario(script, List.of(), Map.of(), Map.of(), List.of(), "", "");
  }

  /** The same for another script. */
  ScriptScenario named(String other) {
    return new ScriptScenario(other, libraries, values, environment, arguments, setup, answers);
  }

  ScriptScenario after(String... names) {
    return new ScriptScenario(
        script, List.of(names), values, environment, arguments, setup, answers);
  }

  ScriptScenario filled(Map<String, String> with) {
    return new ScriptScenario(script, libraries, with, environment, arguments, setup, answers);
  }

  ScriptScenario with(Map<String, String> variables) {
    return new ScriptScenario(script, libraries, values, variables, arguments, setup, answers);
  }

  ScriptScenario called(String... words) {
    return new ScriptScenario(
        script, libraries, values, environment, List.of(words), setup, answers);
  }

  ScriptScenario on(String files) {
    return new ScriptScenario(script, libraries, values, environment, arguments, files, answers);
  }

  ScriptScenario answering(String branches) {
    return new ScriptScenario(script, libraries, values, environment, arguments, setup, branches);
  }

  /** The library's program for an operation; its name is not that of a file. */
  static ScriptScenario of(Operation operation) {
    Shell.Places places =
        new Shell.Places("/var/lib/quorate", "/var/cache/quorate", "/usr/local/bin");
    String program = Shell.program(List.of(operation), Mode.APPLY, "0123456789abcdef", places);
    String name = "shell: " + operation.getClass().getSimpleName();
    return new ScriptScenario(name, List.of(program), Map.of(), Map.of(), List.of(), "", "");
  }

  /** What the library has that scripts use. */
  String library() {
    return isAlone()
        ? ""
        : "q_rs='' q_manager=apt q_nl='\n'\n"
            + new Template("shell/json.sh").text()
            + new Template("shell/scripts.sh").text()
            + new Template("shell/looking.sh").text()
            + new Template("shell/packages.sh").text();
  }

  /** Whether it is a program by itself, and no script that the library runs. */
  boolean isAlone() {
    return script.startsWith("shell: ") || text().startsWith("#!");
  }

  /** The script as a node gets it. */
  String text() {
    if (script.startsWith("shell: ")) {
      return libraries.getFirst();
    }
    return Stream.concat(libraries.stream(), Stream.of(script))
        .map(name -> new Template(name))
        .map(template -> values.isEmpty() ? template.text() : filled(template))
        .collect(Collectors.joining("\n"));
  }

  private String filled(Template template) {
    String text = template.text();
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("{{" + value.getKey() + "}}", value.getValue());
    }
    return text;
  }
}
