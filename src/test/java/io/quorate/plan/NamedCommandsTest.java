package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamedCommandsTest {

  private static final List<String> NAMING = List.of("-i", "my home.yaml");

  @Test
  void aCommandAboutTheClusterNamesIt() {
    assertThat(
            NamedCommands.in("Take it out (`quorate remove node-1`), then `quorate add`.", NAMING))
        .isEqualTo(
            "Take it out (`quorate remove node-1 -i 'my home.yaml'`), then"
                + " `quorate add -i 'my home.yaml'`.");
  }

  @Test
  void whatNamesItAlreadyOrIsAboutNoClusterStays() {
    String named = "`quorate install -i FILE --yes`, `quorate attach RUN`, `systemctl start etcd`";
    assertThat(NamedCommands.in(named, NAMING)).isEqualTo(named);
    assertThat(NamedCommands.in("`quorate add`", List.of())).isEqualTo("`quorate add`");
  }

  @Test
  void statusKnowsNoRehearsal() {
    assertThat(
            NamedCommands.in(
                "`quorate status`, `quorate add`", List.of("-i", "a.yaml", "--rehearse")))
        .isEqualTo("`quorate status -i a.yaml`, `quorate add -i a.yaml --rehearse`");
  }
}
