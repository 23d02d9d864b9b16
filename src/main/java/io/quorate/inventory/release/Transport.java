package io.quorate.inventory.release;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Opens http, https and file URLs. */
final class Transport implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(15);

  /** Until the first byte; the length of a download itself is not limited. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final HttpClient client;

  Transport(ProxySelector proxies) {
    client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(proxies)
            .build();
  }

  /** What is being read, and how many bytes there are in all; -1 when nobody says. */
  record Content(InputStream stream, long length) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  Content open(String url) throws IOException, InterruptedException {
    URI uri = URI.create(url);
    if ("file".equals(uri.getScheme())) {
      return file(url, Path.of(uri));
    }
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).build();
    HttpResponse<InputStream> response = send(url, request);
    if (response.statusCode() != 200) {
      response.body().close();
      throw new DownloadFailed(url + " answered with status " + response.statusCode() + ".");
    }
    return new Content(
        response.body(), response.headers().firstValueAsLong("content-length").orElse(-1));
  }

  /** Whether something is there. */
  enum Offer {
    THERE,
    MISSING,
    /** Its server answered, and not with either. */
    UNCLEAR
  }

  /**
   * Asks without reading it.
   *
   * @throws DownloadFailed when nobody answers
   */
  Offer offer(String url) throws IOException, InterruptedException {
    URI uri = URI.create(url);
    if ("file".equals(uri.getScheme())) {
      return Files.isRegularFile(Path.of(uri)) ? Offer.THERE : Offer.MISSING;
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER);
    Offer told = offer(url, request.HEAD().build());
    // Not every server answers to HEAD.
    return told == Offer.UNCLEAR
        ? offer(url, request.GET().header("Range", "bytes=0-0").build())
        : told;
  }

  private Offer offer(String url, HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = send(url, request);
    response.body().close();
    return switch (response.statusCode()) {
      case 200, 206 -> Offer.THERE;
      case 404, 410 -> Offer.MISSING;
      default -> Offer.UNCLEAR;
    };
  }

  private HttpResponse<InputStream> send(String url, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new DownloadFailed(url + " cannot be reached: " + why + ".", e);
    }
  }

  private static Content file(String url, Path file) throws IOException {
    try {
      return new Content(Files.newInputStream(file), Files.size(file));
    } catch (NoSuchFileException e) {
      throw new DownloadFailed(url + " is not there.", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
