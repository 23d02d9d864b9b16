package io.quorate.node.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.ChachaPolyCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.KeyAgreement;
import javax.net.SocketFactory;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.signature.SignatureRSA;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all SSH clients of the program share. */
final class SshSettings {
  /** Until the TCP connection stands: the kernel tries three times within 3 s (tcp(7)). */
  static final int CONNECT_MILLIS = 4_000;

  /** For each answer while the connection is set up; sshd holds back refusals for 2 to 3 s. */
  static final int ANSWER_MILLIS = 20_000;

  private static final List<Factory.Named<KeyAlgorithm>> KEY_ALGORITHMS =
      List.of(
          KeyAlgorithms.EdDSA25519(),
          KeyAlgorithms.ECDSASHANistp256(),
          KeyAlgorithms.ECDSASHANistp384(),
          KeyAlgorithms.ECDSASHANistp521(),
          KeyAlgorithms.RSASHA512(),
          KeyAlgorithms.RSASHA256());

  /** Those of RSA are not the library's own, which sign with SHA-1. */
  private static final List<Factory.Named<KeyAlgorithm>> CERTIFICATE_ALGORITHMS =
      List.of(
          KeyAlgorithms.EdDSA25519CertV01(),
          KeyAlgorithms.ECDSASHANistp256CertV01(),
          KeyAlgorithms.ECDSASHANistp384CertV01(),
          KeyAlgorithms.ECDSASHANistp521CertV01(),
          new KeyAlgorithms.Factory(
              "rsa-sha2-512-cert-v01@openssh.com",
              new SignatureRSA.FactoryRSASHA512(),
              KeyType.RSA_CERT),
          new KeyAlgorithms.Factory(
              "rsa-sha2-256-cert-v01@openssh.com",
              new SignatureRSA.FactoryRSASHA256(),
              KeyType.RSA_CERT));

  /** The algorithms of plain keys, by their names. */
  static final List<String> KEYS = Factory.Named.Util.getNames(KEY_ALGORITHMS);

  /** The algorithms of certificates, by their names. */
  static final List<String> CERTIFICATES = Factory.Named.Util.getNames(CERTIFICATE_ALGORITHMS);

  private static final int KEEP_ALIVE_SECONDS = 5;
  private static final int KEEP_ALIVES_MISSED = 3;

  private static final Logger LOG = LoggerFactory.getLogger(SshSettings.class);

  private SshSettings() {}

  /** Built at the first use, which takes about a second on a cold JVM, and shared from then on. */
  private static final class Shared {
    static final Config CONFIG = build();
  }

  /** Loads what the first connection needs; worth calling in the background at start-up. */
  static void warmUp() {
    client();
    try {
      exchangeAndSign();
    } catch (GeneralSecurityException e) {
      LOG.debug("the usual algorithms are not there", e);
    }
  }

  /** What a connection to most servers takes. */
  private static void exchangeAndSign() throws GeneralSecurityException {
    KeyPair own = SecurityUtils.getKeyPairGenerator("X25519").generateKeyPair();
    KeyAgreement agreement = SecurityUtils.getKeyAgreement("X25519");
    agreement.init(own.getPrivate());
    agreement.doPhase(own.getPublic(), true);
    byte[] secret = agreement.generateSecret();
    KeyPair host = SecurityUtils.getKeyPairGenerator("Ed25519").generateKeyPair();
    Signature signature = SecurityUtils.getSignature("Ed25519");
    signature.initSign(host.getPrivate());
    signature.update(secret);
    byte[] signed = signature.sign();
    signature.initVerify(host.getPublic());
    signature.update(secret);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("a signature is not that of its own key");
    }
  }

  /** A client that remembers whether the other side took the connection, and greeted. */
  static final class Client extends SSHClient {
    private volatile boolean taken;
    private volatile boolean greeted;

    private Client() {
      super(Shared.CONFIG);
    }

    @Override
    protected void onConnect() throws IOException {
      taken = true;
      super.onConnect();
    }

    /** Called once both sides have greeted. */
    @Override
    protected void doKex() throws TransportException {
      greeted = true;
      super.doKex();
    }

    boolean wasTaken() {
      return taken;
    }

    boolean wasGreeted() {
      return greeted;
    }
  }

  static Client client() {
    Client client = new Client();
    client.setSocketFactory(new PromptSockets());
    client.setConnectTimeout(CONNECT_MILLIS);
    client.setTimeout(ANSWER_MILLIS);
    client.getTransport().setTimeoutMs(ANSWER_MILLIS);
    client.getConnection().setTimeoutMs(ANSWER_MILLIS);
    // Set after connecting, the keep-alive's thread would never start.
    var keepAlive = client.getConnection().getKeepAlive();
    keepAlive.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    if (keepAlive instanceof KeepAliveRunner runner) {
      runner.setMaxAliveCount(KEEP_ALIVES_MISSED);
    }
    return client;
  }

  /** What OpenSSH 7.2 (Ubuntu 16.04) and later offer, without what has been broken since. */
  private static Config build() {
    DefaultConfig config = new DefaultConfig();
    config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
    config.setKeyExchangeFactories(
        List.of(
            new Curve25519SHA256.Factory(),
            new Curve25519SHA256.FactoryLibSsh(),
            new ECDHNistP.Factory256(),
            new ECDHNistP.Factory384(),
            new ECDHNistP.Factory521(),
            DHGroups.Group16SHA512(),
            DHGroups.Group18SHA512(),
            DHGroups.Group14SHA256(),
            new ExtInfoClientFactory()));
    List<Factory.Named<KeyAlgorithm>> algorithms = new ArrayList<>(CERTIFICATE_ALGORITHMS);
    algorithms.addAll(KEY_ALGORITHMS);
    config.setKeyAlgorithms(algorithms);
    // HostCertificate does, where an authority is known; elsewhere the key in it counts.
    config.setVerifyHostKeyCertificates(false);
    config.setCipherFactories(
        List.of(
            GcmCiphers.AES128GCM(),
            ChachaPolyCiphers.CHACHA_POLY_OPENSSH(),
            GcmCiphers.AES256GCM(),
            BlockCiphers.AES128CTR(),
            BlockCiphers.AES256CTR()));
    config.setMACFactories(
        List.of(
            Macs.HMACSHA2256Etm(), Macs.HMACSHA2512Etm(), Macs.HMACSHA2256(), Macs.HMACSHA2512()));
    return config;
  }

  /** Sockets without Nagle's algorithm, which made each command wait 40 ms for nothing. */
  private static final class PromptSockets extends SocketFactory {
    @Override
    public Socket createSocket() throws IOException {
      return prompt(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return prompt(new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return prompt(new Socket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return prompt(new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return prompt(new Socket(host, port, local, localPort));
    }

    private static Socket prompt(Socket socket) throws IOException {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      return socket;
    }
  }
}
