package io.echofield.swarmkit.tools.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CableTest {
  private static final int READ_MILLIS_MAX = 15_000;

  private ServerSocket echo;
  private Cable cable;

  @BeforeEach
  void layCable() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread server = new Thread(this::echoForEver);
    server.setDaemon(true);
    server.start();
    cable = Cable.to(echo.getLocalPort());
  }

  @AfterEach
  void removeCable() throws IOException {
    cable.close();
    echo.close();
  }

  @Test
  void bytesGoThereAndBack() throws IOException {
    try (Socket socket = connect()) {
      assertThat(said(socket, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void whatItCarriedIsCountedEachWay() throws IOException {
    try (Socket socket = connect()) {
      assertThat(said(socket, "hello")).isEqualTo("hello");
      assertThat(cable.bytesThere()).isEqualTo(5);
      assertThat(cable.bytesBack()).isEqualTo(5);
    }
  }

  @Test
  void aCutEndsConnectionsAndRefusesNewOnes() throws IOException {
    try (Socket socket = connect()) {
      assertThat(said(socket, "x")).isEqualTo("x");
      cable.cut();
      assertThat(endsOf(socket)).isTrue();
    }
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
  }

  @Test
  void aHealedCableHasTheSamePort() throws IOException {
    int port = cable.port();
    try (Socket socket = connect()) {
      assertThat(said(socket, "x")).isEqualTo("x");
      cable.cut();
    }
    cable.cut();
    cable.heal();
    cable.heal();
    assertThat(cable.port()).isEqualTo(port);
    try (Socket socket = connect()) {
      assertThat(said(socket, "again")).isEqualTo("again");
    }
  }

  @Test
  void aTargetThatIsGoneEndsTheCaller() throws IOException {
    ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    int port = gone.getLocalPort();
    // Nobody waits in accept, so that the port is closed when this returns.
    gone.close();
    try (Cable nowhere = Cable.to(port);
        Socket socket = connect(nowhere)) {
      assertThat(endsOf(socket)).isTrue();
    }
  }

  private Socket connect() throws IOException {
    return connect(cable);
  }

  /** A read that waits too long fails: an interrupt does not reach it. */
  private static Socket connect(Cable to) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.port());
    socket.setSoTimeout(READ_MILLIS_MAX);
    return socket;
  }

  private static String said(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    byte[] back = socket.getInputStream().readNBytes(text.length());
    return new String(back, UTF_8);
  }

  private static boolean endsOf(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return e.getMessage().contains("reset");
    }
  }

  private void echoForEver() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        CompletableFuture<Void> done = CompletableFuture.runAsync(() -> echo(socket));
        done.exceptionally(thrown -> null);
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket;
        InputStream in = socket.getInputStream()) {
      in.transferTo(socket.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
