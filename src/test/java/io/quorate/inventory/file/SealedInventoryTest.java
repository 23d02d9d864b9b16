package io.quorate.inventory.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Problem;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.yaml.UneditableException;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of Ansible Vault in an inventory; the fixtures were made by ansible-vault itself. */
class SealedInventoryTest {

  private static final Path FIXTURES = Path.of("src/test/resources/vault");
  private static final String TOKEN = "sample-only-7f3k9q2m5x8w1z4v6b0n";
  private static final String PASSWORD = "sample-only-password";

  private static Vault vault() {
    return Vault.of(PASSWORD);
  }

  private static Reading read(Path file, Vault vault) throws IOException {
    return InventoryFile.read(file, Catalogue.load(), vault);
  }

  private static Inventory inventory(Path file, Vault vault) throws IOException {
    Reading reading = read(file, vault);
    assertThat(reading.problems()).isEmpty();
    return Objects.requireNonNull(reading.inventory());
  }

  @ParameterizedTest
  @ValueSource(strings = {"value-1.1.yaml", "value-1.2.yaml", "whole.yaml"})
  void whatCameSealedIsKeptSealed(String name) throws IOException {
    Inventory inventory = inventory(FIXTURES.resolve(name), vault());

    String kept = InventoryFile.kept(inventory);

    assertThat(kept).contains("etcd_initial_token: !vault |").doesNotContain(TOKEN, "sample-only");
    Reading again = InventoryFile.parse(kept, "kept.yaml", Catalogue.load(), vault());
    assertThat(again.inventory()).isEqualTo(inventory);
    assertThat(inventory.toString() + InventoryFile.shown(inventory))
        .doesNotContain(TOKEN, "sample-only");
  }

  @Test
  void whatCannotStaySecretIsNotedAndKeptSealed() throws Exception {
    String text =
        "all:\n  vars:\n    etcd_initial_token: %s\n    ansible_user: !vault |\n%s\n"
            .formatted(TOKEN, vault().seal("somebody-sealed", "").indent(6));

    Reading reading = InventoryFile.parse(text, "sealed.yaml", Catalogue.load(), vault());

    assertThat(reading.problems())
        .anySatisfy(
            p -> {
              assertThat(p.field()).isEqualTo("ansible_user");
              assertThat(p.severity()).isEqualTo(Problem.Severity.NOTE);
            });
    Inventory inventory = Objects.requireNonNull(reading.inventory());
    assertThat(inventory.access().user()).isEqualTo("somebody-sealed");
    assertThat(InventoryFile.kept(inventory)).doesNotContain("somebody-sealed");
  }

  @Test
  void aFlagThatIsSealedIsRefused() throws Exception {
    String text =
        "all:\n  vars:\n    kubelet_custom_flags:\n      - !vault |\n%s\n"
            .formatted(vault().seal("--hush=hush", "").indent(10));

    assertThat(InventoryFile.parse(text, "sealed.yaml", Catalogue.load(), vault()).problems())
        .anySatisfy(
            p -> {
              assertThat(p.isError()).isTrue();
              assertThat(p.what()).contains("process list").doesNotContain("hush");
            });
  }

  /** The way for Ansible is made of both, and would show them in clear. */
  @Test
  void aSealedWayIsNotKeptInClearForAnsible() throws Exception {
    String sealed = "!vault |\n" + vault().seal("ops@hidden-bastion", "").indent(8);
    String user = "!vault |\n" + vault().seal("hidden-user", "").indent(6);
    String open =
        "all:\n  vars:\n    etcd_initial_token: %s\n".formatted(TOKEN)
            + "%s  hosts:\n    a:\n      ansible_host: 10.9.0.1\n%s";
    String ofHost = open.formatted("", "      jump_host: " + sealed);
    String ofAll = open.formatted("    jump_host: " + sealed, "");
    String ofUser = open.formatted("    ansible_user: " + user + "    jump_host: hidden-not\n", "");
    for (String text : List.of(ofHost, ofAll, ofUser)) {
      Reading reading = InventoryFile.parse(text, "sealed.yaml", Catalogue.load(), vault());
      Inventory inventory = Objects.requireNonNull(reading.inventory());
      assertThat(inventory.toString()).contains("hidden-");
      String kept = InventoryFile.kept(inventory);
      assertThat(kept).contains("jump_host: ").doesNotContain("hidden-bastion", "hidden-user");
      assertThat(InventoryFile.parse(kept, "kept", Catalogue.load(), vault()).inventory())
          .isEqualTo(inventory);
    }
  }

