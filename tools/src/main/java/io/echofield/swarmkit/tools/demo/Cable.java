package io.echofield.swarmkit.tools.demo;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network cable on loopback that can really be cut: it listens on a port of its own and forwards
 * every connection to the target.
 *
 * <p>{@link #cut} closes the listener and all connections, so that both ends notice as they would
 * with a broken wire between them and their switch; {@link #heal} listens on the same port again.
 * Any thread. Two threads for each connection, none while cut.
 */
public final class Cable implements AutoCloseable {
  private static final int BUFFER_BYTES = 16_384;
  private static final int CONNECT_MILLIS_MAX = 2_000;
  private static final int ACCEPT_ENDS_MILLIS_MAX = CONNECT_MILLIS_MAX + 1_000;

  // fixed
  private final InetSocketAddress target;
  private final int port;

  // of all connections, ever
  private final AtomicLong bytesThere = new AtomicLong();
  private final AtomicLong bytesBack = new AtomicLong();

  // while whole, under this object's monitor
  private ServerSocket listener;
  private Thread acceptor;
  private final List<Socket> connections = new ArrayList<>();

  private Cable(InetSocketAddress target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
    this.port = listener.getLocalPort();
  }

  /** A whole cable to a port of this machine. */
  public static Cable to(int targetPort) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Cable cable = new Cable(new InetSocketAddress(loopback, targetPort), listen(0));
    cable.acceptor = cable.acceptAll(cable.listener);
    return cable;
  }

  /** Where this end of the cable listens. */
  public int port() {
    return port;
  }

  /** Bytes that it carried to the target so far; the payload of TCP. */
  public long bytesThere() {
    return bytesThere.get();
  }

  /** Bytes that it carried from the target so far. */
  public long bytesBack() {
    return bytesBack.get();
  }

  /** Returns when nothing listens any more and both ends of all connections are closed. */
  public void cut() {
    Thread ending;
    synchronized (this) {
      closeQuietly(listener);
      listener = null;
      connections.forEach(Cable::closeQuietly);
      connections.clear();
      ending = acceptor;
    }
    try {
      // The kernel lets go of the port only when nobody waits for callers on it.
      ending.join(ACCEPT_ENDS_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Makes a cut cable whole again.
   *
   * @throws IOException if another program took the port meanwhile
   */
  public synchronized void heal() throws IOException {
    if (listener == null) {
      listener = listen(port);
      acceptor = acceptAll(listener);
    }
  }

  @Override
  public void close() {
    cut();
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private Thread acceptAll(ServerSocket accepting) {
    Thread thread = daemon("cable-accept", () -> acceptUntilClosed(accepting));
    thread.start();
    return thread;
  }

  private void acceptUntilClosed(ServerSocket accepting) {
    while (!accepting.isClosed()) {
      try {
        connect(accepting, accepting.accept());
      } catch (IOException e) {
        // Closed by a cut, which the loop's condition sees; any other accept failed for one caller.
        Thread.onSpinWait();
      }
    }
  }

  private void connect(ServerSocket accepting, Socket near) throws IOException {
    Socket far = new Socket();
    try {
      far.connect(target, CONNECT_MILLIS_MAX);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
    } catch (IOException e) {
      closeQuietly(near);
      closeQuietly(far);
      throw e;
    }
    if (keep(accepting, near, far)) {
      daemon("cable-there", () -> pump(near, far, bytesThere)).start();
      daemon("cable-back", () -> pump(far, near, bytesBack)).start();
    }
  }

  /** False if the cable was cut while the connection was made; it is closed then. */
  private synchronized boolean keep(ServerSocket accepting, Socket near, Socket far) {
    if (listener != accepting) {
      closeQuietly(near);
      closeQuietly(far);
      return false;
    }
    connections.removeIf(Socket::isClosed);
    connections.add(near);
    connections.add(far);
    return true;
  }

  private static void pump(Socket from, Socket to, AtomicLong bytes) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        // Before anybody can have got them: who has, finds them counted.
        bytes.addAndGet(count);
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // One end is gone or the cable was cut: the other end must hear of it, below.
      closeQuietly(from);
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (IOException e) {
      // Closing is all that was wanted; a socket that fails to close is closed.
      Thread.onSpinWait();
    }
  }

  private static Thread daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }
}
