package io.quorate.node.ssh;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running ssh-agent, asked over its socket (draft-miller-ssh-agent). One connection a question:
 * agents are local, and an idle connection is one that may be closed.
 */
final class SshAgent {
  private static final int REQUEST_IDENTITIES = 11;
  private static final int IDENTITIES_ANSWER = 12;
  private static final int SIGN_REQUEST = 13;
  private static final int SIGN_RESPONSE = 14;
  private static final int RSA_SHA2_512 = 4;
  private static final int LONGEST_MESSAGE = 256 * 1024;

  private final Path socket;

  SshAgent(Path socket) {
    this.socket = socket;
  }

  /** The agent of $SSH_AUTH_SOCK; null when there is none. */
  static @Nullable SshAgent ofEnvironment() {
    String path = System.getenv("SSH_AUTH_SOCK");
    return path == null || path.isBlank() ? null : new SshAgent(Path.of(path));
  }

  /**
   * A key that the agent holds.
   *
   * @param blob the public key in the SSH wire format
   */
  record Identity(byte[] blob, String comment) {

    String type() {
      int length =
          (blob[0] & 0xff) << 24 | (blob[1] & 0xff) << 16 | (blob[2] & 0xff) << 8 | blob[3] & 0xff;
      return new String(blob, 4, length, StandardCharsets.US_ASCII);
    }

    /** The signature algorithm to ask for; servers stopped taking RSA with SHA-1. */
    String algorithm() {
      return isRsa() ? type().replace("ssh-rsa", "rsa-sha2-512") : type();
    }

    /** Also a certificate for such a key: ssh-rsa-cert-v01@openssh.com. */
    private boolean isRsa() {
      return type().startsWith("ssh-rsa");
    }

    /**
     * The same key as a certificate shows it.
     *
     * @param certificate in the SSH wire format, base64
     */
    Identity as(String certificate) {
      return new Identity(Base64.getDecoder().decode(certificate), comment);
    }

    String base64() {
      return Base64.getEncoder().encodeToString(blob);
    }
  }

  List<Identity> identities() throws IOException {
    DataInputStream answer = ask(new byte[] {REQUEST_IDENTITIES}, IDENTITIES_ANSWER);
    int count = answer.readInt();
    List<Identity> identities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] blob = readString(answer);
      String comment = new String(readString(answer), StandardCharsets.UTF_8);
      if (blob.length > 4) {
        identities.add(new Identity(blob, comment));
      }
    }
    return identities;
  }

  /** The signature of {@code data}, in the SSH wire format. */
  byte[] sign(Identity identity, byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream request = new DataOutputStream(bytes);
    request.writeByte(SIGN_REQUEST);
    writeString(request, identity.blob());
    writeString(request, data);
    request.writeInt(identity.isRsa() ? RSA_SHA2_512 : 0);
    return readString(ask(bytes.toByteArray(), SIGN_RESPONSE));
  }

  private DataInputStream ask(byte[] request, int expected) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
      ByteArrayOutputStream framed = new ByteArrayOutputStream();
      writeString(new DataOutputStream(framed), request);
      out.write(framed.toByteArray());
      out.flush();
      byte[] answer = readString(new DataInputStream(Channels.newInputStream(channel)));
      if (answer.length == 0 || answer[0] != expected) {
        throw new IOException("the agent refused");
      }
      DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(answer));
      in.readByte();
      return in;
    }
  }

  private static byte[] readString(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_MESSAGE) {
      throw new IOException("the agent sent " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the agent hung up");
    }
    return bytes;
  }

  private static void writeString(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
