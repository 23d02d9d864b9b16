package io.quorate.usecase.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.engine.RunFolder;
import io.quorate.engine.Runs;
import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.inventory.SealedForms;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.recipe.Fixtures;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.SimulatedCluster;
import io.quorate.usecase.support.BundleResult.Held;
import io.quorate.usecase.support.Gathered.Limits;
import io.quorate.usecase.support.SupportBundle.Wish;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle of a simulated cluster, opened and searched. */
class SupportBundleTest {

  private static final Instant NOW = Instant.parse("2026-12-02T05:30:00Z");
  private static final Inventory INVENTORY = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
  private static final String TOKEN = "token-of-a-test";

  @TempDir Path folder;

  private Path state;
  private Path file;
  private Runs runs;

  @BeforeEach
  void folders() throws IOException {
    state = Files.createDirectory(folder.resolve("state"));
    file = Files.createDirectory(folder.resolve("out")).resolve("bundle.tar.gz");
    runs = new Runs(state.resolve("runs"));
  }

  private Wish wish() {
    return new Wish("", file, false, false);
  }

  private BundleResult make(
      Wish wish, Limits limits, @Nullable Inventory inventory, @Nullable ClusterSession session)
      throws Exception {
    return new SupportBundle(wish, state, limits, NOW).make(inventory, session);
  }

  private BundleResult offline(Wish wish, @Nullable Inventory inventory) throws Exception {
    return make(wish, Limits.USUAL, inventory, null);
  }

  /** A run that began, and said something. */
  private RunFolder run(Inventory inventory, boolean rehearsal, String said) throws IOException {
    RunFolder run =
        runs.create(
            "install",
            inventory.clusterName(),
            rehearsal,
            "ada@laptop",
            InventoryFile.kept(inventory));
    Files.writeString(
        run.events(),
        "{\"type\":\"run-started\",\"cluster\":\"%s\",\"nodes\":[]}\n{\"type\":\"output\",\"line\":\"%s\"}\n"
            .formatted(inventory.clusterName(), said));
    return run;
  }

