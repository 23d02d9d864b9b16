package io.quorate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.backup.BackupFolder;
import io.quorate.backup.Retention;
import io.quorate.pki.Authority;
import io.quorate.pki.Credential;
import io.quorate.pki.Leaf;
import io.quorate.target.S3Server.Lack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups in a store that speaks S3: S3Proxy in this JVM, asked as the AWS SDK asks any. */
class S3ShelfTest {

  private static final String ID = "aws.accessKeyId";
  private static final Patience SHORT = new Patience(Duration.ofSeconds(2), Duration.ofSeconds(2));

  @TempDir Path here;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private S3Keys keys;

  @BeforeEach
  void settings() {
    keys = new S3Keys(here);
  }

  @AfterEach
  void end() throws Exception {
    keys.close();
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T open(T one) {
    opened.add(one);
    return one;
  }

  private S3Server server(Lack lack) throws Exception {
    return open(new S3Server(lack, null));
  }

  private static S3Place place(String endpoint) {
    return S3Place.parse("s3://backups/nightly/ü home").at(endpoint);
  }

  private Path backup(String cluster, String taken, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    Path file = new BackupFolder(here).fileFor(cluster, Instant.parse(taken));
    return Files.write(file, content);
  }

  private Path backup() throws IOException {
    return backup("home", "2026-05-01T02:00:00Z", 3_000_001);
  }

  private static final String KEY = "nightly/ü home/home-20260501T020000Z.quorate";

  private static String copy(OffHost place, Path file) throws Exception {
    return place.copy(file, Retention.ALL, Progress.none());
  }

  @Test
  void aBackupGoesThereAndComesBackAsItIs() throws Exception {
    S3Server server = server(Lack.NOTHING);
    S3Place place = place(server.endpoint());
    Path file = backup();
    place.check();
    assertThat(copy(place, file))
        .isEqualTo(
            "copied to %s: written on the condition that the name is free; the store's SHA-256 of"
                    .formatted(place.address())
                + " it is the same");
    assertThat(server.content(KEY)).isEqualTo(Files.readAllBytes(file));
    assertThat(copy(place, file))
        .isEqualTo("is already in %s: the store's SHA-256 of it is the same", place.address());
    Path back = Files.createDirectories(here.resolve("back"));
    Path fetched =
        OffHost.parse(place.file(file.getFileName().toString()).address())
            .fetch(back, Progress.none());
    assertThat(fetched).hasSameBinaryContentAs(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fetched)))
        .isEqualTo("rw-------");
    assertThat(place.list())
        .containsExactly(
            new OffHost.Entry(
                file.getFileName().toString(),
                3_000_001,
                Instant.parse("2026-05-01T02:00:00Z"),
                "home",
                false));
    assertThat(server.keys()).containsExactly("nightly/ü home/" + S3Shelf.MARK, KEY);
  }

  /** Whoever may only read lists and fetches, and leaves nothing. */
  @Test
  void readingWritesNothing() throws Exception {
    S3Server server = server(Lack.NOTHING);
    server.put("home-20260501T020000Z.quorate", "at the bucket's root");
    server.put("nightly/home-20260502T020000Z.quorate", "below");
    OffHost root = S3Place.parse("s3://backups").at(server.endpoint());
    assertThat(root.list())
        .extracting(OffHost.Entry::name)
        .containsExactly("home-20260501T020000Z.quorate");
    Path fetched = root.file("home-20260501T020000Z.quorate").fetch(here, Progress.none());
    assertThat(fetched).hasContent("at the bucket's root");
    assertThat(place(server.endpoint()).list()).isEmpty();
    assertThatThrownBy(() -> root.fetch(here, Progress.none())).hasMessageContaining("no file");
    assertThat(server.keys()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"NOTHING", "CONDITIONS", "SUMS"})
  void nothingThatIsThereIsOverwritten(Lack lack) throws Exception {
    S3Server server = server(lack);
    server.put(KEY, "another");
    Path file = backup();
    assertThatThrownBy(() -> copy(place(server.endpoint()), file))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("s3://backups/" + KEY + " at " + server.endpoint());
    assertThat(server.content(KEY)).asString(StandardCharsets.UTF_8).isEqualTo("another");
  }

  @Test
  void whatTheStoreLacksIsSaid() throws Exception {
    assertThat(copy(place(server(Lack.CONDITIONS).endpoint()), backup()))
        .contains("written after a look that the name is free, as the store knows no conditions")
        .endsWith("the store's SHA-256 of it is the same");
    assertThat(copy(place(server(Lack.SUMS).endpoint()), backup()))
        .endsWith("on the condition that the name is free; read back, and the same");
  }

  @Test
  void whatIsDamagedThereIsNoBackup() throws Exception {
    S3Server server = server(Lack.SUMS_AND_CARE);
    assertThatThrownBy(() -> copy(place(server.endpoint()), backup()))
        .hasMessageContaining("is not what was sent; it was removed there");
    assertThat(server.keys()).doesNotContain(KEY);
  }

  @Test
  void whatIsDamagedOnItsWayIsRefusedByTheStore() throws Exception {
    S3Server server = server(Lack.NOTHING);
    Relay relay = open(new Relay(server.port(), Relay.Fault.DAMAGED, 1));
    assertThatThrownBy(() -> copy(place(relay.endpoint()), backup()))
        .isInstanceOf(S3Failure.class)
        .hasMessageContaining("damaged on its way");
    assertThat(server.keys()).doesNotContain(KEY);
  }

  @Test
  void aDownloadGoesOnWhereItsConnectionBroke() throws Exception {
    S3Server server = server(Lack.NOTHING);
    Path file = backup();
    copy(place(server.endpoint()), file);
    OffHost there = place(server.endpoint()).file(file.getFileName().toString());
    Path back = Files.createDirectories(here.resolve("back"));
    Relay twice = open(new Relay(server.port(), Relay.Fault.CUT, 2));
    Path fetched = ((S3Place) there).at(twice.endpoint()).fetch(back, Progress.none());
    assertThat(fetched).hasSameBinaryContentAs(file);
    Files.delete(fetched);
    Relay always = open(new Relay(server.port(), Relay.Fault.CUT, 100));
    assertThatThrownBy(() -> ((S3Place) there).at(always.endpoint()).fetch(back, Progress.none()))
        .hasMessageContaining("of 3000001 bytes");
    try (Stream<Path> left = Files.list(back)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void anUploadThatStandsStillIsGivenUp() throws Exception {
    S3Server server = server(Lack.NOTHING);
    Relay relay = open(new Relay(server.port(), Relay.Fault.CLOGGED, 1));
    S3Place place = place(relay.endpoint());
    Path file = backup("home", "2026-05-01T02:00:00Z", 30_000_000);
    S3Account account = S3Account.of(place, Map.of());
    List<Long> told = new ArrayList<>();
    Progress progress = (done, total) -> told.add(done);
    try (Shelf shelf = S3Shelf.open(place, OffHost.Use.WRITING, progress, account, SHORT)) {
      assertThatThrownBy(() -> shelf.put(file, "home-20260501T020000Z.quorate"))
          .isInstanceOf(S3Failure.class)
          .hasMessageContaining("nothing has moved for 2 s; look at the network");
    }
    // It is told all the while that it waits.
    assertThat(told).hasSizeGreaterThan(5);
    assertThat(server.keys()).doesNotContain(KEY);
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      S3Place place = place("http://127.0.0.1:" + silent.getLocalPort());
      S3Account account = S3Account.of(place, Map.of());
      assertThatThrownBy(
              () -> S3Shelf.open(place, OffHost.Use.READING, Progress.none(), account, SHORT))
          .isInstanceOf(S3Failure.class)
          .hasMessageContaining("nothing has moved for 2 s");
    }
  }

  /** Those of other clusters stay, and what is no backup; and the newest that was proved. */
  @Test
  void olderOnesGoButTheLastThatWasProved() throws Exception {
    S3Server server = server(Lack.NOTHING);
    OffHost place = S3Place.parse("s3://backups/srv").at(server.endpoint());
    for (int day = 1; day <= 4; day++) {
      Path file = backup("home", "2026-05-0" + day + "T02:00:00Z", day);
      if (day == 1) {
        Files.writeString(here.resolve(file.getFileName() + BackupFolder.PROVED), "then\n");
      }
      copy(place, file);
    }
    server.put("srv/work-20200101T000000Z.quorate", "another cluster's");
    server.put("srv/home-99999999T999999Z.quorate", "no date");
    Path made = backup("home", "2026-05-05T02:00:00Z", 5);
    assertThat(place.copy(made, new Retention(2, 0), Progress.none()))
        .endsWith("; removed 2 older there");
    assertThat(server.keys())
        .containsExactly(
            "srv/" + S3Shelf.MARK,
            "srv/home-20260501T020000Z.quorate",
            "srv/home-20260501T020000Z.quorate.proved",
            "srv/home-20260504T020000Z.quorate",
            "srv/home-20260505T020000Z.quorate",
            "srv/home-99999999T999999Z.quorate",
            "srv/work-20200101T000000Z.quorate");
  }

  @Test
  void whatIsInTheWayIsSaid() throws Exception {
    S3Server server = server(Lack.NOTHING);
    S3Place place = place(server.endpoint());
    S3Place none = S3Place.parse("s3://no-such-bucket/a").at(server.endpoint());
    assertThatThrownBy(none::check)
        .hasMessage(
            "cannot read s3://no-such-bucket/a/ at %s: there is no such bucket (NoSuchBucket); make"
                    .formatted(server.endpoint())
                + " it there, or mend the address");
    assertThatThrownBy(() -> place.file("none.quorate").fetch(here, Progress.none()))
        .hasMessageEndingWith("it is not there (NoSuchKey)");
    assertThat(here.resolve("none.quorate")).doesNotExist();
    keys.secret("a-fake-word");
    assertThatThrownBy(place::check)
        .hasMessageContaining("not that of the access key (SignatureDoesNotMatch)")
        .hasMessageNotContaining("a-fake-word");
    keys.set(ID, "nobody");
    assertThatThrownBy(place::check).hasMessageContaining("(InvalidAccessKeyId)");
    server.close();
    opened.clear();
    assertThatThrownBy(place::check).hasMessageContaining("it refuses connections");
  }

  /** As the AWS SDK reads them. */
  @Test
  void settingsComeFromProfiles() throws Exception {
    S3Server server = server(Lack.NOTHING);
    keys.set(ID, "");
    keys.secret("");
    Path file = backup();
    OffHost place = OffHost.parse("s3://backups/nightly/ü%20home");
    assertThatThrownBy(place::check)
        .hasMessageStartingWith("nothing says as whom to ask Amazon S3 in us-east-1: set AWS_");
    keys.set("aws.profile", "nas");
    assertThatThrownBy(place::check).hasMessageContaining("AWS_PROFILE names nas");
    Files.writeString(
        here.resolve("config"),
        """
        [profile nas]
        region = garage
        services = local
        [services local]
        s3 =
          endpoint_url = %s
        """
            .formatted(server.endpoint()));
    Files.writeString(
        here.resolve("credentials"),
        """
        [nas]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
            .formatted(S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
    assertThat(copy(place, file)).startsWith("copied to s3://backups/nightly/ü%20home: ");
    S3Account account = S3Account.of((S3Place) place, Map.of());
    assertThat(account.region()).isEqualTo("garage");
    assertThat(account.shown()).isEqualTo(server.endpoint());
    assertThat(account.pathStyle()).isTrue();
  }

  @Test
  void aCertificateIsCheckedAndItsAuthorityCanBeNamed() throws Exception {
    Authority authority = Authority.create("of this test", Instant.now(), 1);
    S3Server server = open(new S3Server(Lack.NOTHING, tls(authority)));
    S3Place place = place(server.endpoint());
    assertThatThrownBy(place::check)
        .hasMessageContaining("of no authority that is trusted here; name the file")
        .hasMessageContaining("AWS_CA_BUNDLE");
    Path bundle = Files.writeString(here.resolve("ca.pem"), authority.credential().certificate());
    S3Account account = S3Account.of(place, Map.of("AWS_CA_BUNDLE", bundle.toString()));
    Path file = backup();
    try (Shelf shelf =
        S3Shelf.open(place, OffHost.Use.WRITING, Progress.none(), account, Patience.USUAL)) {
      assertThat(shelf.put(file, file.getFileName().toString())).isTrue();
    }
    assertThat(server.content(KEY)).isEqualTo(Files.readAllBytes(file));
    S3Account elsewhere =
        S3Account.of(
            place.at(server.endpoint().replace("127.0.0.1", "localhost")),
            Map.of("AWS_CA_BUNDLE", bundle.toString()));
    assertThatThrownBy(
            () ->
                S3Shelf.open(
                    place, OffHost.Use.READING, Progress.none(), elsewhere, Patience.USUAL))
        .hasMessageContaining("its certificate is not for that name");
    Files.writeString(bundle, "none");
    assertThatThrownBy(account::client).hasMessageContaining("no file of certificates");
  }

  @Test
  void anEndpointWithoutTlsHasToBeWrittenSo() throws Exception {
    S3Server server = server(Lack.NOTHING);
    S3Place place = place("127.0.0.1:" + server.port());
    assertThatThrownBy(place::check).hasMessageContaining("is written as http://…");
  }

  private static SSLContext tls(Authority authority) throws Exception {
    Credential own =
        authority.issue(Leaf.server("store", Set.of(), Set.of("127.0.0.1")), Instant.now());
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(own.certificate().getBytes()));
    byte[] key = Base64.getMimeDecoder().decode(own.key().replaceAll("-----[A-Z ]+-----", ""));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "store",
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
        new char[0],
        new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
