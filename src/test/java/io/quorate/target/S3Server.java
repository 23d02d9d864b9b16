package io.quorate.target;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An S3 server in this JVM, S3Proxy, that keeps its objects in memory and checks signatures
 * (version 4), sums and conditions.
 */
public final class S3Server implements AutoCloseable {

  public static final String ACCESS_KEY = "keeper";
  public static final String SECRET_KEY = "only-for-this-test";
  public static final String BUCKET = "backups";

  /** What a store lacks that real ones may lack. */
  enum Lack {
    NOTHING,
    /** It ignores the condition that a name be free. */
    CONDITIONS,
    /** It tells no SHA-256. */
    SUMS,
    /** Nor is what it keeps what it was given. */
    SUMS_AND_CARE
  }

  final BlobStore store = new TransientNio2BlobStore();
  private final S3Proxy server;
  private final String endpoint;

  public S3Server() throws Exception {
    this(Lack.NOTHING, null);
  }

  /**
   * @param tls where it speaks TLS; null: it does not
   */
  S3Server(Lack lack, @Nullable SSLContext tls) throws Exception {
    S3Proxy.Builder builder =
        S3Proxy.builder()
            .blobStore(lack == Lack.NOTHING ? store : new Lacking(store, lack))
            .stopTimeout(0)
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY);
    server =
        (tls == null
                ? builder.endpoint(URI.create("http://127.0.0.1:0"))
                : builder.secureEndpoint(URI.create("https://127.0.0.1:0")).sslContext(tls))
            .build();
    server.start();
    endpoint =
        tls == null
            ? "http://127.0.0.1:" + server.getPort()
            : "https://127.0.0.1:" + server.getSecurePort();
    store.createContainer(BUCKET);
  }

  /** Its URL. */
  public String endpoint() {
    return endpoint;
  }

  int port() {
    return URI.create(endpoint).getPort();
  }

  /** Keys of what it has. */
  public List<String> keys() {
    return store.list(ListObjectsV2Request.builder().bucket(BUCKET).build()).contents().stream()
        .map(S3Object::key)
        .sorted()
        .toList();
  }

  /** Has somebody else put something there. */
  public void put(String key, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    store.putBlob(
        PutObjectRequest.builder()
            .bucket(BUCKET)
            .key(key)
            .contentLength((long) bytes.length)
            .build(),
        new ByteArrayInputStream(bytes));
  }

  byte[] content(String key) throws IOException {
    try (InputStream in = store.getBlob(BUCKET, key)) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the store does not stop", e);
    }
  }

  private static final class Lacking extends ForwardingBlobStore {
    private final Lack lack;

    Lacking(BlobStore store, Lack lack) {
      super(store);
      this.lack = lack;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
      if (lack == Lack.CONDITIONS) {
        return super.putBlob(request.toBuilder().ifNoneMatch(null).build(), content);
      }
      Map<String, String> about = new HashMap<>(request.metadata());
      about.keySet().removeIf(key -> key.startsWith("s3proxy_checksum"));
      boolean careless = lack == Lack.SUMS_AND_CARE && request.key().endsWith(".quorate");
      return super.putBlob(
          request.toBuilder().checksumSHA256(null).metadata(about).build(),
          careless ? new Damaged(content) : content);
    }
  }

  /** Its tenth byte is another one. */
  private static final class Damaged extends InputStream {
    private final InputStream in;
    private int at;

    Damaged(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      return one >= 0 && at++ == 9 ? one ^ 1 : one;
    }
  }
}
