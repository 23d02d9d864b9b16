package io.quorate.inventory.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.quorate.inventory.release.Downloader.Downloaded;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloaderTest {
  private static final Downloader.Progress QUIET = (done, total) -> {};

  @TempDir Path folder;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private Downloader downloader;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = files.get(exchange.getRequestURI().toString());
          try (exchange) {
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
              exchange.getResponseBody().write(body);
            }
          }
        });
    server.start();
    downloader = new Downloader(folder.resolve("cache"), Map.of());
  }

  private Artefact offered(String file) {
    String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    return new Artefact("etcd", "1.2.3", base + file, null, base + file + ".sum", file);
  }

  @Test
  void whatIsNotThereIsKnownWithoutADownload() throws Exception {
    files.put("/whole", new byte[1 << 20]);
    files.put("/whole.sum", new byte[64]);
    assertThat(downloader.missing(offered("whole"))).isEmpty();
    files.remove("/whole.sum");
    assertThat(downloader.missing(offered("whole"))).hasValue(offered("whole").checksumUrl());
    assertThat(downloader.missing(offered("none"))).hasValue(offered("none").url());
    Path file = Files.writeString(folder.resolve("local"), "x");
    Artefact local = new Artefact("etcd", "1", "file://" + file, "aa", null, "local");
    assertThat(downloader.missing(local)).isEmpty();
    Files.delete(file);
    assertThat(downloader.missing(local)).hasValue(local.url());
    server.stop(0);
    assertThatThrownBy(() -> downloader.missing(offered("whole")))
        .isInstanceOf(DownloadFailed.class);
  }

  @AfterEach
  void stop() {
    downloader.close();
    server.stop(0);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private Artefact artefact(@Nullable String sha256, @Nullable String checksumPath) {
    return new Artefact(
        "runc",
        "1.4.3",
        url("/runc/runc.amd64"),
        sha256,
        checksumPath == null ? null : url(checksumPath),
        "runc.amd64");
  }

  private void serve(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sum(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void downloadsOnceAndVerifiesByThePublishedSum() throws Exception {
    serve("/runc/runc.amd64", "program");
    serve(
        "/runc/runc.sha256sum",
        sum("other") + "  runc.arm64\n" + sum("program") + " *runc.amd64\n");
    List<Long> progress = new ArrayList<>();

    Downloaded first =
        downloader.get(
            artefact(null, "/runc/runc.sha256sum"), (done, total) -> progress.add(total));
    Downloaded second = downloader.get(artefact(null, "/runc/runc.sha256sum"), QUIET);

    assertThat(first.file()).hasContent("program");
    assertThat(first.sha256()).isEqualTo(sum("program"));
    assertThat(first.fresh()).isTrue();
    assertThat(second.fresh()).isFalse();
    assertThat(progress).containsExactly(7L);
    assertThat(requests).hasValue(3);
  }

  @Test
  void aPinnedSumNeedsNoPublishedOne() throws Exception {
    serve("/runc/runc.amd64", "program");

    assertThat(downloader.get(artefact(sum("program"), null), QUIET).file()).hasContent("program");
    assertThat(requests).hasValue(1);
  }

  @Test
  void aWrongSumIsRefusedWithBothAndTheOlderFileStays() throws Exception {
    serve("/runc/runc.amd64", "program");
    Path file = downloader.get(artefact(sum("program"), null), QUIET).file();
    serve("/runc/runc.amd64", "tampered");

    assertThatThrownBy(() -> downloader.get(artefact(sum("newer"), null), QUIET))
        .isInstanceOf(ChecksumMismatch.class)
        .hasMessage(
            "The checksum of "
                + url("/runc/runc.amd64")
                + " is wrong: SHA-256 should be "
                + sum("newer")
                + " and is "
                + sum("tampered")
                + ".");
    assertThat(file).hasContent("program");
    assertThat(file.resolveSibling("runc.amd64.partial")).doesNotExist();
  }

  @Test
  void anAlteredFileOfTheCacheIsDownloadedAgain() throws Exception {
    serve("/runc/runc.amd64", "program");
    Path file = downloader.get(artefact(sum("program"), null), QUIET).file();
    Files.writeString(file, "half of it");

    assertThat(downloader.get(artefact(sum("program"), null), QUIET).fresh()).isTrue();
    assertThat(file).hasContent("program");
  }

  @Test
  void aBrokenDownloadNeverCounts() throws Exception {
    server.removeContext("/");
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          exchange.close();
        });

    assertThatThrownBy(() -> downloader.get(artefact(sum("program"), null), QUIET))
        .isInstanceOf(DownloadFailed.class);
    try (var left = Files.walk(folder.resolve("cache"))) {
      assertThat(left.filter(Files::isRegularFile))
          .allMatch(file -> file.toString().endsWith(".lock"));
    }
  }

  @Test
  void theLastVerifiedSumServesWhenNobodyAnswers() throws Exception {
    serve("/runc/runc.amd64", "program");
    serve("/sum", sum("program"));
    downloader.get(artefact(null, "/sum"), QUIET);
    files.clear();

    assertThat(downloader.get(artefact(null, "/sum"), QUIET).fresh()).isFalse();
  }

  @Test
  void whatCannotBeVerifiedIsRefusedUnlessTheOperatorAnswersForIt() throws Exception {
    serve("/runc/runc.amd64", "program");

    assertThatThrownBy(() -> downloader.get(artefact(null, null), QUIET))
        .hasMessageContaining("put its SHA-256 into the inventory's checksums");
    assertThat(downloader.getTrusted(artefact(null, null), QUIET).sha256())
        .isEqualTo(sum("program"));
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> downloader.get(artefact("0".repeat(64), null), QUIET))
        .hasMessage(url("/runc/runc.amd64") + " answered with status 404.");
    serve("/sum", "nothing of use");
    assertThatThrownBy(() -> downloader.get(artefact(null, "/sum"), QUIET))
        .hasMessage(url("/sum") + " has no SHA-256 of runc.amd64.");
  }

  @Test
  void readsAFolderThatIsTheMirror() throws Exception {
    Path file = Files.writeString(folder.resolve("a b.tar"), "images");
    Artefact archive =
        new Artefact("a b.tar", "", file.toUri().toString(), sum("images"), null, "a b.tar");

    assertThat(downloader.get(archive, QUIET).file()).hasContent("images");
  }

  @Test
  void manyAtOnceGetTheSameFile() throws Exception {
    serve("/runc/runc.amd64", "program");
    try (Downloader other = new Downloader(folder.resolve("cache"), Map.of());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Downloaded>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Downloader one = i % 2 == 0 ? downloader : other;
        all.add(threads.submit(() -> one.get(artefact(sum("program"), null), QUIET)));
      }
      int fresh = 0;
      for (Future<Downloaded> one : all) {
        fresh += one.get().fresh() ? 1 : 0;
      }
      assertThat(fresh).isEqualTo(1);
    }
    assertThat(requests).hasValue(1);
  }

  @Test
  void goesThroughTheProxyOfTheEnvironment() throws Exception {
    String proxy = "http://127.0.0.1:" + server.getAddress().getPort();
    files.put("http://mirror.example/x", "by proxy".getBytes(StandardCharsets.UTF_8));
    Artefact artefact =
        new Artefact("x", "1", "http://mirror.example/x", sum("by proxy"), null, "x");

    try (Downloader behindProxy =
        new Downloader(folder.resolve("other"), Map.of("http_proxy", proxy))) {
      assertThat(behindProxy.get(artefact, QUIET).file()).hasContent("by proxy");
    }
  }
}