  /** A password of digits is one as well. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNumberUnderASecretsNameIsOne(boolean whole, @TempDir Path folder) throws Exception {
    String text =
        "all:\n  vars:\n    etcd_initial_token: 7300114482295561\n"
            + "    etcd_environment: {PIN: 73001144, ETCD_QUOTA_BACKEND_BYTES: 8589934592}\n"
            + "    docker_config: {log-level: debug, p: {password: 73001144, token: 7300.1144,"
            + " limit: 5, auth: true}}\n";
    Path file = Files.writeString(folder.resolve("f.yaml"), whole ? vault().seal(text, "") : text);
    if (!whole) {
      assertThat(InventorySecrets.encrypt(file, vault(), "")).isEqualTo(3);
      assertThat(Files.readString(file)).doesNotContain("7300.1144", "7300114482295561");
    }

    Inventory inventory = Objects.requireNonNull(read(file, vault()).inventory());

    assertThat(inventory.components().config(Component.DOCKER).get("p"))
        .isEqualTo(
            Map.of(
                "password",
                new Secret("73001144"),
                "token",
                new Secret("7300.1144"),
                "limit",
                5,
                "auth",
                true));
    assertThat(InventoryFile.shown(inventory)).doesNotContain("7300");
    String kept = InventoryFile.kept(inventory);
    assertThat(kept).doesNotContain("7300.1144", "7300114482295561");
    if (whole) {
      assertThat(kept).doesNotContain("73001144");
    }
    Reading again = InventoryFile.parse(kept, "kept.yaml", Catalogue.load(), vault());
    assertThat(again.hasErrors()).as(again.problems().toString()).isFalse();
    assertThat(again.inventory()).isEqualTo(inventory);
  }

  @Test
  void whatEtcdWritesIntoItsLogCannotBeSealed() throws Exception {
    String text =
        "all:\n  vars:\n    etcd_environment:\n      ETCD_AUTH_TOKEN: !vault |\n%s\n"
            .formatted(vault().seal("hush-hush", "").indent(8));

    assertThat(InventoryFile.parse(text, "sealed.yaml", Catalogue.load(), vault()).problems())
        .anySatisfy(
            p -> {
              assertThat(p.isError()).isTrue();
              assertThat(p.place()).isEqualTo(new Problem.Place("sealed.yaml", 4, 24));
              assertThat(p.what()).contains("ETCD_AUTH_TOKEN", "its log").doesNotContain("hush");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"value-1.1.yaml", "value-1.2.yaml", "whole.yaml"})
  void opensWhatAnsibleVaultSealed(String name) throws IOException {
    Inventory inventory = inventory(FIXTURES.resolve(name), vault());

    assertThat(inventory.etcd().initialToken().reveal()).isEqualTo(TOKEN);
    assertThat(read(FIXTURES.resolve(name), vault()).sealed()).contains("etcd_initial_token");
    if (name.equals("value-1.2.yaml")) {
      assertThat(inventory.components().environment(Component.CONTAINERD))
          .containsEntry(
              "HTTPS_PROXY", new Secret("http://someone:sample-only-é中@proxy.example.com:3128"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"value-1.1.yaml", "value-1.2.yaml", "whole.yaml"})
  void staysShutWithoutThePassword(String name) throws IOException {
    Path file = FIXTURES.resolve(name);

    assertThat(read(file, Vault.closed()).problems())
        .isNotEmpty()
        .allSatisfy(
            problem -> {
              assertThat(problem.isError()).isTrue();
              assertThat(problem.what()).contains("there is no password to open it");
              assertThat(problem.remedy()).contains("--vault-password-file FILE");
            });
    assertThat(read(file, Vault.of("wrong")).problems())
        .isNotEmpty()
        .allSatisfy(
            problem ->
                assertThat(problem.what())
                    .contains("does not open with the password that was given"));
  }

  @Test
  void thePlaceOfAValueThatStaysShutIsSaid() throws IOException {
    Path file = FIXTURES.resolve("value-1.2.yaml");

    assertThat(read(file, Vault.of("wrong")).problems())
        .extracting(Problem::field, Problem::place)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "etcd_initial_token", new Problem.Place(file.toString(), 5, 25)),
            org.assertj.core.groups.Tuple.tuple(
                "containerd_environment", new Problem.Place(file.toString(), 14, 20)));
    assertThat(read(file, Vault.of("wrong")).problems().getFirst().what())
        .endsWith("(its vault id is prod).");
  }

  @Test
  void thePasswordIsAskedForOnceAndOnlyWhenItIsNeeded(@TempDir Path folder) throws IOException {
    int[] asked = {0};
    Vault asking =
        Vault.of(
            () -> {
              asked[0]++;
              return PASSWORD;
            });
    Path open = Files.writeString(folder.resolve("open.yaml"), "all: {vars: {cni: calico}}");

    inventory(open, asking);
    assertThat(asked[0]).isZero();
    inventory(FIXTURES.resolve("value-1.2.yaml"), asking);
    inventory(FIXTURES.resolve("value-1.1.yaml"), asking);
    assertThat(asked[0]).isOne();
  }

  @Test
  void sealingAndOpeningChangesTheSecretsLinesOnly(@TempDir Path folder) throws IOException {
    try (var samples = Files.list(Path.of("inventory-samples"))) {
      for (Path sample : samples.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(sample);
        for (String form :
            List.of(text, text.replace("\n", "\r\n"), text.replace(TOKEN, TOKEN + "  # ours"))) {
          Path file = Files.writeString(folder.resolve("f.yaml"), form);

          assertThat(InventorySecrets.encrypt(file, vault(), "prod")).isOne();
          String sealed = Files.readString(file);
          assertThat(sealed).contains("!vault |").doesNotContain(TOKEN);
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .isEqualTo("rw-------");
          assertThat(inventory(file, vault())).isEqualTo(read(sample, vault()).inventory());
          assertThat(InventorySecrets.encrypt(file, vault(), "")).isZero();
          assertThat(Files.readString(file)).isEqualTo(sealed);

          assertThat(InventorySecrets.rekey(file, vault(), Vault.of("other"))).isOne();
          assertThat(read(file, vault()).hasErrors()).isTrue();
          assertThat(Files.readString(file)).contains("$ANSIBLE_VAULT;1.2;AES256;prod");
          assertThat(InventorySecrets.decrypt(file, Vault.of("other"))).isOne();
          assertThat(Files.readString(file)).isEqualTo(form);
        }
      }
    }
  }

  @Test
  void bracketsAndPasswordsForAnsibleAreSealedToo(@TempDir Path folder) throws IOException {
    String text =
        "all: {vars: {etcd_initial_token: '%s', ansible_become_password: sample, ask_become_password: true}}\n"
            .formatted(TOKEN);
    Path file = Files.writeString(folder.resolve("f.yaml"), text);

    assertThat(InventorySecrets.encrypt(file, vault(), "")).isEqualTo(2);

    assertThat(Files.readString(file)).doesNotContain("sample");
    assertThat(inventory(file, vault()).etcd().initialToken().reveal()).isEqualTo(TOKEN);
    assertThat(InventorySecrets.decrypt(file, vault())).isEqualTo(2);
    assertThat(Files.readString(file)).isEqualTo(text.replace("'", ""));
  }

  @Test
  void aSealedFileAsAWholeIsOpenedAndRekeyed(@TempDir Path folder) throws IOException {
    Path file = Files.copy(FIXTURES.resolve("whole.yaml"), folder.resolve("f.yaml"));

    assertThatThrownBy(() -> InventorySecrets.encrypt(file, vault(), ""))
        .isInstanceOf(UneditableException.class)
        .hasMessageContaining("sealed as a whole already");
    InventorySecrets.rekey(file, vault(), Vault.of("other"));
    assertThat(inventory(file, Vault.of("other")).clusterName()).isEqualTo("single");

    Inventory wanted =
        InventoryEditTest.with(inventory(file, Vault.of("other")), "cluster_name", "new");
    InventoryFile.update(file, wanted, Catalogue.load(), Vault.of("other"));
    assertThat(Files.readString(file)).startsWith("$ANSIBLE_VAULT;1.1;AES256\n");
    assertThat(inventory(file, Vault.of("other")).clusterName()).isEqualTo("new");

    InventorySecrets.decrypt(file, Vault.of("other"));
    assertThat(Files.readString(file))
        .isEqualTo(
            Files.readString(Path.of("inventory-samples/single-node.yaml"))
                .replace("cluster_name: single", "cluster_name: new"));
  }

  @Test
  void aWrongPasswordChangesNothing(@TempDir Path folder) throws IOException {
    Path file = Files.copy(FIXTURES.resolve("value-1.2.yaml"), folder.resolve("f.yaml"));
    String before = Files.readString(file);

    assertThatThrownBy(() -> InventorySecrets.decrypt(file, Vault.of("wrong")))
        .isInstanceOf(UneditableException.class)
        .hasMessageContaining("does not open");
    assertThatThrownBy(() -> InventorySecrets.rekey(file, Vault.of("wrong"), vault()))
        .isInstanceOf(UneditableException.class);
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void anEditKeepsWhatItCannotOpenAndSealsAnewWhatChanges(@TempDir Path folder) throws Exception {
    String text = Files.readString(FIXTURES.resolve("value-1.2.yaml"));
    Inventory read = inventory(FIXTURES.resolve("value-1.2.yaml"), vault());
    Inventory wanted =
        InventoryEditTest.with(
            read, "cluster_name", "new", "etcd_initial_token", "sample-only-1z4v6b0n7f3k9q2m5x8w");

    assertThat(InventoryEdit.update(text, wanted, Catalogue.load()))
        .isEqualTo(text.replace("cluster_name: sealed", "cluster_name: new"));

    String edited = InventoryEdit.update(text, wanted, Catalogue.load(), vault());
    assertThat(edited).doesNotContain("sample-only");
    Path file = Files.writeString(folder.resolve("f.yaml"), edited);
    assertThat(inventory(file, vault())).isEqualTo(wanted);
    assertThat(edited.substring(edited.indexOf("    containerd_environment")))
        .isEqualTo(text.substring(text.indexOf("    containerd_environment")));
    assertThat(InventoryEdit.update(text, read, Catalogue.load(), vault())).isEqualTo(text);
  }
}
