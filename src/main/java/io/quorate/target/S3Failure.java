package io.quorate.target;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What a store, or the way to it, has against a request: why, and what to do. Stores are understood
 * by their error codes; what they say beside them is each one's own.
 */
final class S3Failure extends IOException {

  /** What a failure comes to. */
  private record Told(String why, String remedy) {}

  private static final Pattern REGION = Pattern.compile("<Region>([A-Za-z0-9-]+)</Region>");

  private static final String KEYS =
      "look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or at the profile that AWS_PROFILE"
          + " names";

  private S3Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param what what was to be done, such as "read s3://bucket/x"
   */
  static S3Failure of(String what, S3Account account, Throwable failure) {
    Told told =
        failure instanceof S3Exception answer ? answered(answer, account) : unanswered(failure);
    return new S3Failure(
        "cannot %s at %s: %s%s"
            .formatted(
                what, account.shown(), told.why, told.remedy.isEmpty() ? "" : "; " + told.remedy),
        failure);
  }

  /** There is nobody to ask as. */
  static S3Failure withoutCredentials(S3Account account, Throwable failure) {
    return new S3Failure(
        "nothing says as whom to ask %s: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a"
                .formatted(account.shown())
            + " profile of ~/.aws/credentials by AWS_PROFILE",
        failure);
  }

  /** The store's error code; of an answer without a body, that of its status. */
  static String code(S3Exception answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String said = details == null ? null : details.errorCode();
    if (said != null && !said.isBlank() && !said.startsWith(answer.statusCode() + " ")) {
      return said;
    }
    return switch (answer.statusCode()) {
      case 301, 307 -> "PermanentRedirect";
      case 403 -> "AccessDenied";
      case 404 -> "NoSuchKey";
      case 412 -> "PreconditionFailed";
      case 501 -> "NotImplemented";
      case 503 -> "ServiceUnavailable";
      default -> "status " + answer.statusCode();
    };
  }

  private static Told answered(S3Exception answer, S3Account account) {
    String code = code(answer);
    Told told =
        switch (code) {
          case "NoSuchBucket" ->
              new Told("there is no such bucket", "make it there, or mend the address");
          case "NoSuchKey", "NotFound" -> new Told("it is not there", "");
          case "AccessDenied", "AllAccessDisabled", "AccountProblem", "Forbidden" ->
              new Told(
                  "the access key may not",
                  "allow it s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject there");
          case "InvalidAccessKeyId" -> new Told("the store does not know the access key", KEYS);
          case "SignatureDoesNotMatch" ->
              new Told("the secret key is not that of the access key", KEYS);
          case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" ->
              new Told("the session of the access key has ended", "get new keys for it");
          case "RequestTimeTooSkewed", "RequestExpired" ->
              new Told("this machine's clock is not the store's", "set it: see timedatectl");
          case "PermanentRedirect",
              "TemporaryRedirect",
              "AuthorizationHeaderMalformed",
              "IllegalLocationConstraintException",
              "InvalidRegion" ->
              elsewhere(answer, account);
          case "SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "Busy" ->
              new Told("the store has a fault or too much to do", "try it again later");
          case "QuotaExceeded",
              "XMinioAdminBucketQuotaExceeded",
              "XMinioStorageFull",
              "InsufficientStorage",
              "status 507" ->
              new Told("there is no room", "make some, or raise the bucket's quota");
          case "EntityTooLarge" -> new Told("the store takes no file of that size", "");
          case "InvalidObjectState" ->
              new Told("it lies in an archive", "have the store bring it back from there first");
          case "BadDigest",
              "InvalidDigest",
              "XAmzContentSHA256Mismatch",
              "XAmzContentChecksumMismatch" ->
              new Told("it was damaged on its way", "try it again");
          case "InvalidBucketName" -> new Told("the store takes no such name of a bucket", "");
          case "ConditionalRequestConflict" ->
              new Told("somebody else writes it just now", "try it again");
          case "PreconditionFailed" -> new Told("somebody else has changed it meanwhile", "");
          case "NotImplemented", "MethodNotAllowed" ->
              new Told("the store does not know the request", "");
          default -> new Told("the store refuses it", "");
        };
    return new Told(told.why + " (" + code + ")", told.remedy);
  }

  private static Told elsewhere(S3Exception answer, S3Account account) {
    return region(answer)
        .filter(region -> !region.equals(account.region()))
        .map(
            region ->
                new Told(
                    "the bucket is not in region " + account.region() + " but in " + region,
                    "say --s3-region " + region))
        .orElse(
            new Told(
                "the bucket is not in region " + account.region(),
                "say the right one with --s3-region"));
  }

  private static Optional<String> region(S3Exception answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    if (details == null) {
      return Optional.empty();
    }
    Optional<String> header =
        Optional.ofNullable(details.sdkHttpResponse())
            .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"));
    return header.or(
        () ->
            Optional.ofNullable(details.rawResponse())
                .map(body -> REGION.matcher(body.asUtf8String()))
                .filter(Matcher::find)
                .map(found -> found.group(1)));
  }

  private static Told unanswered(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      switch (t) {
        case Patience.Exhausted e -> {
          return new Told(String.valueOf(e.getMessage()), "look at the network, and at the store");
        }
        case UnknownHostException _ -> {
          return new Told("no name server knows that name", "look at the endpoint");
        }
        case SocketTimeoutException _ -> {
          return silent();
        }
        case ApiCallAttemptTimeoutException _ -> {
          return silent();
        }
        // Java's name for a refusal.
        case ConnectException _ -> {
          return new Told("it refuses connections", "look whether the store runs, and at its port");
        }
        case NoRouteToHostException _ -> {
          return new Told("there is no way to it", "look at the network, and at the firewall");
        }
        case CertPathBuilderException _ -> {
          return untrusted();
        }
        case CertPathValidatorException _ -> {
          return untrusted();
        }
        case CertificateException e when e.getCause() == null -> {
          return new Told(
              "its certificate is not for that name", "write the endpoint as the certificate does");
        }
        case SSLException e when e.getCause() == null -> {
          return new Told(
              "there is no TLS to be had with it",
              "an endpoint without TLS is written as http://…");
        }
        default -> {}
      }
    }
    return new Told("the connection broke off", "look at the network, and at the store");
  }

  private static Told silent() {
    return new Told("it does not answer in time", "look at the network, and at the firewall");
  }

  private static Told untrusted() {
    return new Told(
        "its certificate is of no authority that is trusted here",
        "name the file with that authority's certificate (PEM) by AWS_CA_BUNDLE");
  }
}
