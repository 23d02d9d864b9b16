package io.quorate.node.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** An SSH server in this JVM that runs commands on this machine, in sessions of their own. */
public final class Sshd implements AutoCloseable {
  static final String PASSWORD = "open sesame";
  static final KeyPair HOST_KEY = newKey();

  public final SshServer server = SshServer.setUpDefaultServer();

  public Sshd() {
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(HOST_KEY));
    server.setPasswordAuthenticator((user, password, session) -> password.equals(PASSWORD));
    server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
    server.setCommandFactory((channel, command) -> new LocalCommand(command));
    CoreModuleProperties.TCP_NODELAY.set(server, true);
  }

  public Sshd start() throws IOException {
    server.start();
    return this;
  }

  /** Serves the files below a folder, too. */
  public Sshd files(Path root) {
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.setFileSystemFactory(new VirtualFileSystemFactory(root));
    return this;
  }

  /** Allows so many sessions on one connection, as sshd's MaxSessions does. */
  void sessions(int most) {
    Map<Session, Set<Channel>> open = new ConcurrentHashMap<>();
    server.setChannelFactories(
        List.of(
            new ChannelSessionFactory() {
              @Override
              public Channel createChannel(Session session) {
                return new ChannelSession() {
                  @Override
                  public OpenFuture open(long recipient, long room, long packet, Buffer buffer) {
                    Set<Channel> channels =
                        open.computeIfAbsent(session, k -> ConcurrentHashMap.newKeySet());
                    if (channels.size() < most) {
                      channels.add(this);
                      addCloseFutureListener(closed -> channels.remove(this));
                      return super.open(recipient, room, packet, buffer);
                    }
                    var refused = new DefaultOpenFuture(this, this);
                    refused.setException(
                        new SshChannelOpenException(
                            recipient, SshConstants.SSH_OPEN_CONNECT_FAILED, "open failed"));
                    return refused;
                  }
                };
              }
            }));
  }

  public Sshd accept(PublicKey key) {
    server.setPublickeyAuthenticator((user, offered, session) -> offered.equals(key));
    return this;
  }

  public static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Endpoint endpoint() {
    return new Endpoint("node-1", "127.0.0.1", server.getPort(), "root", null, false, null, false);
  }

  /** Its key, as known. */
  HostKeys hostKeys() {
    return HostKeys.pinned(List.of(line()));
  }

  public String line() {
    return "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(HOST_KEY.getPublic());
  }

  void drop() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
