package io.quorate.recipe.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Firewall;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Step;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirewallRecipeTest {

  @Test
  void theTableIsReplacedInOneTransaction() {
    Golden.matches(
        "ruleset.nft", FirewallRecipe.ruleset(Fixtures.context(Fixtures.inventory())).text());
  }

  @Test
  void ipv6SourcesAndOddNamesHaveTheirForms() {
    String text =
        new Ruleset(
                List.of(
                    new Firewall.Port("node exporter/2", 9100),
                    new Firewall.Port("node-exporter-2", 9101),
                    new Firewall.Port("sources", 9102)),
                List.of("2001:db8::/64"))
            .text();
    assertThat(text)
        .contains("ip6 saddr 2001:db8::/64 accept")
        .contains("tcp dport 9100 jump KUBE-FW-NODE-EXPORTER-2\n")
        .contains("tcp dport 9101 jump KUBE-FW-NODE-EXPORTER-2-9101\n")
        .contains("tcp dport 9102 jump KUBE-FW-SOURCES-9102\n");
  }

  @Test
  void sshIsNeverTouched() {
    assertThat(FirewallRecipe.ruleset(Fixtures.context(Fixtures.inventory())).text())
        .contains("policy accept")
        .doesNotContain("dport 22 ");
  }

  @Test
  void theUnitReloadsWhenOnlyItsRulesDiffer() {
    List<Step> steps = FirewallRecipe.steps(Fixtures.context(Fixtures.inventory()));
    assertThat(steps).hasSize(4);
    assertThat(steps.getFirst().after()).containsExactly("common@node-1");
    assertThat(steps.getFirst().operations())
        .contains(
            new Service(
                "kube-firewall.service",
                List.of(
                    "/etc/systemd/system/kube-firewall.service", "/etc/kube-firewall/ruleset.nft"),
                true));
  }

  @Test
  void switchedOffNothingOfItStays() {
    Inventory off = Fixtures.with(new Firewall(false, List.of(), List.of()));
    List<Operation> operations =
        FirewallRecipe.steps(Fixtures.context(off)).getFirst().operations();
    assertThat(operations)
        .extracting(Operation::title)
        .containsExactly(
            "no kube-firewall.service",
            "no /etc/systemd/system/kube-firewall.service",
            "no /etc/kube-firewall/ruleset.nft",
            "no table quorate_firewall")
        .noneMatch(WriteFile.class::isInstance);
  }
}
