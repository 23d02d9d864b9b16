package io.quorate.node.ssh;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Arrays;
import net.schmizz.sshj.common.Buffer;

/** An ssh-agent that holds one RSA key and signs with SHA-512 only, as servers want it. */
final class FakeAgent implements AutoCloseable {
  private final ServerSocketChannel server;
  private final KeyPair key;
  private final byte[] blob;

  FakeAgent(Path socket, KeyPair key) throws IOException {
    this.key = key;
    this.blob = new Buffer.PlainBuffer().putPublicKey(key.getPublic()).getCompactData();
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    while (true) {
      try (SocketChannel client = server.accept()) {
        DataInputStream in = new DataInputStream(Channels.newInputStream(client));
        byte[] request = in.readNBytes(in.readInt());
        byte[] answer = answer(new Buffer.PlainBuffer(request)).getCompactData();
        client.write(ByteBuffer.wrap(new Buffer.PlainBuffer().putString(answer).getCompactData()));
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Buffer.PlainBuffer answer(Buffer.PlainBuffer request)
      throws IOException, GeneralSecurityException {
    if (request.readByte() == 11) {
      return new Buffer.PlainBuffer()
          .putByte((byte) 12)
          .putUInt32(1)
          .putString(blob)
          .putString("a key");
    }
    boolean own = Arrays.equals(request.readStringAsBytes(), blob);
    byte[] data = request.readStringAsBytes();
    if (!own || request.readUInt32() != 4) {
      return new Buffer.PlainBuffer().putByte((byte) 5);
    }
    Signature signature = Signature.getInstance("SHA512withRSA");
    signature.initSign(key.getPrivate());
    signature.update(data);
    byte[] signed =
        new Buffer.PlainBuffer()
            .putString("rsa-sha2-512")
            .putString(signature.sign())
            .getCompactData();
    return new Buffer.PlainBuffer().putByte((byte) 14).putString(signed);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
