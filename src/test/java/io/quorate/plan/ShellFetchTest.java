package io.quorate.plan;

import static io.quorate.plan.Outcome.CHANGED;
import static io.quorate.plan.Outcome.FAILED;
import static io.quorate.plan.Outcome.UNCHANGED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.FetchAhead;
import io.quorate.plan.Operation.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from a server on the loopback. */
class ShellFetchTest {

  @TempDir Path temp;
  private ShellBench bench;
  private HttpServer server;
  private final Map<String, byte[]> served = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile long pauseMillis;

  @BeforeEach
  void serve() throws Exception {
    bench = new ShellBench(temp);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = served.get(exchange.getRequestURI().getPath());
          if (body == null) {
            exchange.sendResponseHeaders(404, -1);
          } else {
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
              out.write(body, 0, body.length / 2);
              out.flush();
              Thread.sleep(pauseMillis);
              out.write(body, body.length / 2, body.length - body.length / 2);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private Fetch plain(String version, String text) throws Exception {
    served.put("/v" + version + "/kubelet", text.getBytes());
    return new Fetch(
        "kubelet",
        version,
        url("/v" + version + "/kubelet"),
        new Checksum.Pinned(sha256(text.getBytes())),
        List.of(new Target("", bench.path("bin2/kubelet"), "0755")));
  }

  private byte[] archive(String flag) throws Exception {
    Path tree = Files.createDirectories(temp.resolve("tree/etcd-v1/docs"));
    Files.createDirectories(temp.resolve("tree/plugins"));
    Files.writeString(temp.resolve("tree/etcd-v1/etcd"), "etcd program");
    Files.writeString(temp.resolve("tree/etcd-v1/etcdctl"), "etcdctl program");
    Files.writeString(tree.resolve("readme"), "docs");
    Files.writeString(temp.resolve("tree/bridge"), "bridge");
    Files.writeString(temp.resolve("tree/host-local"), "host-local");
    Path file = temp.resolve("archive");
    new ProcessBuilder("tar", flag, "-f", file.toString(), "-C", bench.path("tree"), ".")
        .inheritIO()
        .start()
        .waitFor();
    return Files.readAllBytes(file);
  }

  @Test
  void aBinaryIsInstalledOnceAndReplacedByAnotherVersion() throws Exception {
    Fetch one = plain("1.0", "one");
    assertThat(bench.check(one).outcome()).isEqualTo(CHANGED);
    assertThat(requests).hasValue(0);
    var done = bench.apply(one);
    assertThat(done.outcome()).as(done.toString()).isEqualTo(CHANGED);
    assertThat(bench.read("bin2/kubelet")).isEqualTo("one");
    assertThat(Files.isExecutable(temp.resolve("bin2/kubelet"))).isTrue();
    assertThat(done.progress.getLast()).containsExactly(3, 3);
    int asked = requests.get();
    assertThat(bench.apply(one).outcome()).isEqualTo(UNCHANGED);
    assertThat(bench.check(one).outcome()).isEqualTo(UNCHANGED);
    assertThat(requests).hasValue(asked);

    var two = bench.apply(plain("2.0", "two"));
    assertThat(two.outcome()).isEqualTo(CHANGED);
    assertThat(two.detail()).isEqualTo("another version is there");
    assertThat(bench.read("bin2/kubelet")).isEqualTo("two");
    assertThat(Files.list(temp.resolve("cache"))).isEmpty();
    assertThat(Files.list(temp.resolve("bin2"))).hasSize(1);
    assertThat(bench.read("state/manifest").lines())
        .containsExactly(bench.path("bin2") + "/", bench.path("bin2/kubelet"));
  }

  @Test
  void whatWasAlteredOrDeletedIsFetchedAgain() throws Exception {
    Fetch one = plain("1.0", "one");
    bench.apply(one);
    Files.writeString(temp.resolve("bin2/kubelet"), "tampered");
    assertThat(bench.check(one).detail()).isEqualTo(bench.path("bin2/kubelet") + " was altered");
    assertThat(bench.apply(bench.file("other", "x"), one).all()).containsExactly(CHANGED, CHANGED);
    assertThat(bench.read("bin2/kubelet")).isEqualTo("one");
    Files.delete(temp.resolve("bin2/kubelet"));
    assertThat(bench.apply(one).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(bench.file("other", "y"), one).all())
        .containsExactly(CHANGED, UNCHANGED);
  }

  /** One byte, and the old time put back. */
  @Test
  void oneByteWithTheOldTimeIsFound() throws Exception {
    Fetch one = plain("1.0", "one");
    bench.apply(one);
    Path file = temp.resolve("bin2/kubelet");
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, "onf");
    Files.setLastModifiedTime(file, before);
    assertThat(bench.check(one).detail()).isEqualTo(file + " was altered");
    assertThat(bench.apply(one).outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("bin2/kubelet")).isEqualTo("one");
    assertThat(bench.check(one).outcome()).isEqualTo(UNCHANGED);
  }

  /** Nothing shows it but its contents, as after a disk's error: the record's own line is moved. */
  @Test
  void aThoroughLookReadsWhatSeemsUntouched() throws Exception {
    Fetch one = plain("1.0", "one");
    bench.apply(one);
    assertThat(bench.check(one.thoroughly()).outcome()).isEqualTo(UNCHANGED);
    Path record = temp.resolve("state/artefacts/kubelet");
    Files.writeString(
        record,
        Files.readString(record)
            .replaceAll("(?m)^(file .*\\|).*", "$1" + sha256("other".getBytes())));
    assertThat(bench.check(one).outcome()).isEqualTo(UNCHANGED);
    assertThat(bench.check(one.thoroughly()).detail())
        .isEqualTo(bench.path("bin2/kubelet") + " was altered");
    assertThat(bench.apply(one.thoroughly()).outcome()).isEqualTo(CHANGED);
    assertThat(bench.check(one.thoroughly()).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void theSameContentsWithOtherTimesAreNotedAndNotFetched() throws Exception {
    Fetch one = plain("1.0", "one");
    bench.apply(one);
    int asked = requests.get();
    Path file = temp.resolve("bin2/kubelet");
    Files.setLastModifiedTime(file, FileTime.fromMillis(86_400_000));
    assertThat(bench.apply(one).detail())
        .isEqualTo("its times differed, its contents did not: noted");
    assertThat(bench.apply(one).outcome()).isEqualTo(UNCHANGED);
    assertThat(requests).hasValue(asked);
  }

  @Test
  void anotherModeIsPutRightWithoutADownload() throws Exception {
    Fetch one = plain("1.0", "one");
    bench.apply(one);
    int asked = requests.get();
    Path file = temp.resolve("bin2/kubelet");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(bench.check(one).detail()).isEqualTo(file + " had another owner or mode");
    assertThat(bench.apply(one).outcome()).isEqualTo(CHANGED);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwxr-xr-x");
    assertThat(bench.apply(one).outcome()).isEqualTo(UNCHANGED);
    assertThat(requests).hasValue(asked);
  }

  @Test
  void aLinkInPlaceOfAProgramIsReplaced() throws Exception {
    Fetch one = plain("1.0", "one");
    bench.apply(one);
    Path file = temp.resolve("bin2/kubelet");
    Path elsewhere = Files.move(file, temp.resolve("elsewhere"));
    Files.createSymbolicLink(file, elsewhere);
    assertThat(bench.check(one).detail()).isEqualTo(file + " is a link");
    assertThat(bench.apply(one).outcome()).isEqualTo(CHANGED);
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(bench.apply(one).outcome()).isEqualTo(UNCHANGED);
  }

  /** Records of before had neither inode nor ctime nor sums. */
  @Test
  void anOldRecordIsMadeAnewWithoutADownload() throws Exception {
    Fetch one = plain("1.0", "one");
    bench.apply(one);
    int asked = requests.get();
    Path record = temp.resolve("state/artefacts/kubelet");
    Files.writeString(
        record,
        Files.readString(record)
            .replaceAll("(?m)^(file [^|]*\\|[^|]*\\|[^|]*\\|[^|]*\\|[^|]*\\|[^|]*)\\|.*", "$1"));
    assertThat(bench.check(one.thoroughly()).detail())
        .as("a look that promises to have read it")
        .isEqualTo("the sum of " + temp.resolve("bin2/kubelet") + " was never noted");
    assertThat(bench.apply(one).detail()).isEqualTo("its sum was not known yet: noted");
    assertThat(bench.read("state/artefacts/kubelet")).contains("|" + sha256("one".getBytes()));
    assertThat(bench.apply(one).outcome()).isEqualTo(UNCHANGED);
    assertThat(requests).hasValue(asked);
  }

  @Test
  void aWrongChecksumStopsWithBothSumsAndKeepsTheOldFile() throws Exception {
    bench.apply(plain("1.0", "one"));
    Fetch bad = plain("2.0", "two");
    served.put("/v2.0/kubelet", "evil".getBytes());
    var result = bench.apply(bad);
    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(result.detail())
        .startsWith("checksum of " + bad.url())
        .contains(sha256("two".getBytes()), sha256("evil".getBytes()));
    assertThat(bench.read("bin2/kubelet")).isEqualTo("one");
    assertThat(Files.list(temp.resolve("cache"))).isEmpty();
    assertThat(bench.apply(plain("1.0", "one")).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void whatIsFetchedAheadIsTakenFromTheCache() throws Exception {
    Fetch one = plain("1.0", "one");
    FetchAhead ahead = new FetchAhead(one);
    assertThat(bench.check(ahead).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(ahead).outcome()).isEqualTo(CHANGED);
    assertThat(temp.resolve("bin2")).doesNotExist();
    assertThat(bench.apply(ahead).outcome()).isEqualTo(UNCHANGED);
    int asked = requests.get();
    served.clear();
    assertThat(bench.apply(one).outcome()).isEqualTo(CHANGED);
    assertThat(requests).hasValue(asked);
    assertThat(bench.read("bin2/kubelet")).isEqualTo("one");
    assertThat(Files.list(temp.resolve("cache/ahead"))).isEmpty();
    assertThat(bench.check(ahead, one).all()).containsExactly(UNCHANGED, UNCHANGED);
  }

  @Test
  void whatWasAlteredInTheCacheIsFetchedAgain() throws Exception {
    FetchAhead ahead = new FetchAhead(plain("1.0", "one"));
    bench.apply(ahead);
    Files.writeString(temp.resolve("cache/ahead/kubelet-1.0/download"), "evil!");
    assertThat(bench.check(ahead).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(ahead.fetch()).outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("bin2/kubelet")).isEqualTo("one");
  }

  @Test
  void aPublishedSumIsVerifiedAhead() throws Exception {
    served.put("/runc.amd64", "runc".getBytes());
    served.put("/sums", sha256("other".getBytes()).getBytes());
    Fetch fetch =
        new Fetch(
            "runc",
            "1.1",
            url("/runc.amd64"),
            new Checksum.Published(url("/sums"), "runc.amd64"),
            List.of(new Target("", bench.path("runc"), "0755")));
    var wrong = bench.apply(new FetchAhead(fetch));
    assertThat(wrong.outcome()).isEqualTo(FAILED);
    assertThat(wrong.detail()).contains(sha256("other".getBytes()), sha256("runc".getBytes()));
    served.put("/sums", sha256("runc".getBytes()).getBytes());
    assertThat(bench.apply(new FetchAhead(fetch), fetch).all()).containsExactly(CHANGED, CHANGED);
    assertThat(bench.read("state/artefacts/runc")).contains("sha256 " + sha256("runc".getBytes()));
  }

  @Test
  void whatIsNotThereIsAFailure() throws Exception {
    Fetch gone = plain("1.0", "one");
    served.clear();
    var result = bench.apply(gone);
    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(result.detail()).isEqualTo("exit code 22: cannot download " + gone.url());
    assertThat(result.output).anyMatch(l -> l.contains("404"));
    assertThat(Files.list(temp.resolve("cache"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%s", "%s\n", "%s  runc.amd64\n", "%s *runc.amd64\r\n", "%s  ./out/runc.amd64\n"})
  void publishedSumsComeInManyForms(String form) throws Exception {
    byte[] body = "runc".getBytes();
    served.put("/runc.amd64", body);
    String other = "0".repeat(64) + "  runc.arm64\n";
    String sums = form.formatted(sha256(body));
    served.put("/sums", (form.contains("runc") ? other + sums + other : sums).getBytes());
    Fetch fetch =
        new Fetch(
            "runc",
            "1.1",
            url("/runc.amd64"),
            new Checksum.Published(url("/sums"), "runc.amd64"),
            List.of(new Target("", bench.path("runc"), "0755")));
    var result = bench.apply(fetch);
    assertThat(result.outcome()).as(result.toString()).isEqualTo(CHANGED);
    assertThat(bench.read("state/artefacts/runc"))
        .startsWith("from " + url("/runc.amd64") + "\nsha256 " + sha256(body) + "\nversion 1.1\n");
  }

  @Test
  void aSumThatIsNotPublishedIsAFailure() throws Exception {
    served.put("/runc.amd64", "runc".getBytes());
    served.put("/sums", ("0".repeat(64) + "  runc.arm64\n").getBytes());
    var result =
        bench.apply(
            new Fetch(
                "runc",
                "1.1",
                url("/runc.amd64"),
                new Checksum.Published(url("/sums"), "runc.amd64"),
                List.of(new Target("", bench.path("runc"), "0755"))));
    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(result.detail()).endsWith("/sums has no SHA-256 for runc.amd64");
    assertThat(temp.resolve("runc")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-cz", "-cJ", "-c"})
  void filesAndFoldersOfAnArchiveAreInstalled(String flag) throws Exception {
    byte[] body = archive(flag);
    served.put("/a.tar", body);
    Fetch fetch =
        new Fetch(
            "etcd",
            "3.5",
            url("/a.tar"),
            new Checksum.Pinned(sha256(body)),
            List.of(
                new Target("etcd-v1/etcd", bench.path("out/etcd"), "0755"),
                new Target("./", bench.path("out/cni"), "0755"),
                new Target("./etcd-v1/docs/", bench.path("out/docs/"), "0644")));
    var result = bench.apply(fetch);
    assertThat(result.outcome()).as(result.toString()).isEqualTo(CHANGED);
    assertThat(bench.read("out/etcd")).isEqualTo("etcd program");
    assertThat(bench.read("out/cni/bridge")).isEqualTo("bridge");
    assertThat(bench.read("out/cni/host-local")).isEqualTo("host-local");
    assertThat(bench.read("out/docs/readme")).isEqualTo("docs");
    assertThat(Files.list(temp.resolve("out/cni"))).hasSize(2);
    assertThat(bench.apply(fetch).outcome()).isEqualTo(UNCHANGED);
    Files.delete(temp.resolve("out/cni/bridge"));
    assertThat(bench.check(fetch).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(fetch).outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("out/cni/bridge")).isEqualTo("bridge");
  }

  @Test
  void anotherTargetOfTheSameVersionIsInstalled() throws Exception {
    Fetch one = plain("1.0", "one");
    bench.apply(one);
    Fetch two =
        new Fetch(
            one.name(),
            one.version(),
            one.url(),
            one.checksum(),
            List.of(one.targets().getFirst(), new Target("", bench.path("bin3/kubelet"), "0755")));
    assertThat(bench.apply(two).detail()).isEqualTo("other files of it");
    assertThat(bench.read("bin3/kubelet")).isEqualTo("one");
    assertThat(bench.apply(two).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void anEntryThatIsNotInTheArchiveIsAFailure() throws Exception {
    byte[] body = archive("-cz");
    served.put("/a.tgz", body);
    var result =
        bench.apply(
            new Fetch(
                "etcd",
                "3.5",
                url("/a.tgz"),
                new Checksum.Pinned(sha256(body)),
                List.of(new Target("etcd-v1/etcdutl", bench.path("etcdutl"), "0755"))));
    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(result.detail()).startsWith("etcd-v1/etcdutl is not in http");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "file://", "file://localhost"})
  void aFileOfTheNodeIsRead(String scheme) throws Exception {
    Path source = Files.writeString(temp.resolve("source file"), "local").toAbsolutePath();
    Path spaceless = Files.copy(source, temp.resolve("source"));
    Fetch fetch =
        new Fetch(
            "x",
            "1",
            scheme + spaceless,
            new Checksum.Pinned(Digest.sha256("local")),
            List.of(new Target("", bench.path("x"), "0644")));
    var result = bench.apply(fetch);
    assertThat(result.outcome()).as(result.toString()).isEqualTo(CHANGED);
    assertThat(bench.read("x")).isEqualTo("local");
    assertThat(bench.read("source")).isEqualTo("local");
  }

  @Test
  void aSlowDownloadTellsHowFarItIs() throws Exception {
    pauseMillis = 1300;
    Fetch slow = plain("1.0", "x".repeat(1 << 20));
    var result = bench.apply(slow);
    assertThat(result.outcome()).isEqualTo(CHANGED);
    assertThat(result.progress).hasSizeGreaterThan(1);
    assertThat(result.progress).allMatch(p -> p[1] == 1 << 20);
    assertThat(result.progress.getFirst()[0]).isLessThan(1 << 20);
  }

  @Test
  void aRunThatIsEndedLeavesNothingHalf() throws Exception {
    pauseMillis = 600;
    Process process = bench.start(List.of(plain("1.0", "one")), Mode.APPLY);
    while (!Files.isDirectory(temp.resolve("cache"))
        || Files.list(temp.resolve("cache")).findAny().isEmpty()) {
      Thread.sleep(20);
    }
    process.toHandle().destroy();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(Files.list(temp.resolve("cache"))).isEmpty();
    assertThat(temp.resolve("bin2/kubelet")).doesNotExist();
    pauseMillis = 0;
    assertThat(bench.apply(plain("1.0", "one")).outcome()).isEqualTo(CHANGED);
  }

  @Test
  void aDownloadThatIsCutOffNeverCounts() throws Exception {
    Fetch one = plain("1.0", "one");
    bench.command(
        "curl", "while [ \"$1\" != --output ]; do shift; done; echo on >\"$2\"; exit 18\n");
    var result = bench.apply(one);
    assertThat(result.detail()).startsWith("exit code 18: cannot download");
    assertThat(temp.resolve("bin2")).doesNotExist();
  }

  /** A shell loses a signal that comes before its child has forgotten the parent's traps. */
  @Test
  void whatWatchesADownloadEndsHoweverQuickThatIs() throws Exception {
    String asset =
        new String(
            Shell.class.getResourceAsStream("/assets/shell/downloads.sh").readAllBytes(), UTF_8);
    String program =
        """
        trap 'exit 1' TERM
        q_work=%s
        q_frame() { :; }
        curl() { :; }
        stat() { echo 0; }
        %s
        i=0
        while [ $i -lt 1000 ]; do
          q_download http://127.0.0.1/x /dev/null
          i=$((i + 1))
        done
        echo finished
        """
            .formatted(temp, asset);
    Process process =
        new ProcessBuilder("timeout", "60", "sh", "-c", program).redirectErrorStream(true).start();

    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).endsWith("finished\n");
  }
}
