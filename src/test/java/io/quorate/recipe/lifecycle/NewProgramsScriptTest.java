package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.recipe.lifecycle.ScriptSandbox.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What new programs are asked before an old one stops. */
class NewProgramsScriptTest {

  /** As containerd does where it reads a configuration that is not one. */
  private static final String PICKY =
      "case \"$*\" in *config*dump) grep -q \"version = 3\" \"$2\" || { echo"
          + " \"containerd: unknown version\"; exit 1; };; *) echo containerd 1.21.9 ;; esac";

  @TempDir Path temp;

  private Ran asked(String work) throws Exception {
    ScriptSandbox sandbox = new ScriptSandbox(Files.createDirectory(temp.resolve("bin")));
    Path root = Files.createDirectory(temp.resolve("root"));
    return sandbox.run(
        root, ScriptScenarios.newProgram("containerd", "server/bin/containerd", work), "");
  }

  @Test
  void aConfigurationThatContainerdRefusesIsFound() throws Exception {
    assertThat(asked(PICKY).lines())
        .anyMatch(
            l -> l.contains("containerd 1.21.9 refuses its configuration: containerd: unknown"));
  }

  @Test
  void oneThatItReadsIsGood() throws Exception {
    Ran ran = asked(PICKY.replace("version = 3", "version = 2"));
    assertThat(ran.lines()).noneMatch(l -> l.contains("refuses"));
    assertThat(ran.lines()).anyMatch(l -> l.contains("containerd 1.21.9"));
  }
}