  private Map<String, String> opened() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.getMode() & 0777).as(entry.getName()).isEqualTo(0600);
        assertThat(entry.getName()).startsWith("quorate-support/");
        texts.put(
            entry.getName().substring("quorate-support/".length()),
            new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void holdsWhatHelpsAndNoSecret() throws Exception {
    SimulatedCluster cluster =
        new SimulatedCluster(INVENTORY, folder.resolve("machines")).installed();
    String key = cluster.files("node-1").get("/etc/kubernetes/pki/ca.key");
    List<String> keyLines = key.lines().filter(l -> !l.startsWith("-----")).toList();
    String encryption = cluster.files("node-1").get("/etc/kubernetes/pki/encryption.yaml");
    String secret = encryption.replaceFirst("(?s).*secret: \"?([^\\s\"]+).*", "$1");
    assertThat(secret).matches("[A-Za-z0-9+/=]{40,}");
    String planted =
        "etcd was started with %s (%s); part of a key: %s; Secrets are sealed with %s; Bearer %s"
            .formatted(TOKEN, base64(TOKEN), keyLines.get(1), secret, "a1b2c3d4e5f6a7b8c9d0");
    Files.writeString(state.resolve("quorate.log"), "INFO " + planted + "\n");
    Files.createDirectory(state.resolve("crashes"));
    Files.writeString(state.resolve("crashes/1.txt"), planted);
    RunFolder run = run(INVENTORY, false, planted);
    Files.writeString(run.log(), planted + "\n");
    Files.writeString(
        run.path().resolve("jvm-crash.log"),
        "# A fatal error has been detected\nRAX=0x1: string \""
            + planted
            + "\"\nV  [libjvm.so+0x1]\n");

    BundleResult made;
    try (ClusterSession session = cluster.open()) {
      made = make(wish(), Limits.USUAL, INVENTORY, session);
    }
    assertThat(made.troubles()).isEmpty();
    assertThat(made.file()).isEqualTo(file);
    assertThat(made.bytes()).isEqualTo(Files.size(file));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var beside = Files.list(file.getParent())) {
      assertThat(beside).containsExactly(file);
    }
    Map<String, String> texts = opened();
    assertThat(texts.keySet())
        .startsWith("MANIFEST", "quorate.txt", "quorate.log", "crashes/1.txt", "inventory.yaml")
        .contains(
            "cluster/status.json",
            "cluster/versions.txt",
            "cluster/certificates.txt",
            "nodes/node-1/machine.json",
            "nodes/node-1/etcd.service.log",
            "nodes/node-1/units.txt",
            "nodes/node-4/kubelet.service.log",
            "runs/" + run.id() + "/events.jsonl",
            "runs/" + run.id() + "/inventory.yaml",
            "runs/" + run.id() + "/jvm-crash.log",
            "runs/" + run.id() + "/meta.json");
    String all = String.join("\n", texts.values());
    assertThat(all)
        .doesNotContain(TOKEN, base64(TOKEN), secret, "a1b2c3d4e5f6a7b8c9d0", "PRIVATE KEY")
        .doesNotContain(keyLines)
        .contains("etcd was started with •••", "Started etcd.service (simulated).");
    assertThat(texts.get("runs/" + run.id() + "/jvm-crash.log"))
        .contains("# A fatal error", "V  [libjvm")
        .doesNotContain("RAX");
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(texts.get("cluster/status.json")).path("cluster").asText())
        .isEqualTo("demo");
    assertThat(mapper.readTree(texts.get("nodes/node-1/machine.json")).path("node").asText())
        .isEqualTo("node-1");
    assertThat(made.redacted())
        .containsEntry("bearer tokens", 4)
        .containsKey(Cleaning.KNOWN)
        // The tokens of etcd in the two inventories.
        .containsEntry(Cleaning.BEFORE, 2);
    assertThat(texts.get("MANIFEST")).contains(texts.keySet().stream().skip(1).toList());
    assertThat(made.held())
        .extracting(Held::path)
        .containsExactlyElementsOf(texts.keySet().stream().skip(1).toList());
    assertThat(String.join("\n", BundleLines.of(made)))
        .contains(file.toString(), "nodes/node-1/", "4 bearer tokens");
    assertThat(
            mapper.readTree(BundleLines.json(made)).path("redacted").path("bearer tokens").asInt())
        .isEqualTo(4);
  }

  @Test
  void whatSomebodySealedIsNotShown() throws Exception {
    Inventory sealed =
        INVENTORY.with(SealedForms.none().with("ntp_server_main", "0.pool.example.org", "sealed"));
    Files.writeString(state.resolve("quorate.log"), "asked 0.pool.example.org for the time\n");
    offline(wish(), sealed);
    assertThat(String.join("\n", opened().values())).doesNotContain("0.pool.example.org");
  }

  private static Inventory birds() {
    Inventory i = INVENTORY;
    return new Inventory(
        "heronry",
        new Access("wilma", 22, null, true, false, true, false, "barney@perch.birds.example.net"),
        List.of(
            new Host("osprey", "10.77.3.11", Set.of(Role.MASTER, Role.WORKER)),
            new Host("kestrel", "10.77.3.12", Set.of(Role.WORKER))),
        i.versions(),
        i.network(),
        i.etcd(),
        i.firewall(),
        i.machine(),
        i.components(),
        i.downloads());
  }

  @Test
  void namesAndAddressesAreReplacedEverywhere() throws Exception {
    Inventory birds = birds();
    SimulatedCluster cluster = new SimulatedCluster(birds, folder.resolve("machines")).installed();
    run(birds, false, "on osprey (10.77.3.11, fd00:77::5) of heronry by wilma");
    runs.create("install", "menagerie", false, "grace@desk", "");
    Files.writeString(
        state.resolve("quorate.log"),
        "kestrel.birds.example.net of ada@laptop, and menagerie of grace@desk\n");
    BundleResult made;
    try (ClusterSession session = cluster.open().without(Set.of("kestrel"))) {
      made = make(new Wish("", file, true, false), Limits.USUAL, birds, session);
    }
    Map<String, String> texts = opened();
    String all =
        (texts.keySet() + "\n" + String.join("\n", texts.values())).toLowerCase(Locale.ROOT);
    assertThat(all)
        .doesNotContain(
            "osprey",
            "kestrel",
            "heronry",
            "wilma",
            "barney",
            "perch",
            "birds",
            "laptop",
            "menagerie",
            "grace",
            "10.77.",
            "fd00:77");
    assertThat(texts)
        .containsKey("nodes/node-1/machine.json")
        .hasEntrySatisfying("MANIFEST", m -> assertThat(m).contains("node-2 could not be asked"));
    assertThat(made.troubles()).singleElement().asString().startsWith("kestrel could not be asked");
    assertThat(made.standIns()).containsKeys("host names", "IP addresses", "cluster names");
    Path names = file.resolveSibling("bundle.tar.gz.names");
    assertThat(made.names()).isEqualTo(names);
    assertThat(names).content().containsPattern("(?m)^osprey +node-1$");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(names)))
        .isEqualTo("rw-------");
  }

  @Test
  void aNodeThatDoesNotAnswerIsTold() throws Exception {
    SimulatedCluster cluster =
        new SimulatedCluster(INVENTORY, folder.resolve("machines")).installed();
    BundleResult made;
    try (ClusterSession session = cluster.open().without(Set.of("node-3"))) {
      made = make(wish(), Limits.USUAL, INVENTORY, session);
    }
    assertThat(made.complete()).isFalse();
    assertThat(made.troubles())
        .singleElement()
        .asString()
        .startsWith("node-3 could not be asked: ");
    Map<String, String> texts = opened();
    assertThat(texts.get("MANIFEST")).contains("Missing:\n  node-3 could not be asked: ");
    assertThat(texts).containsKey("nodes/node-2/machine.json");
    assertThat(texts.keySet()).noneMatch(p -> p.startsWith("nodes/node-3/"));
  }

  @Test
  void ofLongFilesTheEndIsKeptAndThatIsSaid() throws Exception {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      log.append("line ").append(i).append('\n');
    }
    Files.writeString(state.resolve("quorate.log"), log);
    RunFolder run = run(INVENTORY, false, "begun");
    String begin = Files.readString(run.events()).lines().findFirst().orElseThrow();
    Files.writeString(run.events(), begin + "\n" + log);

    BundleResult made = make(wish(), new Limits(4_000, 20_000), INVENTORY, null);

    Map<String, String> texts = opened();
    String end = texts.get("quorate.log");
    assertThat(end).startsWith("line ").endsWith("line 19999\n").hasSizeBetween(3_900, 4_000);
    assertThat(texts.get("runs/" + run.id() + "/events.jsonl"))
        .startsWith(begin + "\nline ")
        .endsWith("line 19999\n");
    Held held =
        made.held().stream().filter(h -> h.path().equals("quorate.log")).findFirst().orElseThrow();
    assertThat(held.bytes() + held.cutBytes()).isEqualTo(log.length());
    assertThat(texts.get("MANIFEST"))
        .contains("the end; %d bytes before it are left out".formatted(held.cutBytes()));
    assertThat(made.troubles()).isEmpty();
  }

  @Test
  void aFullBundleSaysWhatIsLeftOut() throws Exception {
    Files.writeString(state.resolve("quorate.log"), "a line\n".repeat(2_000));
    RunFolder run = run(INVENTORY, false, "begun");
    BundleResult made = make(wish(), new Limits(5_000, 5_000), null, null);
    assertThat(opened())
        .containsKey("quorate.log")
        .doesNotContainKey("runs/" + run.id() + "/run.log");
    assertThat(made.troubles())
        .contains("runs/" + run.id() + "/events.jsonl: left out, as the bundle is full.");
    assertThat(made.held().stream().mapToLong(Held::bytes).sum()).isLessThanOrEqualTo(5_000);
  }

  @Test
  void aDamagedRunIsTakenAsFarAsItGoes() throws Exception {
    RunFolder run = run(INVENTORY, false, "begun");
    Files.writeString(run.path().resolve("meta.json"), "{ cut o");
    Files.writeString(run.inventory(), "password: [canary-of-a-broken-file\n");
    Files.createDirectory(run.log());
    RunFolder nobodys = run(INVENTORY, false, "begun");
    Files.writeString(nobodys.path().resolve("meta.json"), "{}");
    Files.delete(nobodys.events());

    BundleResult made = offline(wish(), INVENTORY);

    Map<String, String> texts = opened();
    String below = "runs/" + run.id() + "/";
    assertThat(texts).containsKeys(below + "events.jsonl", below + "meta.json");
    assertThat(String.join("\n", texts.values())).doesNotContain("canary-of-a-broken-file");
    assertThat(made.troubles())
        .anyMatch(t -> t.startsWith(below + "meta.json cannot be read: "))
        .anyMatch(t -> t.startsWith(below + "inventory.yaml: left out"))
        .anyMatch(t -> t.startsWith(below + "run.log: left out, as it cannot be read"))
        .anyMatch(t -> t.contains("--run " + nobodys.id()))
        .hasSize(4);

    file = file.resolveSibling("another.tar.gz");
    offline(new Wish(nobodys.id(), file, false, false), null);
    assertThat(opened()).containsKey("runs/" + nobodys.id() + "/inventory.yaml");
  }

  @Test
  void theNewestRunsOfTheClusterAreTaken() throws Exception {
    Inventory other = birds();
    for (int i = 0; i < 7; i++) {
      run(INVENTORY, false, "mine");
      run(other, false, "another's");
      run(INVENTORY, true, "rehearsed");
    }
    offline(wish(), INVENTORY);
    Map<String, String> texts = opened();
    assertThat(texts.keySet()).filteredOn(p -> p.endsWith("/events.jsonl")).hasSize(5);
    assertThat(String.join("\n", texts.values()))
        .contains("mine")
        .doesNotContain("another's", "rehearsed");

    file = file.resolveSibling("rehearsed.tar.gz");
    offline(new Wish("", file, false, true), INVENTORY);
    assertThat(String.join("\n", opened().values())).contains("rehearsed").doesNotContain("mine");
  }

  @Test
  void noFileIsReplaced() throws Exception {
    Files.writeString(file, "somebody's");
    assertThatThrownBy(() -> offline(wish(), null))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(file + " is there already");
    assertThat(file).content().isEqualTo("somebody's");
    Files.delete(file);
    Files.writeString(file.resolveSibling("bundle.tar.gz.names"), "somebody's");
    assertThatThrownBy(() -> offline(new Wish("", file, true, false), null))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(file).doesNotExist();
    assertThatThrownBy(
            () -> offline(new Wish("", folder.resolve("none/x.tar.gz"), false, false), null))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("there is no folder ");
  }

  @Test
  void aRunThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> offline(new Wish("20001122", file, false, false), null))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("20001122 is no run's folder");
    assertThat(file).doesNotExist();
  }

  @Test
  void nothingAtAllMakesABundle() throws Exception {
    BundleResult made = offline(wish(), null);
    assertThat(made.complete()).isTrue();
    assertThat(opened().keySet()).containsExactly("MANIFEST", "quorate.txt");
    assertThat(BundleLines.of(made)).contains("Redacted: nothing looked like a secret.");
  }
}
