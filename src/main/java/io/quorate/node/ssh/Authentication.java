package io.quorate.node.ssh;

import io.quorate.node.ssh.ConnectFailure.AuthenticationFailed;
import io.quorate.node.ssh.ConnectFailure.KeyUnusable;
import io.quorate.node.ssh.ConnectFailure.PassphraseNeeded;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Logs in: the key file that was named, the agent's keys, the key files of ssh_config or the usual
 * ones when none was named, each with its certificate first, then the password. Stops at what the
 * server does not take at all.
 */
final class Authentication {
  /** sshd hangs up after six refusals (MaxAuthTries); one is left for the password. */
  private static final int MOST_KEYS = 5;

  private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  private final SSHClient client;
  private final Endpoint endpoint;
  private final Credentials credentials;
  private final @Nullable SshAgent agent;
  private final Path sshFolder;
  private final List<String> tried = new ArrayList<>();
  private final Set<String> offered = new HashSet<>();
  private @Nullable String lockedKey;

  Authentication(
      SSHClient client,
      Endpoint endpoint,
      Credentials credentials,
      @Nullable SshAgent agent,
      Path sshFolder) {
    this.client = client;
    this.endpoint = endpoint;
    this.credentials = credentials;
    this.agent = agent;
    this.sshFolder = sshFolder;
  }

  void run() throws ConnectFailure, TransportException {
    try {
      if (byKeyFile() || byAgent() || byFoundKeys() || byPassword()) {
        return;
      }
    } catch (TransportException e) {
      if (!tried.isEmpty() && hungUp(e)) {
        throw new AuthenticationFailed(
            endpoint, tried, "It hung up after too many. Name the right key file");
      }
      throw e;
    }
    if (lockedKey != null) {
      throw new PassphraseNeeded(endpoint, lockedKey, credentials.passphrase() != null);
    }
    throw new AuthenticationFailed(endpoint, tried, advice());
  }

  private String advice() {
    if (credentials.password() != null && tried.contains("password")) {
      return "Check the user and the password";
    }
    if (!takes("publickey")) {
      return "It takes no keys, only: "
          + String.join(", ", client.getUserAuth().getAllowedMethods());
    }
    return "Put a public key of yours into the user's ~/.ssh/authorized_keys there,"
        + " name its key file, or give a password";
  }

  private boolean byKeyFile() throws ConnectFailure, TransportException {
    String file = endpoint.keyFile();
    if (file == null) {
      return false;
    }
    Path path = expand(file);
    if (!Files.isReadable(path)) {
      throw new KeyUnusable(
          endpoint, file, Files.exists(path) ? "it is not readable" : "it does not exist", null);
    }
    return byFile(path, true);
  }

  private Path expand(String file) {
    return file.startsWith("~/")
        ? Path.of(System.getProperty("user.home")).resolve(file.substring(2))
        : Path.of(file);
  }

  /** Those that ssh_config names, or those that are usual; one that is not there is passed over. */
  private boolean byFoundKeys() throws ConnectFailure, TransportException {
    if (endpoint.keyFile() != null) {
      return false;
    }
    for (Path path : foundKeys()) {
      if (Files.isReadable(path) && byFile(path, false)) {
        return true;
      }
    }
    return false;
  }

  private List<Path> foundKeys() {
    List<String> configured = endpoint.configured().keyFiles();
    return configured == null
        ? USUAL_KEYS.stream().map(sshFolder::resolve).toList()
        : configured.stream().map(Path::of).toList();
  }

  /** A named key that cannot be read is an error; another one is only passed over. */
  private boolean byFile(Path path, boolean named) throws ConnectFailure, TransportException {
    if (!takes("publickey") || offered.size() >= MOST_KEYS) {
      return false;
    }
    Set<String> shown = KeyFile.publicBlobs(path);
    if (!shown.isEmpty() && offered.containsAll(shown)) {
      // The agent's was refused: its passphrase need not be known.
      return false;
    }
    Finder passphrase = new Finder(credentials.passphrase());
    KeyFile key;
    try {
      key = KeyFile.load(client, path, passphrase);
    } catch (IOException | RuntimeException e) {
      if (passphrase.asked || isMarkedLocked(path)) {
        lockedKey = path.toString();
      } else if (named) {
        throw new KeyUnusable(endpoint, path.toString(), "it holds no private key", e);
      }
      return false;
    }
    for (KeyFile.Certified certified :
        KeyFile.certificates(key.blob(), certificateFiles(path), Instant.now())) {
      if (isNew(certified)
          && certified.certificate() != null
          && attempt(new OneTryPublickey(key.with(certified.certificate())))) {
        return true;
      }
    }
    if (!offered.add(key.blob())) {
      return false;
    }
    tried.add("key " + path);
    return attempt(new OneTryPublickey(key.plain()));
  }

  /** The files of certificates that ssh_config names, and the one beside each key file. */
  private Set<Path> certificateFiles(Path... keys) {
    Set<Path> files = new LinkedHashSet<>();
    endpoint.configured().certificates().forEach(file -> files.add(Path.of(file)));
    for (Path key : keys) {
      files.add(KeyFile.certificateBeside(key));
    }
    return files;
  }

