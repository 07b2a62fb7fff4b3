package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import io.echofield.swarmkit.broker.BrokerAccounts;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.security.SwarmCredentials;
import io.echofield.swarmkit.tools.Shows;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker before standard tools: mosquitto_sub and protoc. */
class MosquittoWatchIT {
  private static final NodeId PEER = new NodeId("peer");

  @Test
  @Shows("T-1")
  void standardToolsReadTheSwarm(@TempDir Path folder) throws Exception {
    try (Lab lab = new Lab(folder)) {
      Lab.Node host = lab.agent("host", "--broker", "--health-interval", "1");
      int port = host.brokerPort();
      Lab.Node peer =
          lab.agent(
              "peer",
              "--link",
              "mqtt://127.0.0.1:" + port + "?swarm=true",
              "--health-interval",
              "1",
              "--sync-interval",
              "1");
      await("they hear each other")
          .atMost(Lab.START_MAX)
          .until(() -> !host.sees("peer").isEmpty() && !peer.sees("host").isEmpty());

      healthIsOneLineOfFlatJson(lab, port);
      aRetainedBeaconDecodesByTheSchema(lab, port);
      aKilledNodeShowsAsOfflineAtOnce(lab, port, peer);
    }
  }

  private static void healthIsOneLineOfFlatJson(Lab lab, int port) throws Exception {
    Lab.Result one =
        lab.runProgram(
            List.of(
                "mosquitto_sub", "-p", "" + port, "-t", "swarm/health/#", "-C", "1", "-W", "9"));
    assertThat(one.exit()).as(one.err()).isZero();
    assertThat(one.out().strip().lines()).hasSize(1);
    assertThat(one.json().number("v")).isEqualTo(1);
    assertThat(one.json().text("node")).isIn("host", "peer");
    assertThat(one.json().text("state")).isIn("ok", "degraded", "critical");
    assertThat(one.json().fields()).containsKeys("ts", "score", "ledger", "session", "uptime_s");
    Path line = Files.writeString(lab.folder().resolve("line.json"), one.out());
    Lab.Result tool = lab.runProgram(List.of("python3", "-m", "json.tool", line.toString()));
    assertThat(tool.exit()).as(tool.err()).isZero();
  }

  /** Only members may read more than health; the account of an open swarm can be derived. */
  private static void aRetainedBeaconDecodesByTheSchema(Lab lab, int port) throws Exception {
    Path beacon = lab.folder().resolve("beacon.bin");
    Path err = lab.folder().resolve("beacon.err");
    List<String> command =
        new ArrayList<>(List.of("mosquitto_sub", "-p", "" + port, "-V", "mqttv5", "-N"));
    command.addAll(List.of("-u", "peer", "-i", "peer~watch", "-P"));
    command.add(BrokerAccounts.password(SwarmCredentials.open("swarm").accountKey(), PEER));
    command.addAll(List.of("-t", "swarm/beacon/host", "-C", "1", "-W", "9"));
    Process sub = lab.start(command, beacon, err);
    assertThat(sub.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(sub.exitValue()).as(Files.readString(err)).isZero();
    assertThat(beacon).isNotEmptyFile();

    Path project = lab.home().resolve("../../..").normalize();
    Path decoded = lab.folder().resolve("beacon.txt");
    ProcessBuilder protoc =
        new ProcessBuilder(
            project.resolve("proto/target/protoc").toString(),
            "--proto_path=" + project.resolve("proto/src/main/proto"),
            "--decode=swarmkit.v1.Frame",
            "swarmkit/v1/frame.proto");
    protoc.redirectInput(beacon.toFile()).redirectOutput(decoded.toFile());
    protoc.redirectError(err.toFile());
    assertThat(protoc.start().waitFor()).as(Files.readString(err)).isZero();
    assertThat(Files.readString(decoded)).contains("beacon {").contains("\"host\"");
  }

  private static void aKilledNodeShowsAsOfflineAtOnce(Lab lab, int port, Lab.Node peer)
      throws Exception {
    Path out = lab.folder().resolve("watch.jsonl");
    Process watch =
        lab.start(
            List.of("mosquitto_sub", "-p", "" + port, "-t", "swarm/health/peer"),
            out,
            lab.folder().resolve("watch.err"));
    await("the retained line").atMost(Duration.ofSeconds(9)).until(() -> !lines(out).isEmpty());
    peer.kill9();
    await("offline by its will")
        .atMost(Duration.ofSeconds(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> last(out).text("state").equals("offline"));
    watch.destroyForcibly().waitFor();
    assertThat(last(out).text("node")).isEqualTo("peer");
  }

  private static List<String> lines(Path file) throws IOException {
    // A line that is still being written does not count.
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static Doc last(Path file) throws IOException {
    List<String> lines = lines(file);
    Map<String, Object> fields = JSON.std.mapFrom(lines.get(lines.size() - 1));
    return new Doc(fields);
  }
}
