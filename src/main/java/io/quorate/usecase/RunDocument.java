package io.quorate.usecase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quorate.backup.Retention;
import io.quorate.backup.SealingKey;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.node.ssh.Credentials;
import io.quorate.node.ssh.Endpoint;
import io.quorate.node.ssh.HostKeys;
import io.quorate.node.ssh.SshConnector;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the run's process is told beside the plan: how the nodes are reached, and what comes home at
 * the end. It holds passwords and keys, so it travels through a pipe only.
 *
 * @param ssh real machines; null for simulated ones
 * @param simulated simulated machines; null for real ones
 * @param cluster the inventory with every node that the run speaks of, by which the cluster is
 *     looked at when a step fails
 * @param backup what comes home as a backup; null: nothing
 * @param used what the run has of a backup; null: nothing
 */
record RunDocument(
    @Nullable Ssh ssh,
    @Nullable Simulated simulated,
    @Nullable String kubeconfig,
    @Nullable String file,
    @Nullable String inventory,
    @Nullable String cluster,
    @Nullable Brought backup,
    @Nullable BackupUse used) {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /**
   * @param hostKeys lines of known_hosts: exactly these are trusted, nothing is decided any more
   */
  record Ssh(
      List<Endpoint> endpoints,
      @Nullable String password,
      @Nullable String passphrase,
      @Nullable String sudoPassword,
      List<String> hostKeys) {

    private NodeConnector.Ssh reach() {
      Map<String, Endpoint> byName = new LinkedHashMap<>();
      endpoints.forEach(e -> byName.put(e.name(), e));
      return new NodeConnector.Ssh(
          byName,
          new Credentials(secret(password), secret(passphrase), secret(sudoPassword)),
          HostKeys.pinned(hostKeys),
          new SshConnector());
    }

    /** Without what is secret. */
    @Override
    public String toString() {
      return endpoints.toString();
    }
  }

  /**
   * @param folder where the machines are kept
   * @param dead machines without power
   */
  record Simulated(
      Map<String, List<String>> addresses, String folder, double speed, Set<String> dead) {}

  /**
   * A {@link BackupHome} as plain values.
   *
   * @param recipients empty where a passphrase seals, or nothing does
   */
  record Brought(
      String folder,
      List<String> recipients,
      @Nullable String secret,
      int keep,
      int days,
      String source,
      SortedMap<String, String> members,
      SortedMap<String, SortedMap<String, String>> versions,
      @Nullable String copy) {

    static @Nullable Brought of(@Nullable BackupHome home) {
      return home == null
          ? null
          : new Brought(
              home.folder(),
              home.key() instanceof SealingKey.Recipients(var keys) ? keys : List.of(),
              home.key() instanceof SealingKey.Passphrase(Secret text) ? text.reveal() : null,
              home.retention().count(),
              home.retention().days(),
              home.source(),
              home.members(),
              home.versions(),
              home.copy());
    }

    BackupHome home() {
      return new BackupHome(
          folder,
          secret != null
              ? new SealingKey.Passphrase(new Secret(secret))
              : recipients.isEmpty() ? null : new SealingKey.Recipients(recipients),
          new Retention(keep, days),
          source,
          members,
          versions,
          copy);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
      return folder;
    }
  }

  static JsonNode write(NodeConnector reach, RunResults home, Inventory cluster)
      throws IOException {
    Secret inventory = home.inventory();
    return MAPPER.valueToTree(
        new RunDocument(
            reach instanceof NodeConnector.Ssh real ? ssh(real) : null,
            reach instanceof NodeConnector.Rehearsal r
                ? new Simulated(r.addresses(), r.folder().toString(), r.speed(), r.dead())
                : null,
            reveal(home.kubeconfig()),
            home.file(),
            inventory == null ? null : inventory.reveal(),
            InventoryFile.write(cluster),
            Brought.of(home.backup()),
            home.used()));
  }

  private static Ssh ssh(NodeConnector.Ssh reach) throws IOException {
    List<Endpoint> endpoints = new ArrayList<>(reach.endpoints().values());
    Credentials credentials = reach.credentials();
    return new Ssh(
        endpoints,
        reveal(credentials.password()),
        reveal(credentials.passphrase()),
        reveal(credentials.sudoPassword()),
        reach.hostKeys().linesFor(endpoints));
  }

  static RunDocument read(JsonNode document) throws IOException {
    try {
      return MAPPER.treeToValue(document, RunDocument.class);
    } catch (JsonProcessingException e) {
      // Its message may quote the document, which holds passwords.
      throw new IOException("what the run was handed over cannot be read");
    }
  }

  NodeConnector reach() throws IOException {
    if (simulated != null) {
      return new NodeConnector.Rehearsal(
          simulated.addresses(), Path.of(simulated.folder()), simulated.speed(), simulated.dead());
    }
    if (ssh == null) {
      throw new IOException("the run was not told how its nodes are reached");
    }
    return ssh.reach();
  }

  /** The cluster that the run is about; null when it cannot be read back. */
  @Nullable Inventory wanted() {
    return cluster == null
        ? null
        : InventoryFile.parse(cluster, "the run's inventory", Catalogue.load()).inventory();
  }

  RunResults home() {
    return new RunResults(
        secret(kubeconfig), file, secret(inventory), backup == null ? null : backup.home(), used);
  }

  /** Whatever no event may show. */
  static List<Secret> secrets(NodeConnector reach) {
    List<Secret> secrets = new ArrayList<>();
    if (reach instanceof NodeConnector.Ssh(_, Credentials credentials, _, _)) {
      for (Secret secret :
          new @Nullable Secret[] {
            credentials.password(), credentials.passphrase(), credentials.sudoPassword()
          }) {
        if (secret != null && !secret.reveal().isEmpty()) {
          secrets.add(secret);
        }
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
    return simulated == null ? String.valueOf(ssh) : simulated.toString();
  }
}