  /** Whether a certificate was not offered yet, which it counts as from now on. */
  private boolean isNew(KeyFile.Certified certified) {
    boolean added = offered.add(certified.blob());
    if (added) {
      tried.add(certified.inWords());
    }
    return added;
  }

  /** RFC 1421 and RFC 7468: protected keys in PEM have it in their headers. */
  private static boolean isMarkedLocked(Path path) {
    try {
      return Files.readString(path, StandardCharsets.ISO_8859_1).contains("ENCRYPTED");
    } catch (IOException e) {
      return false;
    }
  }

  private boolean byAgent() throws TransportException {
    if (!endpoint.agent() || agent == null || !takes("publickey")) {
      return false;
    }
    List<SshAgent.Identity> identities;
    try {
      identities = agent.identities();
    } catch (IOException e) {
      tried.add("ssh-agent (does not answer)");
      return false;
    }
    Set<String> wanted = endpoint.configured().identitiesOnly() ? ownKeys() : null;
    for (SshAgent.Identity identity : identities) {
      if (wanted != null && !wanted.contains(identity.base64())) {
        continue;
      }
      if (byCertificate(agent, identity)) {
        return true;
      }
      if (offered.size() < MOST_KEYS && offered.add(identity.base64())) {
        tried.add("ssh-agent key " + identity.comment());
        if (attempt(new AgentAuth(agent, identity))) {
          return true;
        }
      }
    }
    return false;
  }

  /** By a certificate of a file whose key the agent has: its passphrase need not be known. */
  private boolean byCertificate(SshAgent from, SshAgent.Identity identity)
      throws TransportException {
    Path[] keys = ownKeyFiles().toArray(Path[]::new);
    for (KeyFile.Certified certified :
        KeyFile.certificates(identity.base64(), certificateFiles(keys), Instant.now())) {
      if (offered.size() < MOST_KEYS
          && isNew(certified)
          && certified.certificate() != null
          && attempt(new AgentAuth(from, identity, identity.as(certified.blob())))) {
        return true;
      }
    }
    return false;
  }

  /** The key files that are named, or those that are usual. */
  private List<Path> ownKeyFiles() {
    String file = endpoint.keyFile();
    return file == null ? foundKeys() : List.of(expand(file));
  }

  /** The public keys of these files, and their certificates, base64. */
  private Set<String> ownKeys() {
    Set<String> keys = new HashSet<>();
    for (Path path : ownKeyFiles()) {
      keys.addAll(KeyFile.publicBlobs(path));
    }
    for (String certificate : endpoint.configured().certificates()) {
      keys.addAll(KeyFile.publicBlobs(Path.of(certificate)));
    }
    return keys;
  }

  private boolean byPassword() throws TransportException {
    Secret password = credentials.password();
    if (password == null) {
      return false;
    }
    if (takes("password")) {
      tried.add("password");
      if (attempt(new AuthPassword(new Finder(password)))) {
        return true;
      }
    }
    if (takes("keyboard-interactive")) {
      tried.add("keyboard-interactive");
      return attempt(
          new AuthKeyboardInteractive(new PasswordResponseProvider(new Finder(password))));
    }
    return false;
  }

  /** Unknown before the first refusal, which names them. */
  private boolean takes(String method) {
    var allowed = client.getUserAuth().getAllowedMethods();
    return allowed.isEmpty() || allowed.contains(method);
  }

  private boolean attempt(AuthMethod method) throws TransportException {
    try {
      return client
          .getUserAuth()
          .authenticate(
              endpoint.user(),
              (Service) client.getConnection(),
              method,
              client.getTransport().getTimeoutMs());
    } catch (UserAuthException | SSHRuntimeException e) {
      for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
        if (t instanceof TransportException || t instanceof TimeoutException) {
          throw new TransportException(String.valueOf(t.getMessage()), e);
        }
      }
      return false;
    }
  }

  /**
   * RFC 4253, 11.1: the server's reason for ending the connection. OpenSSH gives PROTOCOL_ERROR
   * after too many tries, others what the RFC has for it.
   */
  private static boolean hungUp(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SSHException e
          && (e.getDisconnectReason() == DisconnectReason.PROTOCOL_ERROR
              || e.getDisconnectReason() == DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE)) {
        return true;
      }
    }
    return false;
  }

  /** Knows whether it was asked: of a key file only when that is protected. */
  private static final class Finder implements PasswordFinder {
    private final @Nullable Secret secret;
    private boolean asked;

    Finder(@Nullable Secret secret) {
      this.secret = secret;
    }

    /** The library blanks out what it is given after each use. */
    @Override
    public char[] reqPassword(@Nullable Resource<?> resource) {
      asked = true;
      return secret == null ? new char[0] : secret.reveal().toCharArray();
    }

    @Override
    public boolean shouldRetry(@Nullable Resource<?> resource) {
      return false;
    }
  }

  /** One signature algorithm a key: each refusal counts towards the server's limit. */
  private static final class OneTryPublickey extends AuthPublickey {
    OneTryPublickey(KeyProvider key) {
      super(key);
    }

    @Override
    public boolean shouldRetry() {
      return false;
    }
  }
}
