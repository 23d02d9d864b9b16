package io.quorate.node.ssh;

import io.quorate.node.Node.NodeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a machine could not be connected to. The message says what to do about it. */
public abstract sealed class ConnectFailure extends NodeException {
  private static final long serialVersionUID = 1L;

  private final transient Endpoint endpoint;

  private ConnectFailure(Endpoint endpoint, String message, @Nullable Throwable cause) {
    super(message + endpoint.configured().inWords());
    if (cause != null) {
      initCause(cause);
    }
    this.endpoint = endpoint;
  }

  /** The machine that failed: the node, or the jump host on the way to it. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Whether it is the jump host that failed. */
  public boolean atJumpHost() {
    return endpoint.isJumpHost();
  }

  /** ssh_config says something that cannot be used. */
  public static final class ConfigurationUnusable extends ConnectFailure {
    private static final long serialVersionUID = 1L;

    /**
     * @param fault a sentence or two without the last full stop
     */
    ConfigurationUnusable(Endpoint endpoint, String fault) {
      super(endpoint, endpoint.label() + ": " + fault, null);
    }
  }

  /** The name has no address. */
  public static final class Unresolved extends ConnectFailure {
    private static final long serialVersionUID = 1L;

    Unresolved(Endpoint endpoint, Throwable cause) {
      super(
          endpoint,
          endpoint.label()
              + ": the name "
              + endpoint.host()
              + " has no address. Check its spelling, or give an IP address",
          cause);
    }
  }

  /** Nothing listens at the port. */
  public static final class Refused extends ConnectFailure {
    private static final long serialVersionUID = 1L;

    Refused(Endpoint endpoint, Throwable cause) {
      super(
          endpoint,
          endpoint.label()
              + " refuses connections at port "
              + endpoint.port()
              + ". Check that sshd runs there and that the port is right",
          cause);
    }
  }

  /** No answer came in time. */
  public static final class TimedOut extends ConnectFailure {
    private static final long serialVersionUID = 1L;

    TimedOut(Endpoint endpoint, long seconds, @Nullable Throwable cause) {
      super(
          endpoint,
          endpoint.label()
              + " does not answer within "
              + seconds
              + " s. Check that it is switched on and that no firewall is in between",
          cause);
    }

    /** Something took the connection and did not greet, as an SSH server does at once. */
    TimedOut(Endpoint endpoint, int port, long seconds, @Nullable Throwable cause) {
      super(
          endpoint,
          endpoint.label()
              + " accepts connections on port "
              + port
              + " but sends no SSH banner within "
              + seconds
              + " s. Check that sshd listens there and that the machine does not hang",
          cause);
    }
  }

  /** The network or the SSH server there did something else than to answer. */
  public static final class Unreachable extends ConnectFailure {
    private static final long serialVersionUID = 1L;
    private final boolean hungUp;

    Unreachable(Endpoint endpoint, String reason, @Nullable Throwable cause) {
      super(endpoint, endpoint.label() + " cannot be reached: " + reason, cause);
      hungUp = false;
    }

    /** It took the connection and hung up before it had greeted. */
    Unreachable(Endpoint endpoint, int port, Throwable cause) {
      super(
          endpoint,
          endpoint.label()
              + " takes the connection on port "
              + port
              + " and hangs up before it sends an SSH banner. Too many others may be logging in"
              + " (MaxStartups in its sshd_config), or it keeps this machine out (fail2ban,"
              + " hosts.deny)",
          cause);
      hungUp = true;
    }

    /** Whether it may be otherwise in a moment. */
    boolean hungUp() {
      return hungUp;
    }
  }

  /** The jump host answers, but does not get through to the node. */
  public static final class NoWayThrough extends ConnectFailure {
    private static final long serialVersionUID = 1L;
    private final boolean nodeIsSilent;

    /**
     * @param tried whether the jump host has tried to reach the target
     */
    NoWayThrough(Endpoint jump, Endpoint target, boolean tried, String reason, Throwable cause) {
      super(
          jump,
          jump.label()
              + " does not get through to "
              + HostKeys.withPort(target.host(), target.port())
              + ": "
              + reason
              + ". Check the node, the network behind the jump host, and its AllowTcpForwarding",
          cause);
      this.nodeIsSilent = tried && !target.isJumpHost();
    }

