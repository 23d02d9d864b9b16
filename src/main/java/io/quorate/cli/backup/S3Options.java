package io.quorate.cli.backup;

import io.quorate.cli.option.EndedException;
import io.quorate.target.OffHost;
import io.quorate.target.S3Place;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a store that speaks S3 is, for an address that does not say it. */
final class S3Options {

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description =
          "The store of an s3:// address, such as https://minio.example:9000; without TLS only where"
              + " http:// is written. Without it: $AWS_ENDPOINT_URL_S3, $AWS_ENDPOINT_URL, the"
              + " profile, or Amazon's.")
  private @Nullable String endpoint;

  @Option(
      names = "--s3-region",
      paramLabel = "NAME",
      description = "Its region. Without it: $AWS_REGION, the profile, or us-east-1.")
  private @Nullable String region;

  @Option(
      names = "--s3-path-style",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description =
          "Whether requests name the bucket in the path or in the host's name (default: in the path"
              + " where an endpoint is named).")
  private @Nullable Boolean pathStyle;

  /**
   * The place with what was said of its store.
   *
   * @param where the option or argument that it was typed for
   * @throws EndedException when that cannot be
   */
  OffHost on(String where, OffHost place) throws EndedException {
    if (!(place instanceof S3Place store)) {
      none(where);
      return place;
    }
    try {
      S3Place told = endpoint == null ? store : store.at(endpoint);
      told = region == null ? told : told.in(region);
      return pathStyle == null ? told : told.styled(pathStyle);
    } catch (IllegalArgumentException e) {
      throw EndedException.invalid("error: " + where + ": " + e.getMessage());
    }
  }

  /**
   * @param where the option or argument that would need them
   * @throws EndedException when something of it was said
   */
  void none(String where) throws EndedException {
    if (endpoint != null || region != null || pathStyle != null) {
      throw EndedException.invalid(
          "error: --s3-endpoint, --s3-region and --s3-path-style are about an address such as"
              + " s3://bucket/backups, and "
              + where
              + " has none.");
    }
  }
}
