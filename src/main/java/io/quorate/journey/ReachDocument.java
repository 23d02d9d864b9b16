package io.quorate.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quorate.node.Credentials;
import io.quorate.node.Endpoint;
import io.quorate.node.HostKeys;
import io.quorate.node.SshConnector;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the run's process is told beside the plan: how the nodes are reached, and what comes home at
 * the end. It holds passwords and keys, so it travels through a pipe only.
 *
 * @param hostKeys lines of known_hosts: exactly these are trusted, nothing is decided any more
 * @param kubeconfig the access that comes home when the run is done
 */
record ReachDocument(
    List<Endpoint> endpoints,
    @Nullable String password,
    @Nullable String passphrase,
    @Nullable String sudoPassword,
    List<String> hostKeys,
    String kubeconfig) {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  static JsonNode write(Reach.Ssh reach, Secret kubeconfig) throws IOException {
    List<Endpoint> endpoints = new ArrayList<>(reach.endpoints().values());
    Credentials credentials = reach.credentials();
    return MAPPER.valueToTree(
        new ReachDocument(
            endpoints,
            reveal(credentials.password()),
            reveal(credentials.passphrase()),
            reveal(credentials.sudoPassword()),
            reach.hostKeys().linesFor(endpoints),
            kubeconfig.reveal()));
  }

  static ReachDocument read(JsonNode document) throws IOException {
    try {
      return MAPPER.treeToValue(document, ReachDocument.class);
    } catch (JsonProcessingException e) {
      // Its message may quote the document, which holds passwords.
      throw new IOException("what the run was handed over cannot be read");
    }
  }

  Reach.Ssh reach() {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    this.endpoints.forEach(e -> endpoints.put(e.name(), e));
    return new Reach.Ssh(
        endpoints,
        new Credentials(secret(password), secret(passphrase), secret(sudoPassword)),
        HostKeys.pinned(hostKeys),
        new SshConnector());
  }

  /** Whatever no event may show. */
  static List<Secret> secrets(Credentials credentials) {
    List<Secret> secrets = new ArrayList<>();
    for (Secret secret :
        new @Nullable Secret[] {
          credentials.password(), credentials.passphrase(), credentials.sudoPassword()
        }) {
      if (secret != null && !secret.reveal().isEmpty()) {
        secrets.add(secret);
      }
    }
    return secrets;
  }

  private static @Nullable String reveal(@Nullable Secret secret) {
    return secret == null ? null : secret.reveal();
  }

  private static @Nullable Secret secret(@Nullable String text) {
    return text == null ? null : new Secret(text);
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return endpoints.toString();
  }
}
