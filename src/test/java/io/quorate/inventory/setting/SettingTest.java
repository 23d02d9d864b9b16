package io.quorate.inventory.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.rule.Validation;
import io.quorate.plan.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingTest {

  @ParameterizedTest
  @EnumSource(Setting.class)
  void hasHelpAnExampleThatIsValidAndASource(Setting setting) {
    assertThat(setting.help()).isNotBlank().endsWith(".");
    assertThat(setting.source()).isNotBlank();
    assertThat(setting.example()).isNotBlank();
    assertThat(Setting.ofKey(setting.key())).isEqualTo(setting);
    if (setting.group() == Setting.Group.HOST) {
      return;
    }

    Reading reading =
        SettingForm.read(Map.of(setting.key(), setting.example()), List.of(), Catalogue.load());

    assertThat(reading.problems()).isEmpty();
    Inventory inventory = reading.inventory();
    assertThat(inventory).isNotNull();
    if (inventory != null) {
      assertThat(Validation.problems(inventory))
          .filteredOn(p -> p.field().equals(setting.key()))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void dependsOnSettingsThatExist(Setting setting) {
    setting.matters(
        key -> {
          assertThat(Setting.ofKey(key)).as(key).isNotNull();
          return "";
        });
  }

  @Test
  void theDefaultsAreValid() {
    Inventory defaults = SettingForm.read(Map.of(), List.of(), Catalogue.load()).inventory();
    assertThat(defaults).isNotNull();
    assertThat(defaults == null ? List.of() : Validation.problems(defaults))
        .extracting("field")
        .containsExactlyInAnyOrder("hosts", "etcd_initial_token");
  }

  @Test
  void aFormsListsAreSplitWhereTheyShould() {
    Inventory inventory =
        SettingForm.read(
                Map.of(
                    "apiserver_custom_flags", "--tls-cipher-suites=A,B, --v=4\n--event-ttl=2h",
                    "containerd_environment", "NO_PROXY=10.0.0.0/8,localhost, HTTP_PROXY=http://p",
                    "firewall_ports", "kubelet 10250, etcd:2379\nproxy=10256",
                    "gen_locales", "",
                    "kubelet_config", "maxPods: 200\nfailSwapOn: no"),
                List.of(),
                Catalogue.load())
            .inventory();
    assertThat(inventory).isNotNull();
    if (inventory != null) {
      Inventory.Components components = inventory.components();
      assertThat(components.flags(Inventory.Component.APISERVER))
          .containsExactly("--tls-cipher-suites=A,B", "--v=4", "--event-ttl=2h");
      assertThat(components.environment(Inventory.Component.CONTAINERD))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "NO_PROXY",
                  new Secret("10.0.0.0/8,localhost"),
                  "HTTP_PROXY",
                  new Secret("http://p")));
      assertThat(inventory.firewall().ports()).hasSize(3);
      assertThat(inventory.machine().locales()).isEmpty();
      assertThat(components.config(Inventory.Component.KUBELET))
          .isEqualTo(Map.of("maxPods", 200, "failSwapOn", false));
    }
  }

  @Test
  void aFormsProblemsNameTheirFields() {
    assertThat(
            SettingForm.read(
                    Map.of(
                        "verbosity", "loud",
                        "kubelet_config", "a: [",
                        "kubelet_environment", "novalue",
                        "nonsense", "1"),
                    List.of(),
                    Catalogue.load())
                .problems())
        .extracting(Problem::field)
        .containsExactlyInAnyOrder(
            "verbosity", "kubelet_config", "kubelet_environment", "nonsense");
  }
}
