package io.echofield.swarmkit.link.mqtt;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A socket that is connected before Paho sees it.
 *
 * <p>Paho opens a connection with three threads and no way back: an end of stream before all three
 * are awake leaves one of them in a loop for ever (rule 4 of the eight). So the link dials itself,
 * where a refused port is a plain exception and costs no thread, and Paho gets a socket whose
 * {@code connect} does nothing and whose reads wait until CONNECT went out: an MQTT server never
 * speaks first, and Paho writes CONNECT only when all its threads run.
 */
final class DialledSocket extends Socket {
  /** For a server that does not answer a SYN. */
  static final int DIAL_MILLIS_MAX = 5_000;

  private final Socket socket;
  private final CountDownLatch clientSpoke = new CountDownLatch(1);

  private DialledSocket(Socket socket) {
    this.socket = socket;
  }

  /**
   * Resolves, connects and, over TLS, shakes hands. Blocks at most about twice {@value
   * #DIAL_MILLIS_MAX} ms, plus the name service.
   *
   * @param raw an unconnected socket; closing it from another thread ends this call
   */
  static DialledSocket dial(Socket raw, String host, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    // Rule 4: without it each small packet waits for the acknowledgement of the one before (9.4 s
    // instead of 1.2 s for 10,000 retained).
    raw.setTcpNoDelay(true);
    raw.connect(address, DIAL_MILLIS_MAX);
    if (raw instanceof SSLSocket tls) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      tls.setSoTimeout(DIAL_MILLIS_MAX);
      tls.startHandshake();
    }
    return new DialledSocket(raw);
  }

  /** Gives Paho this socket once. */
  SocketFactory asFactory() {
    return new SocketFactory() {
      @Override
      public Socket createSocket() {
        return DialledSocket.this;
      }

      @Override
      public Socket createSocket(String host, int port) {
        return DialledSocket.this;
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        return DialledSocket.this;
      }

      @Override
      public Socket createSocket(InetAddress host, int port) {
        return DialledSocket.this;
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return DialledSocket.this;
      }
    };
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) {
    // Connected already; the address Paho names is not used.
  }

  @Override
  public synchronized void setSoTimeout(int timeout) throws SocketException {
    socket.setSoTimeout(timeout);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new AwaitingInput(new PacketLimiter(socket.getInputStream()), clientSpoke);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new SpeakingOutput(socket.getOutputStream(), clientSpoke);
  }

  @Override
  public void shutdownInput() {
    // Paho does this just before close. TLS sockets may not know it, and close does all that is
    // needed.
  }

  /**
   * By Paho, which is done with its threads then. The link itself aborts by closing the raw socket.
   */
  @Override
  public synchronized void close() throws IOException {
    clientSpoke.countDown();
    socket.close();
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  /** Nothing is readable, and nothing ends, before the client spoke. */
  private static final class AwaitingInput extends InputStream {
    private final PacketLimiter input;
    private final CountDownLatch clientSpoke;

    AwaitingInput(PacketLimiter input, CountDownLatch clientSpoke) {
      this.input = input;
      this.clientSpoke = clientSpoke;
    }

    @Override
    public int read() throws IOException {
      awaitClient();
      return input.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      awaitClient();
      return input.read(target, offset, length);
    }

    @Override
    public int available() throws IOException {
      return clientSpoke.getCount() == 0 ? input.available() : 0;
    }

    private void awaitClient() throws IOException {
      try {
        clientSpoke.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for the client to speak", e);
      }
    }
  }

  private static final class SpeakingOutput extends FilterOutputStream {
    private final CountDownLatch clientSpoke;

    SpeakingOutput(OutputStream output, CountDownLatch clientSpoke) {
      super(output);
      this.clientSpoke = clientSpoke;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      try {
        out.write(source, offset, length);
      } finally {
        // Also when it failed: the reader then sees the end of the stream in its own time.
        clientSpoke.countDown();
      }
    }
  }
}
