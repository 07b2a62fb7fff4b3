package io.echofield.swarmkit.link.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.link.Incoming;
import io.echofield.swarmkit.link.drop.FrameFile.Frame;
import io.echofield.swarmkit.testkit.Shows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighboursTest {
  private static final long NOW_MILLIS = 1_700_000_000_000L;
  private static final FileTime NOW = FileTime.fromMillis(NOW_MILLIS);
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path folder;

  private final List<Incoming> taken = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private int room = Integer.MAX_VALUE;
  private Path root;
  private Neighbours neighbours;

  @BeforeEach
  void makeFolders() throws IOException {
    root = Files.createDirectories(folder.resolve("swarm"));
    Files.createDirectories(peer().resolve("out"));
    neighbours =
        new Neighbours(
            root,
            new NodeId("node-a"),
            new PeerFolder.Sink() {
              @Override
              public boolean take(Incoming incoming) {
                return room-- > 0 && taken.add(incoming);
              }

              @Override
              public void refuse(String file, String why) {
                refused.add(file + " " + why);
              }
            },
            () -> NOW_MILLIS);
  }

  @Test
  @Shows("W-4")
  void readsEachFileOnce() throws IOException {
    put("beacon", "b1");
    put("tail-3", "t");
    put("health.json", "{}");
    batch(1, 1, "d1", "d2");
    assertThat(neighbours.read(true)).isTrue();
    assertThat(texts()).containsExactlyInAnyOrder("BEACON b1", "TAIL t", "DELTA d1", "DELTA d2");
    assertThat(taken).allMatch(Incoming::retained);
    assertThat(taken)
        .allMatch(in -> in.writer().equals(java.util.Optional.of(new NodeId("node-b"))));
    taken.clear();
    assertThat(neighbours.read(false)).isTrue();
    assertThat(taken).isEmpty();

    put("beacon", "b2");
    batch(1, 2, "d3");
    assertThat(neighbours.read(false)).isTrue();
    assertThat(texts()).containsExactlyInAnyOrder("BEACON b2", "DELTA d3");
    assertThat(taken).noneMatch(Incoming::retained);
    assertThat(refused).isEmpty();
  }

  @Test
  void aRewriteOfTheSameLengthInTheSameMomentIsSeen() throws IOException {
    Path beacon = put("beacon", "b1");
    Files.setLastModifiedTime(beacon, NOW);
    neighbours.read(false);
    Files.write(beacon, "b2".getBytes(StandardCharsets.UTF_8)); // in place: even the same file
    Files.setLastModifiedTime(beacon, NOW);
    neighbours.read(false);
    neighbours.read(false);
    assertThat(texts()).containsExactly("BEACON b1", "BEACON b2");
  }

  @Test
  void batchesComeInTheOrderOfSessionAndCounter() throws IOException {
    batch(10, 1, "e");
    batch(9, 10, "d");
    batch(9, 9, "c");
    neighbours.read(true);
    assertThat(texts()).containsExactly("DELTA c", "DELTA d", "DELTA e");
    batch(9, 3, "late"); // a syncing program may bring it after its followers
    neighbours.read(false);
    assertThat(texts()).endsWith("DELTA late");
  }

  @Test
  void aFullInboxIsContinuedWhereItStopped() throws IOException {
    batch(1, 1, "a", "b", "c");
    batch(1, 2, "d");
    room = 2;
    assertThat(neighbours.read(true)).isFalse();
    room = 1;
    assertThat(neighbours.read(true)).isFalse();
    room = 9;
    assertThat(neighbours.read(true)).isTrue();
    assertThat(texts()).containsExactly("DELTA a", "DELTA b", "DELTA c", "DELTA d");
  }

  @Test
  void aFullInboxKeepsARetainedFileForLater() throws IOException {
    put("beacon", "b");
    room = 0;
    assertThat(neighbours.read(true)).isFalse();
    room = 1;
    assertThat(neighbours.read(true)).isTrue();
    assertThat(texts()).containsExactly("BEACON b");
  }

  @Test
  void aHalfCopiedFileIsReadWhenItIsWhole() throws IOException {
    byte[] whole = FrameFile.encode(frames("a", "b"));
    Path file = peer().resolve("out/1-1.frames");
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    Files.setLastModifiedTime(file, NOW);
    neighbours.read(false);
    assertThat(texts()).containsExactly("DELTA a");
    assertThat(refused).as("it may still grow").isEmpty();

    Files.setLastModifiedTime(file, LONG_AGO);
    neighbours.read(false);
    neighbours.read(false);
    assertThat(refused).containsExactly("node-b/out/1-1.frames torn");
    assertThat(neighbours.refusedEntries()).isEqualTo(1);

    Files.write(file, whole);
    neighbours.read(false);
    assertThat(texts()).endsWith("DELTA b");
    assertThat(neighbours.refusedEntries()).isZero();
  }

  @Test
  @Shows({"W-2", "W-4"})
  void whatDoesNotBelongThereIsRefusedOnceAndStopsNothing() throws IOException {
    put("beacon", "good");
    batch(1, 5, "good");
    put("passwd", "junk");
    put("tail-16", "junk");
    Files.createDirectory(peer().resolve("head"));
    Files.write(peer().resolve("tail-1"), new byte[64 * 1024 + 1]);
    Files.write(peer().resolve("out/readme.txt"), new byte[1]);
    Files.write(peer().resolve("out/1-1.frames"), new byte[FrameFile.FILE_BYTES_MAX + 1]);
    Path noise = Files.write(peer().resolve("out/1-2.frames"), new byte[100]);
    Files.setLastModifiedTime(noise, LONG_AGO);
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    Files.createSymbolicLink(peer().resolve("tail-2"), secret);
    Files.createSymbolicLink(peer().resolve("out/1-3.frames"), secret);
    Files.write(root.resolve("stray"), new byte[1]);
    Files.createDirectory(root.resolve("Upper Case"));
    Files.createSymbolicLink(root.resolve("node-z"), folder);
    Files.write(peer().resolve(".beacon.tmp"), new byte[1]);
    Files.write(peer().resolve("out/.1-6.frames.tmp"), new byte[1]);
    Files.write(root.resolve(".stfolder"), new byte[1]);

    neighbours.read(true);
    neighbours.read(true);

    assertThat(texts()).containsExactlyInAnyOrder("BEACON good", "DELTA good");
    assertThat(refused)
        .containsExactlyInAnyOrder(
            "node-b/passwd is not a name of the swarm",
            "node-b/tail-16 is not a name of the swarm",
            "node-b/head is not a plain file",
            "node-b/tail-1 is larger than 65536 bytes",
            "node-b/out/readme.txt is not a name of the swarm",
            "node-b/out/1-1.frames is larger than 1048576 bytes",
            "node-b/out/1-2.frames not a file of frames",
            "node-b/tail-2 is not a plain file",
            "node-b/out/1-3.frames is not a plain file",
            "stray is not the folder of a node",
            "Upper Case is not the folder of a node",
            "node-z is not the folder of a node");
    assertThat(neighbours.refusedEntries()).isEqualTo(12);

    Files.delete(root.resolve("stray"));
    Files.delete(peer().resolve("passwd"));
    neighbours.read(false);
    assertThat(neighbours.refusedEntries()).isEqualTo(10);
  }

  @Test
  void outAsALinkIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.write(elsewhere.resolve("1-1.frames"), FrameFile.encode(frames("secret")));
    Files.delete(peer().resolve("out"));
    Files.createSymbolicLink(peer().resolve("out"), elsewhere);
    neighbours.read(true);
    assertThat(taken).isEmpty();
    assertThat(refused).containsExactly("node-b/out is not a folder");
  }

  @Test
  void ownFilesAreReadOnceAtTheStartAndOnlyBeaconAndHead() throws IOException {
    Path self = Files.createDirectories(root.resolve("node-a/out"));
    Files.writeString(self.getParent().resolve("beacon"), "own");
    Files.writeString(self.getParent().resolve("tail-0"), "own");
    Files.write(self.resolve("1-1.frames"), FrameFile.encode(frames("own")));
    neighbours.readOwn();
    neighbours.read(true);
    neighbours.read(false);
    assertThat(texts()).containsExactly("BEACON own");
    assertThat(taken.get(0).retained()).isTrue();
  }

  @Test
  void aBeaconInOurNameIsTold() throws IOException {
    Path self = Files.createDirectories(root.resolve("node-a"));
    Path beacon = Files.writeString(self.resolve("beacon"), "ours");
    neighbours.readOwn();
    neighbours.read(true);
    assertThat(neighbours.read(false)).isTrue();
    Files.writeString(beacon, "another's");
    Files.writeString(self.resolve("head"), "another's");
    neighbours.read(false);
    neighbours.read(false);
    assertThat(texts()).containsExactly("BEACON ours", "BEACON another's");
    assertThat(taken.get(1).retained()).isFalse();
  }

  @Test
  void afterTheFolderCameBackRetainedFilesAreToldAgain() throws IOException {
    put("head", "h");
    batch(1, 1, "d");
    neighbours.readOwn();
    neighbours.read(true);
    neighbours.readOwn();
    neighbours.read(true);
    assertThat(texts()).containsExactlyInAnyOrder("HEAD h", "DELTA d", "HEAD h");
  }

  private Path peer() {
    return root.resolve("node-b");
  }

  /** As a node does it: another file takes the name, so that it differs within one tick too. */
  private Path put(String name, String text) throws IOException {
    Path written = Files.writeString(peer().resolve("." + name + ".tmp"), text);
    return Files.move(written, peer().resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private void batch(long session, long counter, String... texts) throws IOException {
    String name = FileNames.nameOf(new FileNames.Batch(session, counter));
    Files.write(peer().resolve("out").resolve(name), FrameFile.encode(frames(texts)));
  }

  private static List<Frame> frames(String... texts) {
    return Stream.of(texts)
        .map(text -> Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8)))
        .map(payload -> new Frame(Channel.DELTA, payload))
        .toList();
  }

  private List<String> texts() {
    return taken.stream()
        .map(in -> in.channel() + " " + new String(in.payload().toArray(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  @Shows("W-4")
  void aThousandFilesMoreThanTheCapReadsTheNewest() throws IOException {
    byte[] file = FrameFile.encode(frames("x"));
    for (int i : IntStream.rangeClosed(1, PeerFolder.LIST_FILES_MAX + 10).toArray()) {
      Files.write(peer().resolve("out/1-" + i + ".frames"), file);
    }
    neighbours.read(true);
    assertThat(taken).hasSize(PeerFolder.LIST_FILES_MAX);
  }
}