    /** Whether it is the node itself that did not answer the jump host. */
    public boolean nodeIsSilent() {
      return nodeIsSilent;
    }
  }

  /** A host key that nobody has accepted yet; {@link HostKeys#accept} does. */
  public static final class HostKeyUnknown extends ConnectFailure {
    private static final long serialVersionUID = 1L;
    private final String type;
    private final String fingerprint;
    private final String key;

    HostKeyUnknown(Endpoint endpoint, String type, byte[] encoded) {
      super(
          endpoint,
          endpoint.label()
              + " is not known yet: its "
              + type
              + " host key has the fingerprint "
              + HostKeys.fingerprint(encoded)
              + ". Compare it with what ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub says on the"
              + " machine, then accept it",
          null);
      this.type = type;
      this.fingerprint = HostKeys.fingerprint(encoded);
      this.key = HostKeys.base64(encoded);
    }

    public String host() {
      return endpoint().host();
    }

    public int port() {
      return endpoint().port();
    }

    /** As known_hosts writes it, such as ssh-ed25519. */
    public String type() {
      return type;
    }

    /** {@code SHA256:…}, as ssh-keygen shows it. */
    public String fingerprintSha256() {
      return fingerprint;
    }

    /** The key in the SSH wire format, base64. */
    public String key() {
      return key;
    }
  }

  /** Another host key than the known one: the machine was installed anew, or it is another. */
  public static final class HostKeyChanged extends ConnectFailure {
    private static final long serialVersionUID = 1L;
    private final String known;
    private final String knownPlace;
    private final String offered;
    private final String offeredType;

    HostKeyChanged(Endpoint endpoint, KnownHosts.Entry known, String offeredType, byte[] offered) {
      super(
          endpoint,
          endpoint.label()
              + " shows another host key than the known one: "
              + offeredType
              + " "
              + HostKeys.fingerprint(offered)
              + " instead of "
              + known.type()
              + " "
              + HostKeys.fingerprint(known.key())
              + " from "
              + known.place()
              + ". If the machine was installed anew, remove the old key: "
              + known.removal(KnownKeys.name(endpoint))
              + ". If not, somebody may be in between",
          null);
      this.known = HostKeys.fingerprint(known.key());
      this.knownPlace = known.place();
      this.offeredType = offeredType;
      this.offered = HostKeys.fingerprint(offered);
    }

    /** {@code SHA256:…} of the key that was known. */
    public String knownFingerprint() {
      return known;
    }

    /** Where the known key stands: a file and its line. */
    public String knownPlace() {
      return knownPlace;
    }

    /** As known_hosts writes it, such as ssh-ed25519. */
    public String offeredType() {
      return offeredType;
    }

    /** {@code SHA256:…} of the key that the machine showed. */
    public String offeredFingerprint() {
      return offered;
    }
  }

  /** A host key, or an authority's, that a line of known_hosts has revoked. */
  public static final class HostKeyRevoked extends ConnectFailure {
    private static final long serialVersionUID = 1L;

    /**
     * @param ofAuthority whether it is the key that has signed the machine's certificate
     */
    HostKeyRevoked(
        Endpoint endpoint, KnownHosts.Entry line, String type, byte[] key, boolean ofAuthority) {
      super(
          endpoint,
          endpoint.label()
              + (ofAuthority
                  ? " shows a certificate of an authority that is revoked: "
                  : " shows a host key that is revoked: ")
              + type
              + " "
              + HostKeys.fingerprint(key)
              + ", by "
              + line.place()
              + ". Whoever has that key can pass for the machine. "
              + (ofAuthority
                  ? "Have its host key signed by another authority"
                  : "Give it new ones (rm /etc/ssh/ssh_host_*; ssh-keygen -A; restart sshd)"),
          null);
    }
  }

