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
 * How the nodes are reached, as the run's process is told. It holds passwords, so it travels through
 * a pipe only.
 *
 * @param hostKeys lines of known_hosts: exactly these are trusted, nothing is decided any more
 */
record ReachDocument(
    List<Endpoint> endpoints,
    @Nullable String password,
    @Nullable String passphrase,
    @Nullable String sudoPassword,
    List<String> hostKeys) {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  static JsonNode write(Reach.Ssh reach) throws IOException {
    List<Endpoint> endpoints = new ArrayList<>(reach.endpoints().values());
    Credentials credentials = reach.credentials();
    return MAPPER.valueToTree(
        new ReachDocument(
            endpoints,
            reveal(credentials.password()),
            reveal(credentials.passphrase()),
            reveal(credentials.sudoPassword()),
            reach.hostKeys().linesFor(endpoints)));
  }

  static Reach.Ssh read(JsonNode document) throws IOException {
    ReachDocument read;
    try {
      read = MAPPER.treeToValue(document, ReachDocument.class);
    } catch (JsonProcessingException e) {
      // Its message may quote the document, which holds passwords.
      throw new IOException("what the run was handed over cannot be read");
    }
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    read.endpoints().forEach(e -> endpoints.put(e.name(), e));
    return new Reach.Ssh(
        endpoints,
        new Credentials(
            secret(read.password()), secret(read.passphrase()), secret(read.sudoPassword())),
        HostKeys.pinned(read.hostKeys()),
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
