package io.echofield.swarmkit.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A door in front of a real broker: it passes connections on, and can cut them, or refuse those of
 * version 5 as brokers of MQTT 3.1.1 do. Closing it cuts all that went through.
 */
public final class BrokerDoor implements AutoCloseable {
  /** What happens to a CONNECT of version 5. */
  public enum Version5 {
    PASSED,
    /** "Unacceptable protocol version", in the form of version 3.1.1. */
    REFUSED,
    /** Closed without a word, as some do. */
    CLOSED
  }

  private static final int PROTOCOL_LEVEL_AT = 8;
  private static final int VERSION_5 = 5;
  private static final byte[] UNACCEPTABLE = {0x20, 0x02, 0x00, 0x01};

  private final ServerSocket door;
  private final int brokerPort;
  private final Version5 manner;
  private final AtomicInteger refused = new AtomicInteger();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "broker-door");
            thread.setDaemon(true);
            return thread;
          });

  public BrokerDoor(int brokerPort, Version5 manner) {
    this.brokerPort = brokerPort;
    this.manner = manner;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::admit);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** How many connections of version 5 were refused. */
  public int refused() {
    return refused.get();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }

  private void admit() {
    try {
      while (true) {
        Socket client = door.accept();
        sockets.add(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      // A short CONNECT has one length byte; longer ones have two.
      byte[] start = client.getInputStream().readNBytes(PROTOCOL_LEVEL_AT + 2);
      int level = start[(start[1] & 0x80) == 0 ? PROTOCOL_LEVEL_AT : PROTOCOL_LEVEL_AT + 1];
      if (level == VERSION_5 && manner != Version5.PASSED) {
        refused.incrementAndGet();
        if (manner == Version5.REFUSED) {
          client.getOutputStream().write(UNACCEPTABLE);
        }
        return;
      }
      try (Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort)) {
        sockets.add(broker);
        broker.getOutputStream().write(start);
        threads.execute(() -> pump(broker, client));
        pump(client, broker);
      }
    } catch (IOException e) {
      // one of them closed
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      input.transferTo(output);
    } catch (IOException e) {
      // one of them closed
    }
  }
}
