package io.quorate.target;

import io.quorate.plan.Digest;
import io.quorate.plan.PrivateFiles;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A prefix in a bucket, opened. */
final class S3Shelf implements Shelf {

  /**
   * An object by which is known whether writing is allowed, and whether the store keeps the
   * condition that a name be free. It stays: removing it each time would fill buckets that keep
   * every version.
   */
  static final String MARK = ".quorate-writes-here";

  private static final String MARK_TEXT =
      "Quorate keeps backups here. By this file it sees whether it may write, and whether the store"
          + " refuses to overwrite.\n";

  /** So that questions are asked again while their answer is still waited for. */
  private static final Consumer<AwsRequestOverrideConfiguration.Builder> QUESTION =
      o -> o.apiCallAttemptTimeout(Duration.ofSeconds(6));

  /** What one request may put, by the protocol. */
  private static final long LARGEST = 5L << 30;

  /** How often a download goes on where its connection broke. */
  private static final int RESUMES = 3;

  private static final int PART = 64 * 1024;

  private final S3Place place;
  private final Progress progress;
  private final S3Account account;
  private final S3Client client;
  private final Patience patience;

  /** Whether the store keeps the condition that a name be free. */
  private boolean conditions;

  private String proof = "";

  private S3Shelf(
      S3Place place, Progress progress, S3Account account, S3Client client, Patience patience) {
    this.place = place;
    this.progress = progress;
    this.account = account;
    this.client = client;
    this.patience = patience;
  }

