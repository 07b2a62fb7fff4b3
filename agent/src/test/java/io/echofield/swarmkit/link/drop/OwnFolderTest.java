package io.echofield.swarmkit.link.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.link.drop.FileNames.Kept;
import io.echofield.swarmkit.link.drop.FrameFile.Frame;
import io.echofield.swarmkit.testkit.Shows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFolderTest {
  private static final NodeId SELF = new NodeId("node-a");
  private static final Frame SMALL = new Frame(Channel.DELTA, Bytes.ofHex("2a"));
  private static final Frame LARGE = new Frame(Channel.DELTA, Bytes.copyOf(new byte[48 * 1024]));

  @TempDir Path folder;

  @Test
  void theLayoutIsTheOneThatOthersRead() throws IOException {
    OwnFolder own = opened(17);
    own.keep(new Kept(Channel.BEACON, 0), Bytes.ofHex("01"));
    own.keep(new Kept(Channel.TAIL, 3), Bytes.ofHex("02"));
    own.keep(new Kept(Channel.TAIL, 3), Bytes.ofHex("03"));
    own.send(List.of(SMALL, SMALL));
    own.send(List.of(SMALL));
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()))
          .containsExactlyInAnyOrder(
              "swarm/node-a/beacon",
              "swarm/node-a/tail-3",
              "swarm/node-a/out/17-1.frames",
              "swarm/node-a/out/17-2.frames");
    }
    assertThat(Files.readAllBytes(self().resolve("tail-3"))).containsExactly(3);
    assertThat(FrameFile.decode(Files.readAllBytes(self().resolve("out/17-1.frames"))).frames())
        .containsExactly(SMALL, SMALL);
  }

  @Test
  @Shows("W-3")
  void theRingKeepsTheNewestFiles() throws IOException {
    OwnFolder own = opened(1);
    for (int i = 0; i < OwnFolder.OUT_FILES_MAX + 3; i++) {
      own.send(List.of(SMALL));
    }
    assertThat(out())
        .hasSize(OwnFolder.OUT_FILES_MAX)
        .doesNotContain("1-3.frames")
        .contains("1-4.frames");
  }

  @Test
  @Shows("W-3")
  void theRingIsBoundedInBytes() throws IOException {
    OwnFolder own = opened(1);
    List<Frame> batch = java.util.Collections.nCopies(20, LARGE);
    for (int i = 0; i < 20; i++) {
      own.send(batch);
    }
    long bytes = 0;
    for (String name : out()) {
      bytes += Files.size(self().resolve("out").resolve(name));
    }
    assertThat(bytes).isBetween(OwnFolder.OUT_BYTES_MAX - (1 << 20), OwnFolder.OUT_BYTES_MAX);
    assertThat(out()).contains("1-20.frames").doesNotContain("1-1.frames");
  }

  @Test
  @Shows("W-3")
  void oldSessionsStayUntilTheyAreOldAndCountersGoOn() throws IOException {
    OwnFolder first = opened(1);
    first.send(List.of(SMALL));
    first.send(List.of(SMALL));
    opened(2).send(List.of(SMALL));
    opened(2).send(List.of(SMALL));
    assertThat(out()).containsExactly("1-1.frames", "1-2.frames", "2-1.frames", "2-2.frames");

    long old = System.currentTimeMillis() - OwnFolder.OUT_AGE_MILLIS_MAX - 60_000;
    Files.setLastModifiedTime(self().resolve("out/1-1.frames"), FileTime.fromMillis(old));
    opened(2).send(List.of(SMALL));
    assertThat(out()).containsExactly("1-2.frames", "2-1.frames", "2-2.frames", "2-3.frames");
  }

  @Test
  @Shows("W-2")
  void whatWasNeverFinishedIsRemoved() throws IOException {
    Files.createDirectories(self().resolve("out"));
    Files.write(self().resolve(".beacon.tmp"), new byte[] {1});
    Files.write(self().resolve("out/.1-9.frames.tmp"), new byte[] {1});
    opened(1).send(List.of(SMALL));
    assertThat(self().resolve(".beacon.tmp")).doesNotExist();
    assertThat(out()).containsExactly("1-1.frames");
  }

  @Test
  void aPlantedLinkIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createDirectory(folder.resolve("swarm"));
    Files.createSymbolicLink(self(), elsewhere);
    OwnFolder own = new OwnFolder(folder.resolve("swarm"), SELF, 1, System::currentTimeMillis);
    assertThatThrownBy(own::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not a folder");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aLinkPlantedUnderTheTemporaryNameIsReplaced() throws IOException {
    Path victim = Files.write(folder.resolve("victim"), new byte[] {7});
    OwnFolder own = opened(1);
    Files.createSymbolicLink(self().resolve(".beacon.tmp"), victim);
    own.keep(new Kept(Channel.BEACON, 0), Bytes.ofHex("01"));
    assertThat(Files.readAllBytes(victim)).containsExactly(7);
    assertThat(Files.readAllBytes(self().resolve("beacon"))).containsExactly(1);
  }

  private OwnFolder opened(long session) throws IOException {
    OwnFolder own =
        new OwnFolder(folder.resolve("swarm"), SELF, session, System::currentTimeMillis);
    own.open();
    return own;
  }

  private Path self() {
    return folder.resolve("swarm").resolve("node-a");
  }

  private List<String> out() throws IOException {
    try (Stream<Path> files = Files.list(self().resolve("out"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
