package io.echofield.swarmkit.tools.field;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A broker with nothing in it: Debian's mosquitto where there is one, else the embedded broker in a
 * process of its own. One thread.
 */
public final class FieldBroker implements AutoCloseable {
  private static final long LISTEN_MILLIS_MAX = 30_000;
  private static final String MOSQUITTO = "mosquitto";
  private static final String EMBEDDED = "embedded";

  private final FieldProcess process;
  private final int port;
  private final String kind;

  private FieldBroker(FieldProcess process, int port, String kind) {
    this.process = process;
    this.port = port;
    this.kind = kind;
  }

  /** Where mosquitto is; Debian has it in sbin, which is not on everybody's PATH. */
  static Optional<Path> mosquitto() {
    Stream<Path> path =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of);
    return Stream.concat(path, Stream.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin")))
        .map(folder -> folder.resolve(MOSQUITTO))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whether two bridged brokers can be had here. */
  public static boolean hasMosquitto() {
    return mosquitto().isPresent();
  }

  /** The kind of broker that a swarm gets on this machine. */
  public static String kindHere() {
    return mosquitto().isPresent() ? MOSQUITTO : EMBEDDED;
  }

  /**
   * Starts mosquitto and waits until it listens.
   *
   * @param folder for its configuration and log
   * @throws IOException if there is none; the message says what to install
   */
  public static FieldBroker mosquitto(Path folder) throws IOException, InterruptedException {
    return mosquitto(folder, "");
  }

  /**
   * The same with a bridge to another broker: everything, both ways, at QoS 1.
   *
   * @param otherPort of the other broker, or of a cable to it
   */
  public static FieldBroker bridged(Path folder, int otherPort)
      throws IOException, InterruptedException {
    return mosquitto(
        folder,
        """
        connection other
        address 127.0.0.1:%d
        topic # both 1
        restart_timeout 1
        """
            .formatted(otherPort));
  }

  private static FieldBroker mosquitto(Path folder, String more)
      throws IOException, InterruptedException {
    Path program =
        mosquitto()
            .orElseThrow(
                () ->
                    new IOException("there is no mosquitto; on Debian: apt-get install mosquitto"));
    int port = freePort();
    Path config = folder.resolve("mosquitto-" + port + ".conf");
    // Everything else as it comes, but for what a client may leave unread: the peer needs that.
    Files.writeString(
        config,
        "listener %d 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n%s"
            .formatted(port, more));
    List<String> command = List.of(program.toString(), "-c", config.toString());
    return listening(command, folder, port, MOSQUITTO, Map.of());
  }

  /** Starts what is there for the swarm and waits until it listens. */
  static FieldBroker of(FieldSwarm swarm) throws IOException, InterruptedException {
    if (mosquitto().isPresent()) {
      return mosquitto(swarm.folder());
    }
    int port = freePort();
    Path data = swarm.dataDir(FieldSwarm.BROKER);
    List<String> command =
        List.of(
            FieldSwarm.program().toString(),
            "broker",
            "run",
            "--broker",
            "127.0.0.1:" + port,
            "--data-dir",
            data.toString());
    return listening(command, swarm.folder(), port, EMBEDDED, swarm.environment());
  }

  private static FieldBroker listening(
      List<String> command, Path folder, int port, String kind, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path log = folder.resolve("broker-" + port + ".log");
    FieldProcess process = FieldProcess.start("the broker", command, folder, log, environment);
    FieldBroker broker = new FieldBroker(process, port, kind);
    boolean ready = false;
    try {
      Wait.until("the broker listens", LISTEN_MILLIS_MAX, broker::listens);
      ready = true;
      return broker;
    } finally {
      if (!ready) {
        broker.close();
      }
    }
  }

  private boolean listens() throws IOException {
    process.check();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      // Not yet.
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  /** {@code mosquitto} or {@code embedded}. */
  public String kind() {
    return kind;
  }

  /** The query of a link's URL: the embedded broker lets members in only. */
  String linkQuery() {
    return kind.equals(MOSQUITTO) ? "" : "?swarm=true";
  }

  /** Physical memory that it has now, in bytes. */
  public long residentBytes() throws IOException {
    return process.residentBytes();
  }

  /** The most physical memory that it ever had, in bytes. */
  public long residentBytesMost() throws IOException {
    return process.residentBytesMost();
  }

  @Override
  public void close() {
    process.close();
  }
}
