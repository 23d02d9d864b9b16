package io.quorate.usecase;

import io.quorate.plan.facts.CertificateList;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cluster.CertificateProbe;
import io.quorate.recipe.cluster.CertificateTable;
import io.quorate.usecase.kubeconfig.OperatorKubeconfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Looks at all certificates of a cluster; nothing is changed. */
public final class CertificateLook {

  private CertificateLook() {}

  /** What the nodes have and show, and what the operator's own kubeconfig has. */
  public static CertificateList of(ClusterSession session)
      throws IOException, InterruptedException {
    ClusterFacts facts = session.look(CertificateProbe.requests(session.inventory()));
    OperatorKubeconfig.Entry own = session.reach().rehearsal() ? null : own(session);
    return CertificateTable.of(
        session.inventory(),
        facts,
        own == null || own.certificate().isEmpty() ? null : own.certificate(),
        own == null ? "" : "kubeconfig, context " + own.context(),
        Instant.now());
  }

  /** Null where this machine's kubeconfig knows nothing of the cluster. */
  private static OperatorKubeconfig.@Nullable Entry own(ClusterSession session) throws IOException {
    return OperatorKubeconfig.known(
            System.getenv(),
            Path.of(System.getProperty("user.home")),
            session.inventory().clusterName())
        .orElse(null);
  }
}
