package io.echofield.swarmkit.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real Mosquitto on a free port of the loopback address, with a configuration that the test
 * gives.
 *
 * <p>Needs the program {@code mosquitto}; tools/check installs it. Ends with the test.
 */
public final class Mosquitto implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(10);

  private final Path folder;
  private final int port;
  private Process process;

  private Mosquitto(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts a broker and returns once it takes connections.
   *
   * @param folder for its configuration and log; the test's own
   * @param lines configuration behind the listener; without any, everybody may do everything
   */
  public static Mosquitto start(Path folder, String... lines) {
    Mosquitto broker = new Mosquitto(folder, freePort());
    List<String> config = new ArrayList<>();
    config.add("listener " + broker.port + " 127.0.0.1");
    config.add("user root"); // or it could not read the test's files; ignored for other users
    config.addAll(lines.length == 0 ? List.of("allow_anonymous true") : List.of(lines));
    try {
      Files.write(folder.resolve("mosquitto.conf"), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    broker.restart();
    return broker;
  }

  public int port() {
    return port;
  }

  /** SIGKILL: nothing is saved, no client is told. */
  public void kill() {
    process.destroyForcibly();
    join();
  }

  /** SIGTERM. */
  public void stop() {
    process.destroy();
    join();
  }

  /** Starts it again on the same port. */
  public void restart() {
    try {
      process =
          new ProcessBuilder(
                  program("mosquitto"), "-c", folder.resolve("mosquitto.conf").toString(), "-v")
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("mosquitto.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("mosquitto on port " + port)
        .atMost(START_MAX)
        .pollInterval(Duration.ofMillis(20))
        .until(this::answers);
  }

  /** A program of the package mosquitto-clients that talks to this broker; the test ends it. */
  public Process client(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program(program), "-h", "127.0.0.1", "-p", Integer.toString(port)));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the broker wrote to its log so far. */
  public String log() {
    try {
      return Files.readString(folder.resolve("mosquitto.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    join();
  }

  /** A port that nobody listens on at this moment. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("mosquitto ended: " + log());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private void join() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while mosquitto ended", e);
    }
  }

  /** Debian keeps servers in folders that are not on every PATH. */
  private static String program(String name) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(":", -1)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(name + " is not installed; tools/check installs it"));
  }
}
