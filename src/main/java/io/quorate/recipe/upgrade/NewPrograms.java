package io.quorate.recipe.upgrade;

import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.PutBack;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.ShellCommand;
import io.quorate.platform.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Programs that lie in the node's cache are asked whether they take the flags that their units will
 * give them, and containerd whether it takes its configuration. One that does not is found before
 * the old one is stopped.
 */
public final class NewPrograms {

  private static final String CONTAINERD = "/usr/local/bin/containerd";

  /** Read by containerd, which alone can be asked whether it takes its configuration. */
  private static final String CONTAINERD_CONFIG = "/etc/containerd/config.toml";

  private NewPrograms() {}

  /**
   * @param operations of one node in their order: a program is fetched before its unit is started
   * @return empty where no unit gets a new program
   */
  public static List<Operation> asked(List<Operation> operations) {
    return asked(operations, "");
  }

  /**
   * The same, where programs are put back.
   *
   * @param kept the folder where they are by now
   */
  static List<Operation> asked(List<Operation> operations, String kept) {
    Map<String, Operation> fetched = new LinkedHashMap<>();
    List<String> questions = new ArrayList<>();
    // With marks in place of secrets, which say nothing of its form.
    @Nullable String configuration = null;
    for (Operation operation : operations) {
      if (operation instanceof Fetch fetch) {
        fetch.targets().forEach(t -> fetched.put(t.path(), fetch));
      } else if (operation instanceof PutBack back) {
        back.fetch().targets().forEach(t -> fetched.put(t.path(), back));
      } else if (operation instanceof WriteFile file && file.path().equals(CONTAINERD_CONFIG)) {
        configuration = file.content().shown();
      } else if (operation instanceof Service service && !service.command().isEmpty()) {
        String program = service.command().getFirst();
        switch (fetched.remove(program)) {
          // Sent in its turn: it is not there yet.
          case Fetch fetch when fetch.url().startsWith("file:") ->
              questions.add(
                  new ShellCommand(List.of("later", fetch.name(), fetch.version())).toString());
          case Fetch fetch -> {
            questions.add(question(fetch, service.command()));
            if (program.equals(CONTAINERD) && configuration != null) {
              questions.add(new ShellCommand(List.of("takes", configuration)).toString());
            }
          }
          case PutBack back ->
              questions.add(
                  question(back.fetch(), kept + "/programs" + program, service.command()));
          case null, default -> {}
        }
      }
    }
    return questions.isEmpty()
        ? List.of()
        : List.of(
            new WaitFor(
                "the new programs take their flags",
                new Template("upgrade/asked.lib.sh").text()
                    + String.join("\n", questions)
                    + "\necho \"${told:-what is wanted runs}\"\n",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)));
  }

  private static String question(Fetch fetch, String file, List<String> command) {
    List<String> words = new ArrayList<>(List.of("try_kept", fetch.name(), fetch.version(), file));
    words.addAll(command.subList(1, command.size()));
    return new ShellCommand(words).toString();
  }

  private static String question(Fetch fetch, List<String> command) {
    String entry =
        fetch.targets().stream()
            .filter(t -> t.path().equals(command.getFirst()))
            .map(Target::entry)
            .findFirst()
            .orElse("");
    List<String> words = new ArrayList<>(List.of("try", fetch.name(), fetch.version(), entry));
    words.addAll(command.subList(1, command.size()));
    return new ShellCommand(words).toString();
  }
}