  /**
   * Looks whether the store, the bucket and the keys are what they should be.
   *
   * @throws IOException with why they are not, and what to do
   */
  static S3Shelf open(
      S3Place place, OffHost.Use use, Progress progress, S3Account account, Patience patience)
      throws IOException, InterruptedException {
    S3Client client = account.client();
    S3Shelf shelf = new S3Shelf(place, progress, account, client, patience);
    try {
      shelf.ask(
          "read " + shelf.shown(""),
          () -> {
            shelf.identify();
            return client.listObjectsV2(
                r ->
                    r.bucket(place.bucket())
                        .prefix(place.key(""))
                        .maxKeys(1)
                        .overrideConfiguration(QUESTION));
          });
      if (use == OffHost.Use.WRITING) {
        shelf.conditions = shelf.ask("write to " + shelf.shown(""), shelf::keepsConditions);
      }
      return shelf;
    } catch (IOException | InterruptedException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** What a question to the store comes to. */
  private interface Question<T> {
    T asked() throws IOException;
  }

  private <T> T ask(String what, Question<T> question) throws IOException, InterruptedException {
    return wait(what, meter -> question.asked());
  }

  private <T> T wait(String what, Patience.Work<T> work) throws IOException, InterruptedException {
    try {
      return patience.await(progress, work);
    } catch (SdkException | Patience.Exhausted | SocketException | SSLException e) {
      throw S3Failure.of(what, account, e);
    }
  }

  private void identify() throws S3Failure {
    try {
      account.credentials().resolveCredentials();
    } catch (SdkException e) {
      throw S3Failure.withoutCredentials(account, e);
    }
  }

  /** Whether the store refuses to write what is there, when it is told to. */
  private boolean keepsConditions() {
    try {
      mark(true);
      mark(true);
      return false;
    } catch (S3Exception e) {
      return switch (S3Failure.code(e)) {
        case "PreconditionFailed" -> true;
        case "NotImplemented" -> {
          mark(false);
          yield false;
        }
        default -> throw e;
      };
    }
  }

  private void mark(boolean onlyNew) {
    byte[] text = MARK_TEXT.getBytes(StandardCharsets.UTF_8);
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(place.bucket())
            .key(place.key(MARK))
            .checksumSHA256(inBase64(Digest.sha256(text)))
            .overrideConfiguration(QUESTION);
    client.putObject(
        onlyNew ? request.ifNoneMatch("*").build() : request.build(), RequestBody.fromBytes(text));
  }

  private static String inBase64(String hexadecimal) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hexadecimal));
  }

  private String shown(String name) {
    String key = place.key(name);
    return S3Place.SCHEME + place.bucket() + (key.isEmpty() ? "" : "/" + key);
  }

  @Override
  public List<Piece> list() throws IOException, InterruptedException {
    String start = place.key("");
    return ask(
        "list " + shown(""),
        () -> {
          List<Piece> pieces = new ArrayList<>();
          for (S3Object one :
              client
                  .listObjectsV2Paginator(
                      r ->
                          r.bucket(place.bucket())
                              .prefix(start)
                              .delimiter("/")
                              .overrideConfiguration(QUESTION))
                  .contents()) {
            String name = one.key().substring(start.length());
            if (!name.isEmpty() && !name.startsWith(".")) {
              pieces.add(new Piece(name, one.size()));
            }
          }
          return pieces;
        });
  }

  @Override
  public boolean put(Path file, String name) throws IOException, InterruptedException {
    long size = Files.size(file);
    if (size > LARGEST) {
      throw new IOException(
          "%s has %,d bytes; S3 takes %,d in one request".formatted(file, size, LARGEST));
    }
    String wanted;
    try (InputStream in = Files.newInputStream(file)) {
      wanted = Digest.sha256(in);
    }
    Optional<HeadObjectResponse> before = look(name);
    if (before.isPresent() || !send(file, name, wanted)) {
      HeadObjectResponse there = before.isPresent() ? before.get() : look(name).orElse(null);
      if (there == null || !isSame(name, there, size, wanted)) {
        throw new FileAlreadyExistsException(shown(name) + " at " + account.shown());
      }
      return false;
    }
    HeadObjectResponse there = look(name).orElse(null);
    if (there == null || !isSame(name, there, size, wanted)) {
      remove(name);
      throw new IOException(
          "what came to %s at %s is not what was sent; it was removed there"
              .formatted(shown(name), account.shown()));
    }
    proof =
        (conditions
                ? "written on the condition that the name is free; "
                : "written after a look that the name is free, as the store knows no conditions; ")
            + proof;
    return true;
  }

  private Optional<HeadObjectResponse> look(String name) throws IOException, InterruptedException {
    return ask(
        "look at " + shown(name),
        () -> {
          try {
            return Optional.of(
                client.headObject(
                    r ->
                        r.bucket(place.bucket())
                            .key(place.key(name))
                            .checksumMode(ChecksumMode.ENABLED)
                            .overrideConfiguration(QUESTION)));
          } catch (S3Exception e) {
            if (e.statusCode() == 404) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** Compares by what the store tells, and by reading it back where it tells too little. */
  private boolean isSame(String name, HeadObjectResponse there, long size, String wanted)
      throws IOException, InterruptedException {
    if (there.contentLength() != size) {
      return false;
    }
    String told = sum(there.checksumSHA256(), there.checksumType());
    if (told != null) {
      proof = "the store's SHA-256 of it is the same";
      return told.equals(inBase64(wanted));
    }
    proof = "read back, and the same";
    return wait(
        "read " + shown(name),
        meter -> {
          try (InputStream in = new Metered(client.getObject(request(name).build()), meter, size)) {
            return Digest.sha256(in).equals(wanted);
          }
        });
  }

  /** The sum of an object that was put in parts is one of their sums. */
  private static @Nullable String sum(@Nullable String told, @Nullable ChecksumType type) {
    return type == ChecksumType.COMPOSITE || told == null || told.contains("-") ? null : told;
  }

  private GetObjectRequest.Builder request(String name) {
    return GetObjectRequest.builder().bucket(place.bucket()).key(place.key(name));
  }

  /**
   * @return whether it was written; else something has that name
   */
  private boolean send(Path file, String name, String wanted)
      throws IOException, InterruptedException {
    long size = Files.size(file);
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(place.bucket())
            .key(place.key(name))
            .contentLength(size)
            .checksumSHA256(inBase64(wanted));
    PutObjectRequest asked = conditions ? request.ifNoneMatch("*").build() : request.build();
    return wait(
        "write " + shown(name),
        meter -> {
          try {
            client.putObject(
                asked,
                RequestBody.fromContentProvider(
                    () -> new Metered(opened(file), meter, size), size, "application/x-tar"));
            return true;
          } catch (S3Exception e) {
            if (S3Failure.code(e).equals("PreconditionFailed")) {
              return false;
            }
            throw e;
          }
        });
  }

  private static InputStream opened(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String proof() {
    return proof;
  }

  @Override
  public void get(String name, Path file) throws IOException, InterruptedException {
    Path beside =
        Files.createTempFile(
            Objects.requireNonNull(file.toAbsolutePath().getParent()),
            ".fetched",
            "",
            PrivateFiles.ofFile());
    try {
      Fetching fetching = new Fetching(name, beside);
      wait("read " + shown(name), fetching::all);
      try (InputStream in = Files.newInputStream(beside)) {
        if (fetching.sum != null && !fetching.sum.equals(inBase64(Digest.sha256(in)))) {
          throw new IOException(
              "what came of %s at %s is not what the store has the SHA-256 of"
                  .formatted(shown(name), account.shown()));
        }
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** A download, which goes on where its connection broke. */
  private final class Fetching {
    private final String name;
    private final Path beside;
    private long come;
    private long size;
    private @Nullable String version;
    private @Nullable String sum;

    Fetching(String name, Path beside) {
      this.name = name;
      this.beside = beside;
    }

    long all(Patience.Meter meter) throws IOException {
      for (int resumes = 0; ; resumes++) {
        try {
          more(meter);
        } catch (IOException broken) {
          if (resumes == RESUMES) {
            throw new IOException(told(), broken);
          }
          continue;
        }
        if (come == size) {
          return come;
        }
        if (resumes == RESUMES) {
          throw new IOException(told());
        }
      }
    }

    private String told() {
      return "%s at %s ends after %d of %d bytes, also when it is asked for the rest"
          .formatted(shown(name), account.shown(), come, size);
    }

    private void more(Patience.Meter meter) throws IOException {
      GetObjectRequest.Builder request = request(name).checksumMode(ChecksumMode.ENABLED);
      if (come > 0) {
        request.range("bytes=" + come + "-").ifMatch(version);
      }
      try (ResponseInputStream<GetObjectResponse> in = client.getObject(request.build());
          OutputStream out = Files.newOutputStream(beside, StandardOpenOption.APPEND)) {
        GetObjectResponse answer = in.response();
        if (come == 0) {
          size = answer.contentLength();
          version = answer.eTag();
          sum = sum(answer.checksumSHA256(), answer.checksumType());
        } else if (answer.contentRange() == null) {
          in.abort();
          throw new IOException("the store gives no part of a file");
        }
        byte[] bytes = new byte[PART];
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
          out.write(bytes, 0, n);
          come += n;
          meter.at(come, size);
        }
      }
    }
  }

  @Override
  public void remove(String name) throws IOException, InterruptedException {
    ask(
        "remove " + shown(name),
        () ->
            client.deleteObject(
                r ->
                    r.bucket(place.bucket()).key(place.key(name)).overrideConfiguration(QUESTION)));
  }

  @Override
  public void close() {
    client.close();
  }

  /** Tells the meter what is read. */
  private static final class Metered extends FilterInputStream {
    private final Patience.Meter meter;
    private final long size;
    private long done;

    Metered(InputStream in, Patience.Meter meter, long size) {
      super(in);
      this.meter = meter;
      this.size = size;
      meter.at(0, size);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      if (n > 0) {
        done += n;
        meter.at(done, size);
      }
      return n;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
