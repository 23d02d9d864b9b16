package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ReleaseTest {

  private static Release of(String told) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(told));
    return Release.of(properties);
  }

  @Test
  void tellsVersionCommitAndDay() throws IOException {
    String told = "version=1.2.3\ncommit=31e15a00\ndate=2026-12-02\nchanged=";
    assertThat(of(told + "false").words())
        .isEqualTo("Quorate 1.2.3 (commit 31e15a00 of 2026-12-02)");
    assertThat(of(told + "true").words())
        .isEqualTo("Quorate 1.2.3 (commit 31e15a00 of 2026-12-02, with changes)");
  }

  /** As from an archive of the sources, without their history. */
  @Test
  void aCommitThatIsNotKnownIsNotTold() throws IOException {
    Release release =
        of("version=1.2.3\ncommit=${git.commit.id.abbrev}\ndate=${git.commit.time}\nchanged=${x}");
    assertThat(release).isEqualTo(new Release("1.2.3", "", "", false));
    assertThat(release.words()).isEqualTo("Quorate 1.2.3");
    assertThat(of("version=${quorate.version}").version()).isEqualTo("dev");
  }
}
