package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.echofield.swarmkit.broker.BrokerAccounts;
import io.echofield.swarmkit.broker.BrokerSettings;
import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;

/** The swarm whose broker is tested. */
final class Swarm {
  static final Bytes KEY = Bytes.copyOf("a key for tests only".getBytes(US_ASCII));

  private Swarm() {}

  static BrokerSettings settings(Path folder, int port) {
    return settings(folder, port, Anonymous.HEALTH);
  }

  static BrokerSettings settings(Path folder, int port, Anonymous anonymous) {
    return new BrokerSettings("127.0.0.1", port, folder, "swarm", anonymous, KEY);
  }

  static String password(String node) {
    return BrokerAccounts.password(KEY, new NodeId(node));
  }

  static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
