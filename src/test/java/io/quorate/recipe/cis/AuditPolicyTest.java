package io.quorate.recipe.cis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.facts.Benchmark.State;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What a policy records of requests that anybody may make. */
class AuditPolicyTest {

  private static Verdict of(String rules) {
    Map<?, ?> policy = new Yaml(new SafeConstructor(new LoaderOptions())).load("rules:\n" + rules);
    return new AuditPolicy(policy).verdict();
  }

  @Test
  void theFirstRuleThatFitsCounts() {
    assertThat(of("- {level: Metadata}").state()).isEqualTo(State.HELD);
    Verdict reads = of("- {level: None, verbs: [get, list, watch]}\n- {level: Metadata}");
    assertThat(reads.state()).isEqualTo(State.NOT_HELD);
    assertThat(reads.found()).contains("get secrets", "list secrets", "watch secrets", "more");
    assertThat(
            of("- {level: Metadata, resources: [{group: '', resources: [secrets, '*/exec']},"
                    + " {resources: [pods/attach, pods/portforward, '*/proxy']}]}\n"
                    + "- {level: None, verbs: [get, list, watch]}\n- {level: Metadata}")
                .state())
        .isEqualTo(State.HELD);
  }

  @Test
  void whatFitsSomeOnlyDoesNotStandForAll() {
    String some =
        "- {level: None, users: [system:kube-proxy]}\n- {level: None, namespaces: [a]}\n"
            + "- {level: None, nonResourceURLs: ['/healthz*']}\n"
            + "- {level: None, resources: [{group: '', resources: [secrets], resourceNames: [a]}]}\n";
    assertThat(of(some + "- {level: Metadata}").state()).isEqualTo(State.HELD);
    assertThat(of("- {level: Metadata, users: [somebody]}").state()).isEqualTo(State.NOT_HELD);
  }

  @Test
  void bodiesOfSecretsAreTooMuch() {
    Verdict bodies = of("- {level: RequestResponse}");
    assertThat(bodies.state()).isEqualTo(State.NOT_HELD);
    assertThat(bodies.found()).startsWith("with their bodies: get secrets");
    assertThat(
            of("- {level: Request, resources: [{group: authentication.k8s.io}]}\n"
                    + "- {level: Metadata}")
                .found())
        .isEqualTo("with their bodies: create tokenreviews");
  }
}
