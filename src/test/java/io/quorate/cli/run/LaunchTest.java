package io.quorate.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cli.Called;
import io.quorate.cli.Main;
import io.quorate.engine.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LaunchTest {

  @Test
  void theProgramIsStartedWhereItBegins() {
    assertThat(Launch.self()).endsWith(Main.class.getName());
  }

  @Test
  void aCommandMayEndWithAnotherOne() throws Exception {
    CommandLine tree = Called.tree();
    CommandLine attach = tree.getSubcommands().get("attach");
    int code =
        tree.getExecutionExceptionHandler()
            .handleExecutionException(
                new NextCommandException(List.of("install", "--no-such-option")), attach, null);
    assertThat(code).isEqualTo(ExitCode.INVALID);
  }
}
