package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.pki.Credential;
import io.quorate.pki.ServiceAccountKeys;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.authority.ClusterAuthority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Certificates and keys below /etc/kubernetes/pki. Keys of authorities are on masters only: a
 * worker that once was a master loses them.
 */
public final class PkiRecipe {

  private PkiRecipe() {}

  public static String id(Host host) {
    return StepKind.CERTIFICATES.on(host.name());
  }

  public static List<Step> steps(Context context, ClusterPki pki) {
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.CERTIFICATES,
                    "Certificates",
                    operations(host, pki),
                    Set.of(CommonRecipe.id(host)),
                    Duration.ofMinutes(2)))
        .toList();
  }

  private static List<Operation> operations(Host host, ClusterPki pki) {
    SharedSecrets shared = pki.shared();
    List<Operation> operations = new ArrayList<>();
    operations.add(new Directory(ClusterPki.FOLDER, "root:root", "0755"));
    if (host.isMaster()) {
      operations.add(new Directory(ClusterPki.FOLDER + "/etcd", "root:root", "0755"));
      for (ClusterAuthority which : ClusterAuthority.values()) {
        Credential held = shared.held(which).of(host).credential();
        operations.add(secret(which.keyPath(), held.key()));
        operations.add(open(which.certificatePath(), held.certificate()));
      }
      ServiceAccountKeys signing = shared.serviceAccounts().of(host);
      operations.add(secret(SharedSecrets.SERVICE_ACCOUNT_KEY, signing.privateKey()));
      operations.add(open(SharedSecrets.SERVICE_ACCOUNT_PUBLIC, signing.publicKey()));
      operations.add(secret(SharedSecrets.ENCRYPTION, shared.encryption().of(host).reveal()));
    } else {
      operations.add(open(SharedSecrets.CA + ".crt", pki.kubernetesCa(host)));
      for (ClusterAuthority which : ClusterAuthority.values()) {
        operations.add(new RemoveFile(which.keyPath()));
        operations.add(new RemoveFile(which.nextKeyPath()));
      }
      for (String key :
          List.of(SharedSecrets.SERVICE_ACCOUNT_KEY, SigningKeys.NEXT, SharedSecrets.ENCRYPTION)) {
        operations.add(new RemoveFile(key));
      }
    }
    operations.addAll(leaves(host, pki));
    operations.addAll(CertificateWatch.operations());
    return operations;
  }

  /** The host's own certificates, without the authorities'. */
  public static List<Operation> leaves(Host host, ClusterPki pki) {
    List<Operation> operations = new ArrayList<>();
    for (NodeCertificate certificate : NodeCertificate.values()) {
      if (certificate.belongsTo(host)) {
        Credential leaf = pki.leaf(host, certificate);
        // The key first: a run that ends between the two leaves a pair that is seen not to match.
        operations.add(secret(certificate.keyPath(), leaf.key()));
        operations.add(open(certificate.certificatePath(), leaf.certificate()));
      }
    }
    return operations;
  }

  /** For root alone. */
  public static Operation secret(String path, String text) {
    return new WriteFile(path, Content.secret(text), "root:root", "0600");
  }

  /** For all to read. */
  public static Operation open(String path, String text) {
    return new WriteFile(path, Content.of(text), "root:root", "0644");
  }
}
