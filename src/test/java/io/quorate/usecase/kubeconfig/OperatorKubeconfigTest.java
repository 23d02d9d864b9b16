package io.quorate.usecase.kubeconfig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorKubeconfigTest {

  @TempDir Path home;

  private static String access(String name, String server) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: %1$s
          cluster: {server: "%2$s"}
        users:
        - name: %1$s-admin
          user: {token: obviously-fake}
        contexts:
        - name: %1$s
          context: {cluster: %1$s, user: %1$s-admin}
        current-context: %1$s
        """
        .formatted(name, server);
  }

  private OperatorKubeconfig config() {
    return OperatorKubeconfig.standard(Map.of(), home);
  }

  @Test
  void isMadeWhereThereIsNone() throws Exception {
    var saved = config().save("home", access("home", "https://a:6443"));
    assertThat(saved.file()).isEqualTo(home.resolve(".kube/config"));
    assertThat(saved.command()).isEqualTo("kubectl --context home get nodes");
    assertThat(Files.readString(saved.file())).contains("https://a:6443", "current-context: home");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved.file())))
        .isEqualTo("rw-------");
  }

  @Test
  void keepsWhatIsThereAndItsCurrentContext() throws Exception {
    config().save("home", access("home", "https://a:6443"));
    config().save("lab", access("lab", "https://b:6443"));
    assertThat(Files.readString(home.resolve(".kube/config")))
        .contains("https://a:6443", "https://b:6443", "current-context: home");
  }

  @Test
  void neverReplacesAnEntry() throws Exception {
    config().save("home", access("home", "https://a:6443"));
    String before = Files.readString(home.resolve(".kube/config"));
    var saved = config().save("home", access("home", "https://other:6443"));
    assertThat(Files.readString(home.resolve(".kube/config"))).isEqualTo(before);
    assertThat(saved.file()).isEqualTo(home.resolve(".kube/quorate-home.yaml"));
    assertThat(Files.readString(saved.file())).contains("https://other:6443");
    assertThat(config().save("home", access("home", "https://third:6443")).file())
        .isEqualTo(home.resolve(".kube/quorate-home-1.yaml"));
  }

  /** The master that the entry named has left; the namespace is the operator's choice. */
  @Test
  void bringsTheEntryOfTheVeryClusterUpToDate() throws Exception {
    config().save("lab", access("lab", "https://b:6443"));
    config().save("home", own("https://a:6443"));
    Path file = home.resolve(".kube/config");
    String chosen =
        Files.readString(file)
            .replace("    user: home-admin", "    user: home-admin\n    namespace: mine");
    Files.writeString(file, chosen);
    var saved = config().save("home", own("https://other:6443"));
    assertThat(saved.file()).isEqualTo(file);
    assertThat(Files.readString(file))
        .contains("https://other:6443", "https://b:6443", "namespace: mine")
        .doesNotContain("https://a:6443");
  }

  private static String own(String server) {
    return access("home", server)
        .replace("server:", "certificate-authority-data: b2J2aW91c2x5IGZha2U=, server:");
  }

  @Test
  void savingTheSameAgainChangesNothing() throws Exception {
    config().save("home", access("home", "https://a:6443"));
    String before = Files.readString(home.resolve(".kube/config"));
    config().save("home", access("home", "https://a:6443"));
    assertThat(Files.readString(home.resolve(".kube/config"))).isEqualTo(before);
    assertThat(home.resolve(".kube/quorate-home.yaml")).doesNotExist();
  }

  @Test
  void aBrokenFileIsLeftAlone() throws Exception {
    Files.createDirectories(home.resolve(".kube"));
    Files.writeString(home.resolve(".kube/config"), "a: [broken");
    assertThat(config().save("home", access("home", "https://a:6443")).file())
        .isEqualTo(home.resolve(".kube/quorate-home.yaml"));
    assertThat(Files.readString(home.resolve(".kube/config"))).isEqualTo("a: [broken");
  }

  @Test
  void followsTheEnvironment() {
    assertThat(OperatorKubeconfig.standard(Map.of("KUBECONFIG", "/x/one:/x/two"), home))
        .extracting("file")
        .isEqualTo(Path.of("/x/one"));
  }

  @Test
  void tellsWhereAnEntryLeads() throws Exception {
    String authority = Base64.getEncoder().encodeToString("a certificate".getBytes(UTF_8));
    Files.createDirectories(home.resolve(".kube"));
    Files.writeString(home.resolve(".kube/ca.crt"), "another certificate");
    Files.writeString(
        home.resolve(".kube/config"),
        """
        clusters:
        - {name: one, cluster: {server: "https://10.0.0.11:6443", certificate-authority-data: %1$s}}
        - {name: two, cluster: {server: "https://10.0.0.12:6443", certificate-authority: ca.crt}}
        users:
        - {name: me, user: {client-certificate-data: %1$s, client-key: me.key}}
        contexts:
        - {name: night, context: {cluster: one, user: me}}
        - {name: day, context: {cluster: two, user: me}}
        current-context: night
        """
            .formatted(authority));

    assertThat(config().entry(""))
        .isEqualTo(
            new OperatorKubeconfig.Entry(
                "night", "https://10.0.0.11:6443", "a certificate", "a certificate"));
    assertThat(config().entry("day"))
        .isEqualTo(
            new OperatorKubeconfig.Entry(
                "day", "https://10.0.0.12:6443", "another certificate", "a certificate"));
    assertThatThrownBy(() -> config().entry("noon"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no context noon")
        .hasMessageContaining("night, day");
  }

  @Test
  void looksThroughAllFilesAsKubectlDoes() throws Exception {
    Path first = Files.createDirectory(home.resolve("first")).resolve("config");
    Path second = Files.createDirectory(home.resolve("second")).resolve("config");
    Files.writeString(home.resolve("first/ca.crt"), "the first's");
    Files.writeString(home.resolve("second/ca.crt"), "the second's");
    String text =
        """
        clusters:
        - {name: %s, cluster: {server: "https://%s:6443", certificate-authority: ca.crt}}
        - {name: both, cluster: {server: "https://both-%s:6443", certificate-authority: ca.crt}}
        contexts:
        - {name: %1$s, context: {cluster: %1$s}}
        - {name: both, context: {cluster: both}}
        current-context: %1$s
        """;
    Files.writeString(first, text.formatted("one", "a", "first"));
    Files.writeString(second, text.formatted("two", "b", "second"));
    Map<String, String> environment = Map.of("KUBECONFIG", "/not/there::" + first + ":" + second);

    assertThat(OperatorKubeconfig.standardEntry(environment, home, ""))
        .isEqualTo(new OperatorKubeconfig.Entry("one", "https://a:6443", "the first's", ""));
    assertThat(OperatorKubeconfig.standardEntry(environment, home, "two"))
        .isEqualTo(new OperatorKubeconfig.Entry("two", "https://b:6443", "the second's", ""));
    assertThat(OperatorKubeconfig.standardEntry(environment, home, "both"))
        .isEqualTo(
            new OperatorKubeconfig.Entry("both", "https://both-first:6443", "the first's", ""));
    assertThatThrownBy(() -> OperatorKubeconfig.standardEntry(environment, home, "three"))
        .hasMessageContaining("there is no context three")
        .hasMessageContaining(second + "; there are one, both, two");
    assertThatThrownBy(() -> OperatorKubeconfig.standardEntry(Map.of(), home, ""))
        .hasMessageContaining("there is no kubeconfig " + home.resolve(".kube/config"));
  }

  @Test
  void saysWhatIsWrongWhereNoEntryCanBeHad() throws Exception {
    assertThatThrownBy(() -> config().entry("")).hasMessageContaining("there is no kubeconfig");
    Files.createDirectories(home.resolve(".kube"));
    Files.writeString(home.resolve(".kube/config"), "- a list");
    assertThatThrownBy(() -> config().entry("")).hasMessageContaining("is not a kubeconfig");
    Files.writeString(home.resolve(".kube/config"), "apiVersion: v1\n");
    assertThatThrownBy(() -> config().entry(""))
        .hasMessageContaining("no context is the current one");
  }
}
