package io.quorate.target;

import io.quorate.plan.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * Where a store is, and who asks it: what an address does not say is found where the AWS SDK finds
 * it, in variables of the environment and in the profile of ~/.aws that AWS_PROFILE names.
 *
 * @param endpoint null: Amazon's for the region
 * @param bundle authorities whose certificates are trusted instead of the usual; empty: the usual
 */
record S3Account(
    @Nullable URI endpoint,
    String region,
    boolean pathStyle,
    String bundle,
    AwsCredentialsProvider credentials) {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A whole file may have to be on the store's disk before it answers. */
  private static final Duration ANSWER = Patience.USUAL.closing();

  /** What AWS_PROFILE is where nobody says it. */
  private static final String NO_PROFILE = "default";

  /** What stores take that have no regions. */
  private static final String ANY_REGION = "us-east-1";

  /**
   * @throws IOException when a setting cannot be used
   */
  static S3Account of(S3Place place, Map<String, String> environment) throws IOException {
    try {
      String name = ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
      ProfileFile file = ProfileFile.defaultProfileFile();
      Optional<Profile> profile = file.profile(name);
      if (profile.isEmpty() && !name.equals(NO_PROFILE)) {
        throw new IOException(
            "AWS_PROFILE names %s, and ~/.aws/config and ~/.aws/credentials have no such profile"
                .formatted(name));
      }
      URI endpoint = endpoint(place, file, name);
      return new S3Account(
          endpoint,
          region(place, profile),
          place.style() == S3Place.Style.PATH
              || place.style() == S3Place.Style.FITTING && endpoint != null,
          Optional.ofNullable(environment.get("AWS_CA_BUNDLE"))
              .or(() -> profile.flatMap(p -> p.property("ca_bundle")))
              .orElse(""),
          DefaultCredentialsProvider.builder().build());
    } catch (SdkClientException | IllegalArgumentException | UncheckedIOException e) {
      throw new IOException("the settings for S3 cannot be used: " + FileFailure.words(e), e);
    }
  }

  private static @Nullable URI endpoint(S3Place place, ProfileFile file, String profile) {
    if (!place.endpoint().isEmpty()) {
      return URI.create(place.endpoint());
    }
    return AwsClientEndpointProvider.builder()
        .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_S3")
        .serviceEndpointOverrideSystemProperty("aws.endpointUrlS3")
        .serviceProfileProperty("s3")
        .profileFile(() -> file)
        .profileName(profile)
        .resolveFromOverrides()
        .map(said -> URI.create(S3Place.endpointOf(said.toString())))
        .orElse(null);
  }

  private static String region(S3Place place, Optional<Profile> profile) {
    if (!place.region().isEmpty()) {
      return place.region();
    }
    return SdkSystemSetting.AWS_REGION
        .getStringValue()
        .or(() -> profile.flatMap(p -> p.property(ProfileProperty.REGION)))
        .orElse(ANY_REGION);
  }

  /** The store, as messages name it. */
  String shown() {
    return endpoint == null ? "Amazon S3 in " + region : endpoint.toString();
  }

  /** A store's client; whoever asked for it closes it. */
  S3Client client() throws IOException {
    UrlConnectionHttpClient.Builder http =
        UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER);
    if (!bundle.isEmpty()) {
      TrustManager[] trusted = trusted();
      http.tlsTrustManagersProvider(() -> trusted);
    }
    S3ClientBuilder client =
        S3Client.builder()
            .credentialsProvider(credentials)
            .region(Region.of(region))
            .forcePathStyle(pathStyle)
            // Sums are given where they are wanted: other stores than Amazon's refuse the rest.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .httpClientBuilder(http);
    if (endpoint != null) {
      client.endpointOverride(endpoint);
    }
    return client.build();
  }

  private TrustManager[] trusted() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(bundle))) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + count++, one);
      }
      if (count == 0) {
        throw new IOException("there is no certificate in it");
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException | InvalidPathException e) {
      throw new IOException(
          "AWS_CA_BUNDLE or ca_bundle of the profile, %s, is no file of certificates (PEM): %s"
              .formatted(bundle, FileFailure.words(e)),
          e);
    }
  }
}
