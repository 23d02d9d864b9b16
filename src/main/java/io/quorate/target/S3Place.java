package io.quorate.target;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A prefix in a bucket of a store that speaks S3, or an object below it. Keys are never in its
 * address: the AWS SDK finds them in the environment and in ~/.aws.
 *
 * @param prefix without a slash at either end; empty: all of the bucket
 * @param endpoint the store's URL; empty: as the AWS SDK finds it, else Amazon's
 * @param region empty: as the AWS SDK finds it
 * @param style how requests name the bucket
 */
public record S3Place(String bucket, String prefix, String endpoint, String region, Style style)
    implements OffHost {

  /** Where a request has the name of the bucket. */
  public enum Style {
    /** In the path where an endpoint is named, else in the host's name. */
    FITTING,
    PATH,
    HOST
  }

  /** How an address of such a place begins. */
  static final String SCHEME = "s3://";

  private static final String FORM =
      "is not an address such as s3://bucket/backups?endpoint=https://minio.example:9000: ";

  private static final String ENDPOINT = "endpoint";
  private static final String REGION = "region";
  private static final String PATH_STYLE = "path-style";

  /** Also of older buckets, and of other stores than Amazon's. */
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9-]+");

  /**
   * Reads {@code s3://BUCKET[/PREFIX][?endpoint=URL&region=NAME&path-style=true|false]}, where
   * {@code %}, {@code ?}, {@code #} and {@code &} are written as in any URL, and all else as it is.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static S3Place parse(String address) {
    int query = address.indexOf('?');
    String place = address.substring(SCHEME.length(), query < 0 ? address.length() : query);
    int slash = place.indexOf('/');
    String bucket = slash < 0 ? place : place.substring(0, slash);
    if (bucket.contains("@") || bucket.contains(":")) {
      throw new IllegalArgumentException(
          "others see a key in an address: take out what stands before the bucket's name, and let"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile in ~/.aws, have it.");
    }
    if (!BUCKET.matcher(bucket).matches()) {
      throw wrong(address, "it has to begin with s3:// and the name of a bucket.");
    }
    if (address.contains("#")) {
      throw wrong(address, "write # as %23.");
    }
    S3Place read =
        new S3Place(
            bucket,
            decoded(address, slash < 0 ? "" : place.substring(slash)).replaceAll("^/+|/+$", ""),
            "",
            "",
            Style.FITTING);
    if (read.prefix.chars().anyMatch(Character::isISOControl)) {
      throw wrong(address, "a prefix holds no control characters.");
    }
    return query < 0 ? read : read.asked(address, address.substring(query + 1));
  }

  private S3Place asked(String address, String query) {
    S3Place read = this;
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : decoded(address, pair.substring(equals + 1));
      read =
          switch (name) {
            case ENDPOINT -> read.at(value);
            case REGION -> read.in(value);
            case PATH_STYLE -> read.styled(value);
            default ->
                throw new IllegalArgumentException(
                    "after the ? of such an address stand endpoint=URL, region=NAME and"
                        + " path-style=true or false, with & between them; in a shell it needs"
                        + " quotes. A ? of the prefix is written as %3F.");
          };
    }
    return read;
  }

  private static String decoded(String address, String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong(address, "write % as %25.");
    }
  }

  /** Quoted without what stands after the question mark: nobody knows what somebody wrote there. */
  private static IllegalArgumentException wrong(String address, String why) {
    return new IllegalArgumentException(address.replaceFirst("\\?.*", "") + " " + FORM + why);
  }

  /**
   * The same at another endpoint.
   *
   * @param url without a scheme it is https
   * @throws IllegalArgumentException with what is wrong with it
   */
  public S3Place at(String url) {
    return new S3Place(bucket, prefix, endpointOf(url), region, style);
  }

  /**
   * An endpoint as it is typed.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static String endpointOf(String url) {
    String whole = url.contains("://") ? url : "https://" + url;
    // Of what is no URL it is not known where a key in it would stand.
    if (whole.contains("@")) {
      throw new IllegalArgumentException(
          "others see a key in an endpoint: take out what stands before the @.");
    }
    URI read;
    try {
      read = new URI(whole);
    } catch (URISyntaxException e) {
      throw noEndpoint();
    }
    boolean web = "https".equals(read.getScheme()) || "http".equals(read.getScheme());
    if (!web || read.getHost() == null || read.getQuery() != null || read.getFragment() != null) {
      throw noEndpoint();
    }
    return whole.replaceAll("/+$", "");
  }

  private static IllegalArgumentException noEndpoint() {
    return new IllegalArgumentException(
        "the endpoint is not a URL such as https://minio.example:9000.");
  }

  /**
   * The same in another region.
   *
   * @throws IllegalArgumentException when that is no region's name
   */
  public S3Place in(String name) {
    if (!WORD.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the region is not a name such as eu-central-1: it has letters, digits and -.");
    }
    return new S3Place(bucket, prefix, endpoint, name, style);
  }

  /** The same with the bucket's name in the path of requests, or in the host's name. */
  public S3Place styled(boolean path) {
    return new S3Place(bucket, prefix, endpoint, region, path ? Style.PATH : Style.HOST);
  }

  private S3Place styled(String value) {
    return switch (value) {
      case "true", "" -> styled(true);
      case "false" -> styled(false);
      default -> throw new IllegalArgumentException("path-style is true or false.");
    };
  }

  @Override
  public String address() {
    List<String> query = new ArrayList<>();
    if (!endpoint.isEmpty()) {
      query.add(ENDPOINT + "=" + encoded(endpoint));
    }
    if (!region.isEmpty()) {
      query.add(REGION + "=" + region);
    }
    if (style != Style.FITTING) {
      query.add(PATH_STYLE + "=" + (style == Style.PATH));
    }
    return SCHEME
        + bucket
        + (prefix.isEmpty() ? "" : "/" + encoded(prefix))
        + (query.isEmpty() ? "" : "?" + String.join("&", query));
  }

  private static String encoded(String text) {
    return text.replace("%", "%25")
        .replace("?", "%3F")
        .replace("#", "%23")
        .replace("&", "%26")
        .replace(" ", "%20");
  }

  @Override
  public S3Place folder() {
    int end = prefix.lastIndexOf('/');
    return with(end < 0 ? "" : prefix.substring(0, end));
  }

  @Override
  public S3Place file(String name) {
    return with(key(name));
  }

  private S3Place with(String other) {
    return new S3Place(bucket, other, endpoint, region, style);
  }

  @Override
  public String name() {
    return prefix.substring(prefix.lastIndexOf('/') + 1);
  }

  /** The key of an object in this folder; of the empty name: what all of them begin with. */
  String key(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  @Override
  public Shelf open(Use use, Progress progress) throws IOException, InterruptedException {
    return S3Shelf.open(this, use, progress, S3Account.of(this, System.getenv()), Patience.USUAL);
  }
}
