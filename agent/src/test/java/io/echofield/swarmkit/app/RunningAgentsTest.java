package io.echofield.swarmkit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.NodeId;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningAgentsTest {
  private static final ProcessMark SELF = ProcessMark.ofThisProcess();

  @TempDir Path folder;
  private SettingsFixture machine;
  private Path runtime;

  @BeforeEach
  void machine() {
    machine = new SettingsFixture(folder);
    runtime = SettingsFixture.make(folder.resolve("run"));
    machine.environment.put("XDG_RUNTIME_DIR", runtime.toString());
  }

  private RunningAgents agents() {
    return RunningAgents.of(machine.surroundings());
  }

  private RunningAgent agent(String node, ProcessMark process) {
    Path data = folder.resolve("data-" + node);
    return new RunningAgent(
        new NodeId(node),
        process,
        data,
        new HostPort("127.0.0.1", 8480),
        ApiToken.file(data),
        Instant.ofEpochMilli(1_700_000_000_123L));
  }

  @Test
  void anAgentIsKnownFromRegisterToUnregister() throws IOException {
    RunningAgent b = agent("b", SELF);
    RunningAgent a = agent("a", SELF);
    agents().register(b);
    agents().register(a);
    assertThat(agents().list()).containsExactly(a, b);
    agents().unregister(b);
    assertThat(agents().list()).containsExactly(a);
    agents().unregister(a);
    assertThat(agents().list()).isEmpty();
    assertThat(files(runtime.resolve("echofield"))).isEmpty();
  }

  @Test
  void theFileIsPrivateJson() throws IOException {
    agents().register(agent("a", SELF));
    Path book = runtime.resolve("echofield");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(book)))
        .isEqualTo("rwx------");
    Path file = files(book).get(0);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file))
        .isEqualTo(
            "{\"schema\":\"echofield.running-agent/1\",\"node\":\"a\",\"pid\":"
                + SELF.pid()
                + ",\"process_start\":\""
                + SELF.start()
                + "\",\"data_dir\":\""
                + folder
                + "/data-a\",\"http\":\"127.0.0.1:8480\",\"token_file\":\""
                + folder
                + "/data-a/http.token\",\"started\":\"2023-11-14T22:13:20.123Z\"}\n");
  }

  @Test
  void withoutARuntimeFolderTheStateFolderIsUsed() throws IOException {
    machine.environment.clear();
    agents().register(agent("a", SELF));
    assertThat(files(machine.home.resolve(".local/state/echofield"))).hasSize(1);
    // A shell of the same user that has the variable finds it too.
    machine.environment.put("XDG_RUNTIME_DIR", runtime.toString());
    assertThat(agents().list()).hasSize(1);
    machine.environment.put("XDG_RUNTIME_DIR", folder.resolve("gone").toString());
    assertThat(agents().list()).hasSize(1);
  }

  @Test
  void anAgentWhoseProcessIsGoneIsDropped() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    ProcessMark mark = ProcessMark.of(process.toHandle());
    agents().register(agent("a", mark));
    assertThat(agents().list()).hasSize(1);
    process.destroyForcibly().waitFor();
    assertThat(agents().list()).isEmpty();
    assertThat(files(runtime.resolve("echofield"))).isEmpty();
  }

  @Test
  void aProcessThatGotTheIdLaterIsNotTheAgent() throws IOException {
    agents().register(agent("a", new ProcessMark(SELF.pid(), SELF.start() + "1")));
    assertThat(agents().list()).isEmpty();
  }

  @Test
  void unregisterLeavesASuccessorAlone() throws IOException {
    RunningAgent before = agent("a", new ProcessMark(SELF.pid(), "before"));
    RunningAgent after = agent("a", SELF);
    agents().register(before);
    agents().register(after);
    agents().unregister(before);
    assertThat(agents().list()).containsExactly(after);
  }

  @Test
  void anAgentIsFoundByNodeOrDataFolderOrAsTheOnlyOne() throws IOException {
    RunningAgent a = agent("a", SELF);
    agents().register(a);
    assertThat(agents().find(Optional.empty(), Optional.empty())).containsExactly(a);
    RunningAgent b = agent("b", SELF);
    agents().register(b);
    assertThat(agents().find(Optional.empty(), Optional.empty())).containsExactly(a, b);
    assertThat(agents().find(Optional.of(new NodeId("b")), Optional.empty())).containsExactly(b);
    assertThat(agents().find(Optional.of(new NodeId("c")), Optional.empty())).isEmpty();
    Path other = folder.resolve("x").resolve("..").resolve("data-a");
    assertThat(agents().find(Optional.empty(), Optional.of(other))).containsExactly(a);
    SettingsFixture.make(b.dataDir());
    Path link = Files.createSymbolicLink(folder.resolve("link"), b.dataDir());
    assertThat(agents().find(Optional.empty(), Optional.of(link))).containsExactly(b);
  }

  @Test
  void whatIsNoEntryIsPassedOver() throws IOException {
    agents().register(agent("a", SELF));
    Path book = runtime.resolve("echofield");
    for (String text : List.of("", "{", "[]", "{\"node\":\"b\"}", "{\"node\":\"B\",\"pid\":1}")) {
      SettingsFixture.write(book.resolve("x" + text.length() + ".json"), text);
    }
    SettingsFixture.write(book.resolve("long.json"), " ".repeat(20_000));
    assertThat(agents().list()).hasSize(1);
  }

  @Test
  void aFolderThatOthersMayWriteIsNotTrusted() throws IOException {
    agents().register(agent("a", SELF));
    Path book = runtime.resolve("echofield");
    Files.setPosixFilePermissions(book, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(agents().list()).isEmpty();
    assertThatThrownBy(() -> agents().register(agent("b", SELF)))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(book + ": others may write into it; type: chmod 700 " + book);
  }

  @Test
  void thisProcessIsAlive() {
    assertThat(SELF.isAlive()).isTrue();
    assertThat(new ProcessMark(SELF.pid(), "").isAlive()).isTrue();
    assertThat(ProcessMark.of(ProcessHandle.current())).isEqualTo(SELF);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
