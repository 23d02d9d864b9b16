package io.quorate.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** The way to a server, which has faults. */
final class Relay implements AutoCloseable {

  /** What befalls a connection. */
  enum Fault {
    /** After half a million bytes of its answers it is closed. */
    CUT,
    /** After half a million bytes that go to the server no more do. */
    CLOGGED,
    /** A byte behind half a million of them arrives as another one. */
    DAMAGED
  }

  static final int GOOD = 500_000;

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private final Fault fault;
  private final AtomicInteger faults;

  /**
   * @param most how many connections the fault befalls
   */
  Relay(int target, Fault fault, int most) throws IOException {
    this.target = target;
    this.fault = fault;
    this.faults = new AtomicInteger(most);
    Thread.ofVirtual().start(this::serve);
  }

  String endpoint() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofVirtual().start(() -> pass(client, server, fault != Fault.CUT));
        Thread.ofVirtual().start(() -> pass(server, client, fault == Fault.CUT));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pass(Socket from, Socket to, boolean faulty) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[16 * 1024];
      long passed = 0;
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (faulty && passed <= GOOD && passed + n > GOOD && faults.getAndDecrement() > 0) {
          switch (fault) {
            case CUT -> {
              return;
            }
            case CLOGGED -> Thread.sleep(60_000);
            case DAMAGED -> bytes[n - 1] ^= 1;
          }
        }
        out.write(bytes, 0, n);
        passed += n;
      }
    } catch (IOException | InterruptedException over) {
      // One side has left; both sockets are closed.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