  /** A machine's certificate of an authority that known_hosts trusts, which is not good for it. */
  public static final class HostCertificateUnusable extends ConnectFailure {
    private static final long serialVersionUID = 1L;

    /**
     * @param fault the rest of a sentence that the certificate begins
     */
    HostCertificateUnusable(Endpoint endpoint, KnownHosts.Entry authority, String fault) {
      super(
          endpoint,
          endpoint.label()
              + ": its host certificate "
              + fault
              + " (signed by the authority in "
              + authority.place()
              + "). Have its host key signed anew, or give its plain key a line of its own in"
              + " known_hosts",
          null);
    }
  }

  /** None of the ways to log in was accepted. */
  public static final class AuthenticationFailed extends ConnectFailure {
    private static final long serialVersionUID = 1L;
    private final transient List<String> tried;

    AuthenticationFailed(Endpoint endpoint, List<String> tried, String advice) {
      super(
          endpoint,
          endpoint.label()
              + ": SSH refused "
              + endpoint.user()
              + "; tried: "
              + (tried.isEmpty() ? "nothing" : String.join(", ", tried))
              + ". "
              + advice,
          null);
      this.tried = List.copyOf(tried);
    }

    /** What was offered, in order, such as {@code key /root/.ssh/id_ed25519}. */
    public List<String> tried() {
      return tried;
    }
  }

  /** A private key cannot be opened: its passphrase is missing or wrong. */
  public static final class PassphraseNeeded extends ConnectFailure {
    private static final long serialVersionUID = 1L;
    private final boolean wrong;

    PassphraseNeeded(Endpoint endpoint, String keyFile, boolean wrong) {
      super(
          endpoint,
          endpoint.label()
              + ": "
              + (wrong
                  ? "the passphrase given does not open " + keyFile + ". Enter it again"
                  : keyFile
                      + " is protected by a passphrase. Enter it, or load the key into ssh-agent"),
          null);
      this.wrong = wrong;
    }

    /** Whether one was given that does not fit. */
    public boolean wrong() {
      return wrong;
    }
  }

  /** The private key that was named cannot be used. */
  public static final class KeyUnusable extends ConnectFailure {
    private static final long serialVersionUID = 1L;

    KeyUnusable(Endpoint endpoint, String keyFile, String reason, @Nullable Throwable cause) {
      super(
          endpoint,
          endpoint.label()
              + ": "
              + keyFile
              + " cannot be used: "
              + reason
              + ". Name a private key that exists and is readable",
          cause);
    }
  }

  /** sudo asks for a password and none was given. */
  public static final class SudoPasswordNeeded extends ConnectFailure {
    private static final long serialVersionUID = 1L;

    SudoPasswordNeeded(Endpoint endpoint) {
      super(
          endpoint,
          endpoint.label()
              + ": sudo asks "
              + endpoint.user()
              + " for a password. Enter it, or allow sudo without one",
          null);
    }
  }

  /** sudo does not take the password. */
  public static final class WrongSudoPassword extends ConnectFailure {
    private static final long serialVersionUID = 1L;

    WrongSudoPassword(Endpoint endpoint) {
      super(
          endpoint,
          endpoint.label()
              + ": sudo does not take the password of "
              + endpoint.user()
              + ". Enter it again",
          null);
    }
  }

  /** sudo knows the user, but does not let them become root. */
  public static final class NotInSudoers extends ConnectFailure {
    private static final long serialVersionUID = 1L;

    NotInSudoers(Endpoint endpoint, String said) {
      super(
          endpoint,
          endpoint.label()
              + ": "
              + endpoint.user()
              + " cannot use sudo with this password ("
              + said
              + "): it is wrong, and sudo allows one try alone, or the user may not use sudo. Add"
              + " the user to the group sudo, or connect as root",
          null);
    }
  }

  /** sudo cannot be used for another reason. */
  public static final class SudoFailed extends ConnectFailure {
    private static final long serialVersionUID = 1L;

    SudoFailed(Endpoint endpoint, String said) {
      super(endpoint, endpoint.label() + ": sudo does not work: " + said, null);
    }
  }
}
