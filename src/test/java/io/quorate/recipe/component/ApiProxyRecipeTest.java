package io.quorate.recipe.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Role;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Step;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Golden;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiProxyRecipeTest {

  @Test
  void onlyWorkersThatAreNoMastersNeedIt() {
    assertThat(ApiProxyRecipe.steps(Fixtures.context(Fixtures.inventory())))
        .extracting(Step::id)
        .containsExactly("api-proxy@node-4");
  }

  @Test
  void itKnowsAllMasters() {
    Golden.matches(
        "nginx.conf",
        ApiProxyRecipe.config(
            Fixtures.inventory(), "/etc/nginx/modules-enabled/*-mod-stream.conf"));
  }

  @Test
  void aNewMasterReloadsItGracefully() {
    assertThat(ApiProxyRecipe.steps(Fixtures.context(Fixtures.inventory())).getFirst().operations())
        .filteredOn(Service.class::isInstance)
        .extracting(o -> ((Service) o).reload())
        .containsExactly(true);
  }

  @Test
  void ipv6MastersStandInBrackets() {
    Host master = new Host("node-1", "2001:db8::1", Set.of(Role.MASTER));
    assertThat(
            ApiProxyRecipe.config(
                Fixtures.with(List.of(master)), "/etc/nginx/modules-enabled/*-mod-stream.conf"))
        .contains("server [2001:db8::1]:6443 ");
  }
}
