package io.quorate.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.Invocation;
import io.quorate.engine.RunFolder;
import io.quorate.engine.Runs;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {

  @TempDir Path temp;

  @Test
  void eachRunIsNamedWithItsInventoryAndItsState() throws Exception {
    Runs runs = new Runs(temp);
    assertThat(lines(runs, 20)).containsExactly("There is no run yet.");

    RunFolder first = runs.create("install", "home", true, "ada", "");
    first.writeInvocation(Invocation.of("home.yaml"));
    runs.create("remove", "home", false, "ada", "");

    assertThat(lines(runs, 20)).hasSize(3);
    assertThat(lines(runs, 20).getFirst()).startsWith("RUN ").endsWith("INVENTORY");
    assertThat(lines(runs, 20))
        .anyMatch(
            l ->
                l.startsWith(first.id())
                    && l.contains("install (rehearsal)  home")
                    && l.endsWith("never began  home.yaml"))
        .anyMatch(l -> l.contains(" remove "));
    assertThat(lines(runs, 1).getLast()).isEqualTo("… and 1 older: --all lists them.");
  }

  private static List<String> lines(Runs runs, int most) throws Exception {
    return RunsCommand.lines(runs.list(), most, ZoneOffset.UTC);
  }
}
