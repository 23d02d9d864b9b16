package io.quorate.recipe.keys;

import io.quorate.plan.GuardRefused;
import io.quorate.recipe.component.EncryptionFile;
import io.quorate.recipe.component.EncryptionFile.Stanza;
import io.quorate.recipe.component.SharedSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where in etcd lies what API servers encrypt, as they put it there (kubernetes/kubernetes,
 * pkg/kubeapiserver/default_storage_factory_builder.go and the registries of its kinds): built-in
 * kinds by their name, all others below their group.
 */
record EncryptedPlaces(List<Place> places) {

  private static final String REGISTRY = "/registry/";

  /** {@code secrets}, or {@code deployments.apps}. */
  private static final Pattern RESOURCE = Pattern.compile("[a-z0-9]+(\\.[a-z0-9.-]+)?");

  private static final Set<String> BUILT_IN =
      Set.of(
          "",
          "apps",
          "autoscaling",
          "batch",
          "extensions",
          "policy",
          "admissionregistration.k8s.io",
          "certificates.k8s.io",
          "coordination.k8s.io",
          "discovery.k8s.io",
          "events.k8s.io",
          "flowcontrol.apiserver.k8s.io",
          "networking.k8s.io",
          "node.k8s.io",
          "rbac.authorization.k8s.io",
          "resource.k8s.io",
          "scheduling.k8s.io",
          "storage.k8s.io");

  /** Those that are kept under another name than their own. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "endpoints", "services/endpoints",
          "ingresses", "ingress",
          "nodes", "minions",
          "podsecuritypolicies", "podsecuritypolicy",
          "replicationcontrollers", "controllers",
          "services", "services/specs");

  /** Where nothing else has to be read to know that nothing was overlooked. */
  private static final Set<String> CERTAIN = Set.of("secrets", "configmaps");

  EncryptedPlaces {
    places = List.copyOf(places);
  }

  /**
   * One resource.
   *
   * @param path in etcd, with a slash at its end
   */
  record Place(String resource, String path, Stanza stanza) {}

  /**
   * @throws GuardRefused when it says "all resources", of which nobody knows which they are
   */
  static EncryptedPlaces of(EncryptionFile file) {
    List<Place> places = new ArrayList<>();
    for (Stanza stanza : file.keyed()) {
      for (String resource : stanza.resources()) {
        if (!RESOURCE.matcher(resource).matches()) {
          throw new GuardRefused(
              SharedSecrets.ENCRYPTION
                  + " encrypts "
                  + resource
                  + ": of such a pattern it cannot be proved that all of it is written anew.",
              "Rotate the key by hand, as \"Encrypting Confidential Data at Rest\" on"
                  + " kubernetes.io describes it, or name the resources there one by one first.");
        }
        places.add(new Place(resource, path(resource), stanza));
      }
    }
    return new EncryptedPlaces(places);
  }

  private static String path(String resource) {
    int dot = resource.indexOf('.');
    String name = dot < 0 ? resource : resource.substring(0, dot);
    String group = dot < 0 ? "" : resource.substring(dot + 1);
    return BUILT_IN.contains(group)
        ? REGISTRY + RENAMED.getOrDefault(name, name) + "/"
        : REGISTRY + group + "/" + name + "/";
  }

  /** For a script: its place, how a key's values there begin, its name, a line each. */
  String lines(String key) {
    return places.stream()
        .map(p -> p.path() + " " + p.stanza().prefix(key) + " " + p.resource())
        .collect(Collectors.joining("\n"));
  }

  /**
   * What has to be read: all of etcd where resources are among them that might lie elsewhere, since
   * what was overlooked would be lost with its key.
   */
  String scanned() {
    return CERTAIN.containsAll(resources())
        ? places.stream().map(Place::path).distinct().collect(Collectors.joining(" "))
        : REGISTRY;
  }

  /** Their names, each once. */
  List<String> resources() {
    return places.stream().map(Place::resource).distinct().toList();
  }
}
