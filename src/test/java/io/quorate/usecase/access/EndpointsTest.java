package io.quorate.usecase.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.node.ssh.Endpoint;
import io.quorate.node.ssh.config.SshConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inventory's word on the way to hosts goes first, and ssh_config has the rest. */
class EndpointsTest {
  private static final String OPEN = "ansible_become: true";

  @TempDir Path folder;

  @Test
  void whatNobodySaysIsTheUsual() throws IOException {
    Endpoint node = node("cluster_name: c");

    assertThat(node.address()).isEqualTo("root@node-1:22");
    assertThat(node.keyFile()).isNull();
    assertThat(node.jump()).isNull();
  }

  @Test
  void theFileSaysWhatTheInventoryDoesNot() throws IOException {
    Endpoint node = node(OPEN, "Host node-1", "User ops", "Port 2222", "HostName 10.0.0.5");

    assertThat(node.address()).isEqualTo("ops@10.0.0.5:2222");
    assertThat(Endpoints.fromConfig(List.of(node)))
        .singleElement()
        .asString()
        .startsWith("From ssh_config: ")
        .contains("User ops (" + folder.resolve("config") + " line 2)");
  }

  @Test
  void theInventoryGoesFirst() throws IOException {
    Endpoint node =
        node(
            "{ansible_user: root, ansible_port: 22, jump_host: none,"
                + " ansible_ssh_private_key_file: /k}",
            "User ops",
            "Port 2222",
            "ProxyJump bastion",
            "IdentityFile /other");

    assertThat(node.address()).isEqualTo("root@node-1:22");
    assertThat(node.jump()).isNull();
    assertThat(node.keyFile()).isEqualTo("/k");
    assertThat(Endpoints.fromConfig(List.of(node))).isEmpty();
  }

  @Test
  void jumpHostsHaveWaysOfTheirOwn() throws IOException {
    Endpoint node =
        node(
            OPEN,
            "Host node-1",
            "ProxyJump near,far",
            "Host near",
            "User anna",
            "ProxyJump gate:2022",
            "Host far",
            "HostName 10.9.9.9",
            "ProxyJump nobody");

    assertThat(way(node))
        .containsExactly(me() + "@10.9.9.9:22", "anna@near:22", me() + "@gate:2022");
  }

  @Test
  void theInventorysJumpHostMayBeAnAlias() throws IOException {
    Endpoint node =
        node("jump_host: bastion", "Host bastion", "HostName 192.0.2.1", "User ops", "Port 2022");

    assertThat(way(node)).containsExactly("ops@192.0.2.1:2022");
  }

  @Test
  void aCircleOfJumpHostsIsRefused() throws IOException {
    Endpoint node = node(OPEN, "Host a", "ProxyJump b", "Host b node-1", "ProxyJump a");

    assertThat(node.jump()).isNull();
    assertThat(node.configured().fault())
        .startsWith("its jump hosts lead in a circle: node-1 through a through b through a");
  }

  @Test
  void aHostThatIsItsOwnJumpHostIsRefused() throws IOException {
    assertThat(node(OPEN, "Host *", "ProxyJump node-1").configured().fault())
        .contains("circle: node-1 through node-1");
  }

  @Test
  void anotherUserThanRootNeedsSudo() throws IOException {
    assertThat(node("cluster_name: c", "User ops").configured().fault())
        .isEqualTo(
            "the user ops is not root, and sudo is not used. Set ansible_become to true, or"
                + " ansible_user to root");
    assertThat(node(OPEN, "User ops").configured().fault()).isNull();
  }

  @Test
  void aFileThatIsNamedStandsForAllOthers() throws IOException {
    Path file = Files.writeString(folder.resolve("named"), "Port 2200\n");

    assertThat(Endpoints.of(inventory("ssh_config: " + file)).getFirst().port()).isEqualTo(2200);
    assertThat(Endpoints.of(inventory("ssh_config: none")).getFirst().port()).isEqualTo(22);
    assertThat(Endpoints.of(inventory("ssh_config: " + folder + "/gone")).getFirst().configured())
        .satisfies(c -> assertThat(c.fault()).contains("/gone does not exist"));
  }

  @Test
  void aJumpHostThatIsNoneIsKeptApartFromOneThatIsNotSaid() {
    assertThat(inventory("jump_host: none").access().jumpHost()).isEqualTo("none");
    assertThat(inventory("cluster_name: c").access().jumpHost()).isNull();
    assertThat(InventoryFile.write(inventory("jump_host: none"))).contains("jump_host: none");
  }

  private Endpoint node(String variables, String... lines) throws IOException {
    Path config = Files.write(folder.resolve("config"), List.of(lines));
    return Endpoints.of(inventory(variables), SshConfig.named(config)).getFirst();
  }

  private static Inventory inventory(String variables) {
    String vars = variables.startsWith("{") ? variables : "{" + variables + "}";
    Inventory inventory =
        InventoryFile.parse(
                "all:\n  vars: " + vars + "\n  children:\n    k8s_masters: {hosts: {node-1: {}}}\n",
                "inventory.yaml",
                Catalogue.load())
            .inventory();
    assertThat(inventory).isNotNull();
    return inventory;
  }

  private static List<String> way(Endpoint endpoint) {
    Endpoint jump = endpoint.jump();
    if (jump == null) {
      return List.of();
    }
    List<String> way = new ArrayList<>(List.of(jump.address()));
    way.addAll(way(jump));
    return way;
  }

  private static String me() {
    return System.getProperty("user.name");
  }
}
