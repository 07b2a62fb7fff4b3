package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.broker.BrokerEndpoints;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import io.echofield.swarmkit.broker.BrokerState;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildBrokerIT {
  private static final int RETAINED_MESSAGES = 500;

  @TempDir Path folder;

  @Test
  void aKilledChildComesBackOnItsPortWithAllThatWasAcknowledged() throws Exception {
    List<BrokerState> states = new CopyOnWriteArrayList<>();
    ChildBroker broker = new ChildBroker(Swarm.settings(folder, 0));
    Stopwatch start = new Stopwatch();
    BrokerEndpoints endpoints = broker.start(states::add);
    start.print("broker child: start");
    try {
      ProcessHandle child = ProcessHandle.of(endpoints.pid()).orElseThrow();
      assertThat(child.parent()).contains(ProcessHandle.current());
      assertThat(commandLine(child)).doesNotContain(Swarm.KEY.hex());
      printMemory("idle", child);
      // As a terminal or a service manager would to the whole group: not the child's business.
      assertThat(child.destroy()).isTrue();
      try (Client node = Client.node(endpoints.port(), "n1")) {
        for (int i = 0; i < RETAINED_MESSAGES; i++) {
          assertThat(node.publish("swarm/ledger/tail/n1/" + i, "kept " + i, true)).isZero();
        }
      }
      printMemory("after " + RETAINED_MESSAGES + " retained messages", child);

      Stopwatch outage = new Stopwatch();
      assertThat(child.destroyForcibly()).isTrue();
      await().atMost(Duration.ofSeconds(30)).until(() -> states.size() == 2);
      outage.print("broker child: back after kill -9");
      assertThat(states).containsExactly(BrokerState.RESTARTING, BrokerState.RUNNING);
      try (Client node = Client.node(endpoints.port(), "n2")) {
        assertThat(node.subscribe("swarm/ledger/tail/n1/#")).isEqualTo(1);
        await().until(() -> node.received().size() == RETAINED_MESSAGES);
      }
    } finally {
      Stopwatch stop = new Stopwatch();
      broker.stop();
      stop.print("broker child: stop");
    }
    broker.stop();
    assertThat(states).endsWith(BrokerState.RUNNING, BrokerState.STOPPED).hasSize(3);
    assertThat(Swarm.listens(endpoints.port())).isFalse();
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void aKilledAgentTakesTheChildAlongAndTheNextOneStartsAtOnce() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPathWithoutBroker(),
                ParentMain.class.getName(),
                folder.toString(),
                classPath())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] words = firstLine(parent).split(" ", 2);
    parent.destroyForcibly().waitFor();
    int port = Integer.parseInt(words[0]);
    Stopwatch orphan = new Stopwatch();
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !runs(words[1]) && !Swarm.listens(port));
    orphan.print("broker child: gone after kill -9 of its agent");
    ChildBroker next = new ChildBroker(Swarm.settings(folder, port), classPath());
    try {
      assertThat(next.start(state -> {}).port()).isEqualTo(port);
    } finally {
      next.stop();
    }
  }

  @Test
  void portInUseIsToldInOneLineAndNoChildStays() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BrokerException failure =
          failureOf(new ChildBroker(Swarm.settings(folder, taken.getLocalPort())));
      assertThat(failure.reason()).isEqualTo(Reason.PORT_IN_USE);
      assertThat(failure)
          .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is in use")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void unwritableFolderIsTold() throws Exception {
    Path below = Files.createFile(folder.resolve("file")).resolve("broker");
    BrokerException failure = failureOf(new ChildBroker(Swarm.settings(below, 0)));
    assertThat(failure.reason()).isEqualTo(Reason.FOLDER_NOT_WRITABLE);
  }

  @Test
  void aChildThatCannotRunIsQuotedInTheMessage() {
    ChildBroker broker = new ChildBroker(Swarm.settings(folder, 0), "/nowhere");
    assertThat(failureOf(broker))
        .hasMessageContaining("ended with code 1")
        .hasMessageContaining("BrokerMain");
  }

  @Test
  void aSlowStartIsCutOff() {
    ChildBroker broker =
        new ChildBroker(
            Swarm.settings(folder, 0),
            classPath(),
            Duration.ofMillis(50),
            RandomGenerator.getDefault());
    assertThat(failureOf(broker)).hasMessageContaining("not ready after 50 ms");
  }

  @Test
  void stopDuringStartEndsBoth() throws Exception {
    ChildBroker broker = new ChildBroker(Swarm.settings(folder, 0));
    CompletableFuture<BrokerEndpoints> start =
        CompletableFuture.supplyAsync(() -> startUnchecked(broker));
    await().until(() -> ProcessHandle.current().children().findAny().isPresent());
    broker.stop();
    assertThatThrownBy(start::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(BrokerException.class);
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void stopWhileWaitingToRestartEndsTheWait() throws Exception {
    List<BrokerState> states = new CopyOnWriteArrayList<>();
    ChildBroker broker = new ChildBroker(Swarm.settings(folder, 0));
    BrokerEndpoints endpoints = broker.start(states::add);
    ProcessHandle.of(endpoints.pid()).orElseThrow().destroyForcibly();
    await().until(() -> states.contains(BrokerState.RESTARTING));
    broker.stop();
    assertThat(states).containsExactly(BrokerState.RESTARTING, BrokerState.STOPPED);
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  private static String firstLine(Process process) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      return lines.readLine();
    }
  }

  private static BrokerEndpoints startUnchecked(ChildBroker broker) {
    try {
      return broker.start(state -> {});
    } catch (BrokerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BrokerException failureOf(ChildBroker broker) {
    try {
      broker.start(state -> {});
    } catch (BrokerException e) {
      assertThat(ProcessHandle.current().children()).isEmpty();
      return e;
    }
    broker.stop();
    throw new AssertionError("the broker started");
  }

  private static void printMemory(String when, ProcessHandle child) throws Exception {
    Path status = Path.of("/proc", Long.toString(child.pid()), "status");
    String line =
        Files.readAllLines(status).stream()
            .filter(text -> text.startsWith("VmRSS"))
            .collect(Collectors.joining());
    System.out.println("broker child: " + when + " " + line.replaceAll("\\s+", " "));
  }

  /** A process that waits for somebody to fetch its exit code does not run any more. */
  private static boolean runs(String pid) throws IOException {
    try {
      return !Files.readString(Path.of("/proc", pid, "status")).contains("State:\tZ");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static String commandLine(ProcessHandle child) throws Exception {
    Path file = Path.of("/proc", Long.toString(child.pid()), "cmdline");
    return Files.readString(file) + Files.readString(file.resolveSibling("environ"));
  }

  /** The test runner may hide the real class path behind one jar. */
  private static String classPath() {
    String real = System.getProperty("surefire.test.class.path");
    return real == null ? System.getProperty("java.class.path") : real;
  }

  private static String classPathWithoutBroker() {
    return Arrays.stream(classPath().split(File.pathSeparator))
        .filter(entry -> !entry.matches(".*(hivemq|netty|xodus|rocksdb|oshi|dropwizard).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
