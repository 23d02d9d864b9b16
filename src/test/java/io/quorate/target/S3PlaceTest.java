package io.quorate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of stores that speak S3. */
class S3PlaceTest {

  @Test
  void anAddressIsReadAsItIsWritten() {
    S3Place place =
        S3Place.parse(
            "s3://my_bucket/nightly/ü home/?endpoint=http://minio:9000/&region=eu-1&path-style");
    assertThat(place)
        .isEqualTo(
            new S3Place(
                "my_bucket", "nightly/ü home", "http://minio:9000", "eu-1", S3Place.Style.PATH));
    assertThat(place.address())
        .isEqualTo(
            "s3://my_bucket/nightly/ü%20home?endpoint=http://minio:9000&region=eu-1&path-style=true");
    assertThat(place.file("x.quorate").key("")).isEqualTo("nightly/ü home/x.quorate/");
    assertThat(place.file("x.quorate").name()).isEqualTo("x.quorate");
    assertThat(place.file("x.quorate").folder()).isEqualTo(place);
    S3Place whole = S3Place.parse("s3://bucket");
    assertThat(whole.key("x")).isEqualTo("x");
    assertThat(whole.file("x").address()).isEqualTo("s3://bucket/x");
    assertThat(whole.file("x").folder()).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket",
        "s3://bucket/a%20b",
        "s3://bucket/a%3Fb%23c%26d%25e+f",
        "s3://bucket/ü/片?path-style=false",
        "s3://bucket/a?endpoint=https://minio.example:9000&region=eu-central-1",
        "s3://bucket/a?endpoint=https://[fd00::1]:9000/below"
      })
  void whatIsWrittenReadsTheSame(String address) {
    assertThat(OffHost.parse(address).address()).isEqualTo(address);
    assertThat(OffHost.isAddress(address)).isTrue();
  }

  /** Nothing goes in the clear because somebody forgot a scheme. */
  @Test
  void anEndpointWithoutASchemeIsOfTls() {
    assertThat(S3Place.parse("s3://b1/a?endpoint=minio:9000").endpoint())
        .isEqualTo("https://minio:9000");
    assertThat(S3Place.parse("s3://b1/a").at("http://minio:9000/").endpoint())
        .isEqualTo("http://minio:9000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://|the name of a bucket",
        "s3:///a|the name of a bucket",
        "s3://a b/c|the name of a bucket",
        "s3://bucket/a#b|write # as %23",
        "s3://bucket/a%zz|write % as %25",
        "s3://bucket/a%0Ab|control characters",
        "s3://bucket/a?b|path-style=true or false",
        "s3://bucket/a?endpoint=ftp://minio|not a URL",
        "s3://bucket/a?endpoint=|not a URL",
        "s3://bucket/a?endpoint=http://minio?x|not a URL",
        "s3://bucket/a?region=|not a name such as",
        "s3://bucket/a?path-style=maybe|true or false"
      })
  void whatIsNoSuchAddressIsRefused(String address, String reason) {
    assertThatThrownBy(() -> OffHost.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  /** Whoever types one finds it in the shell's history already. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://id:fake-word@bucket/a",
        "s3://fake-word@bucket/a",
        "s3://bucket/a?endpoint=http://id:fake-word@minio",
        "s3://bucket/a?secret=fake-word",
        "s3://bucket/a#?secret=fake-word"
      })
  void aKeyInItIsRefusedAndNotRepeated(String address) {
    assertThatThrownBy(() -> OffHost.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("fake-word");
  }
}
