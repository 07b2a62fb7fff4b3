package io.echofield.swarmkit.broker.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.broker.BrokerEndpoints;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import io.echofield.swarmkit.broker.BrokerSettings;
import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;
import io.echofield.swarmkit.broker.BrokerState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessBrokerIT {
  @TempDir Path folder;

  @Test
  void retainedMessagesSurviveARestartOfTheSameObject() throws Exception {
    Thread.UncaughtExceptionHandler handler = (thread, failure) -> {};
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(handler);
    List<BrokerState> states = new CopyOnWriteArrayList<>();
    InProcessBroker broker = new InProcessBroker(Swarm.settings(folder, 0, Anonymous.NONE));
    try {
      Stopwatch start = new Stopwatch();
      BrokerEndpoints first = broker.start(states::add);
      start.print("in-process broker: start");
      assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(handler);
      assertThat(first.pid()).isEqualTo(ProcessHandle.current().pid());
      try (Client node = Client.node(first.port(), "n1")) {
        assertThat(node.publish("swarm/health/n1", "kept", true)).isEqualTo(Client.SUCCESS);
      }
      assertThatThrownBy(() -> Client.anonymous(first.port(), "watcher"))
          .isInstanceOf(MqttException.class);
      Stopwatch stop = new Stopwatch();
      broker.stop();
      stop.print("in-process broker: stop");
      assertThat(states).containsExactly(BrokerState.STOPPED);
      assertThat(Swarm.listens(first.port())).isFalse();

      BrokerEndpoints second = broker.start(states::add);
      try (Client node = Client.node(second.port(), "n2")) {
        assertThat(node.subscribe("swarm/#")).isEqualTo(1);
        await().until(() -> node.received().contains("swarm/health/n1=kept"));
      }
    } finally {
      broker.stop();
      broker.stop();
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(states).containsExactly(BrokerState.STOPPED, BrokerState.STOPPED);
  }

  @Test
  void portInUseIsToldInOneLineAndLeavesNoThread() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Set<Thread> before = liveThreads();
      BrokerException failure = failureOf(Swarm.settings(folder, taken.getLocalPort()));
      assertThat(failure.reason()).isEqualTo(Reason.PORT_IN_USE);
      assertThat(failure)
          .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is in use")
          .hasMessageNotContaining("\n");
      assertThat(liveThreads()).isSubsetOf(before);
    }
  }

  @Test
  void anyOtherAddressThanLoopbackIsRefused() {
    BrokerSettings open =
        new BrokerSettings("0.0.0.0", 0, folder, "swarm", Anonymous.HEALTH, Swarm.KEY);
    assertThat(failureOf(open)).hasMessageContaining("loopback only");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void unwritableFolderIsTold() throws Exception {
    Path below = Files.createFile(folder.resolve("file")).resolve("broker");
    assertThat(failureOf(Swarm.settings(below, 0)).reason()).isEqualTo(Reason.FOLDER_NOT_WRITABLE);
  }

  @Test
  void topicRootWithAWildcardIsRefused() {
    BrokerSettings wild =
        new BrokerSettings("127.0.0.1", 0, folder, "#", Anonymous.HEALTH, Swarm.KEY);
    assertThat(failureOf(wild)).hasMessageContaining("topic root");
  }

  @Test
  void aListenerNobodyAskedForClosesTheBroker() throws Exception {
    int port = freePort();
    InProcessBroker broker =
        new InProcessBroker(Swarm.settings(folder, port), InProcessBrokerIT::withWebSocket);
    assertThatThrownBy(() -> broker.start(state -> {}))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("does not listen as asked")
        .hasMessageContaining("WEBSOCKET");
    assertThat(Swarm.listens(port)).isFalse();
    broker.stop();
  }

  private static NavigableMap<String, String> withWebSocket(String bind, int port) {
    NavigableMap<String, String> values = BrokerConfiguration.values(bind, port);
    values.put("listeners/websocket-listener/bind-address", bind);
    values.put("listeners/websocket-listener/port", "0");
    return values;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Set<Thread> liveThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }

  private static BrokerException failureOf(BrokerSettings settings) {
    InProcessBroker broker = new InProcessBroker(settings);
    try {
      broker.start(state -> {});
    } catch (BrokerException e) {
      return e;
    }
    broker.stop();
    throw new AssertionError("the broker started");
  }
}
