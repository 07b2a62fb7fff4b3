package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.echofield.swarmkit.broker.BrokerEndpoints;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import io.echofield.swarmkit.broker.BrokerSettings;
import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;
import io.echofield.swarmkit.core.id.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the agent and its broker child say to each other over the child's standard input and output.
 *
 * <p>Down: the settings once, then nothing; {@link #STOP} asks for a clean stop, and the end of the
 * stream means that the agent is gone. Up: one line, {@code ready HOST PORT PID} or {@code failed
 * REASON MESSAGE}; all other lines are noise. Both ends are of one version.
 */
final class ChildProtocol {
  static final int STOP = 'S';

  private static final String READY = "swarmkit-broker ready ";
  private static final String FAILED = "swarmkit-broker failed ";

  private ChildProtocol() {}

  static byte[] encode(BrokerSettings settings) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(settings.bind());
      out.writeShort(settings.port());
      out.writeUTF(settings.folder().toString());
      out.writeUTF(settings.topicRoot());
      out.writeUTF(settings.anonymous().name());
      out.writeUTF(settings.accountKey().hex());
    } catch (IOException e) {
      // Memory does not fail; only a text beyond 64 KiB does.
      throw new IllegalArgumentException("broker settings are too long", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads exactly what {@link #encode} wrote and no byte more.
   *
   * @throws IOException if the stream ends before
   */
  static BrokerSettings decode(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    String bind = in.readUTF();
    int port = in.readUnsignedShort();
    Path folder = Path.of(in.readUTF());
    String topicRoot = in.readUTF();
    Anonymous anonymous = Anonymous.valueOf(in.readUTF());
    return new BrokerSettings(bind, port, folder, topicRoot, anonymous, Bytes.ofHex(in.readUTF()));
  }

  static byte[] ready(BrokerEndpoints endpoints) {
    return line(READY + endpoints.host() + " " + endpoints.port() + " " + endpoints.pid());
  }

  static byte[] failed(BrokerException failure) {
    return line(
        FAILED + failure.reason() + " " + failure.getMessage().lines().findFirst().orElse(""));
  }

  /** Empty if the line says nothing about readiness. */
  static Optional<BrokerEndpoints> parseReady(String line) {
    if (!line.startsWith(READY)) {
      return Optional.empty();
    }
    String[] words = line.substring(READY.length()).split(" ", 3);
    return Optional.of(
        new BrokerEndpoints(words[0], Integer.parseInt(words[1]), Long.parseLong(words[2])));
  }

  /** Empty if the line says nothing about a failure. */
  static Optional<BrokerException> parseFailed(String line) {
    if (!line.startsWith(FAILED)) {
      return Optional.empty();
    }
    String[] words = line.substring(FAILED.length()).split(" ", 2);
    return Optional.of(new BrokerException(Reason.valueOf(words[0]), words[1]));
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(UTF_8);
  }
}
