package io.quorate.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What stores answer by their codes, and what happens on the way, in words. */
class S3FailureTest {

  private static final S3Account ACCOUNT =
      new S3Account(
          URI.create("https://minio.example"),
          "eu-1",
          true,
          "",
          AnonymousCredentialsProvider.create());

  private static String words(int status, String code, String body, String region) {
    SdkHttpResponse response =
        region.isEmpty()
            ? SdkHttpResponse.builder().statusCode(status).build()
            : SdkHttpResponse.builder()
                .statusCode(status)
                .putHeader("x-amz-bucket-region", region)
                .build();
    return S3Failure.of(
            "read s3://b1",
            ACCOUNT,
            S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("Sentences are each store's own.")
                        .rawResponse(SdkBytes.fromUtf8String(body))
                        .sdkHttpResponse(response)
                        .build())
                .build())
        .getMessage();
  }

  private static String onTheWay(Exception cause) {
    return S3Failure.of("read s3://b1", ACCOUNT, SdkClientException.create("x", cause))
        .getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|NoSuchBucket|there is no such bucket (NoSuchBucket); make it there",
        "404||it is not there (NoSuchKey)",
        "403|AccessDenied|the access key may not (AccessDenied); allow it s3:ListBucket",
        "403||the access key may not (AccessDenied)",
        "403|InvalidAccessKeyId|does not know the access key (InvalidAccessKeyId); look at AWS_",
        "403|SignatureDoesNotMatch|not that of the access key (SignatureDoesNotMatch); look at",
        "400|ExpiredToken|session of the access key has ended (ExpiredToken); get new keys",
        "403|RequestTimeTooSkewed|clock is not the store's (RequestTimeTooSkewed); set it",
        "503|SlowDown|too much to do (SlowDown); try it again later",
        "400|QuotaExceeded|there is no room (QuotaExceeded); make some",
        "507||there is no room (status 507)",
        "400|BadDigest|damaged on its way (BadDigest); try it again",
        "403|InvalidObjectState|lies in an archive (InvalidObjectState); have the store",
        "501||does not know the request (NotImplemented)",
        "418|Teapot|the store refuses it (Teapot)",
        "400||the store refuses it (status 400)"
      })
  void aCodeIsToldWithWhatToDo(int status, String code, String told) {
    assertThat(words(status, code == null ? "" : code, "", ""))
        .startsWith("cannot read s3://b1 at https://minio.example: ")
        .contains(told)
        .doesNotContain("Sentences");
  }

  @Test
  void anotherRegionIsNamedWhereTheStoreTellsIt() {
    assertThat(words(301, "", "", "us-west-2"))
        .endsWith(
            "the bucket is not in region eu-1 but in us-west-2 (PermanentRedirect);"
                + " say --s3-region us-west-2");
    String body = "<Error><Region>garage</Region></Error>";
    assertThat(words(400, "AuthorizationHeaderMalformed", body, ""))
        .endsWith("but in garage (AuthorizationHeaderMalformed); say --s3-region garage");
    assertThat(words(301, "PermanentRedirect", "", ""))
        .endsWith("not in region eu-1 (PermanentRedirect); say the right one with --s3-region");
  }

  @Test
  void whatHappensOnTheWayIsTold() {
    assertThat(onTheWay(new UnknownHostException("minio"))).contains("no name server knows");
    assertThat(onTheWay(new SocketTimeoutException("late"))).contains("does not answer in time");
    assertThat(onTheWay(new NoRouteToHostException("x"))).contains("no way to it");
    assertThat(onTheWay(new IOException("reset"))).contains("the connection broke off");
    assertThat(
            S3Failure.of("x", ACCOUNT, new Patience.Exhausted(Duration.ofSeconds(20))).getMessage())
        .contains("nothing has moved for 20 s; look at the network");
  }
}
