package io.quorate.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.platform.EtcdSeries.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtcdSeriesTest {

  @ParameterizedTest
  @CsvSource({
    "3.3.27, 3.4",
    "3.4.34, 3.4",
    "3.5.33, 3.5",
    "3.6.14, 3.6",
    "3.7.2, 3.7",
    "3.8.0, 3.7"
  })
  void aVersionHasItsSeries(String version, String minor) {
    assertThat(EtcdSeries.of(version).minor().minorLine()).isEqualTo(minor);
  }

  @Test
  void onlyTheOldestHasNoEtcdutl() {
    assertThat(EtcdSeries.all())
        .filteredOn(s -> !s.programs().contains("etcdutl"))
        .extracting(s -> s.minor().minorLine())
        .containsExactly("3.4");
    assertThat(EtcdSeries.all())
        .allSatisfy(s -> assertThat(s.programs()).contains("etcd", "etcdctl"));
  }

  @Test
  void flagsThatAreAnExperimentEndWithTheirSeries() {
    assertThat(EtcdSeries.of("3.7.2").flags()).noneMatch(f -> f.startsWith("--experimental-"));
    assertThat(EtcdSeries.of("3.5.33").flags())
        .containsExactly("--experimental-initial-corrupt-check=true");
  }

  @ParameterizedTest
  @CsvSource({
    "3.5.16, 3.5.16, NONE",
    "3.5.16, 3.5.33, PATCH",
    "3.5.33, 3.5.16, OLDER_PATCH",
    "3.5.33, 3.6.14, UPGRADE",
    "3.6.14, 3.5.33, DOWNGRADE"
  })
  void dataHasTheFormatOfItsSeries(String runs, String wanted, Change change) {
    boolean newer = runs.compareTo(wanted) < 0;
    assertThat(EtcdSeries.change(runs, wanted, newer)).isEqualTo(change);
  }
}
