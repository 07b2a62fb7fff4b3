package io.echofield.swarmkit.link.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.link.Incoming;
import io.echofield.swarmkit.link.LinkHello;
import io.echofield.swarmkit.link.LinkStatus;
import io.echofield.swarmkit.link.LinkStatus.State;
import io.echofield.swarmkit.link.Outgoing;
import io.echofield.swarmkit.testkit.LinkRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes and a real folder. */
class DropLinkIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final long NEVER_MILLIS = 86_400_000;
  private static final long GRACE_MILLIS = 2_000;

  @TempDir Path temporary;

  private final List<DropLink> links = new ArrayList<>();
  private Path folder;

  /** A node's end of the link. */
  private final class End {
    final LinkRecorder events = new LinkRecorder();
    final DropLink link;

    End(String node, long session, long pollMillis) {
      link = new DropLink(new DropLinkSettings(new LinkName("drop"), folder, "swarm", pollMillis));
      links.add(link);
      link.start(new LinkHello(new NodeId(node), session, Bytes.EMPTY), events);
    }

    End awaitUp() {
      await().atMost(SOON).until(() -> events.ups() > 0);
      return this;
    }

    void send(Channel channel, int slot, String text) {
      assertThat(link.offer(new Outgoing(channel, slot, bytes(text)))).isTrue();
    }

    List<String> texts(Channel channel) {
      return events.payloads(channel).stream().map(DropLinkIT::text).toList();
    }
  }

  @BeforeEach
  void nameFolder() {
    folder = temporary.resolve("not/made/yet");
  }

  @AfterEach
  void stopLinks() {
    links.forEach(link -> link.stop(0));
  }

  @Test
  void twoLinksExchangeAllChannels() {
    End a = new End("node-a", 1, 50).awaitUp();
    End b = new End("node-b", 1, 50).awaitUp();
    a.send(Channel.BEACON, 0, "beacon");
    a.send(Channel.HEAD, 0, "head");
    a.send(Channel.TAIL, 15, "tail");
    a.send(Channel.HEALTH, 0, "{}");
    a.send(Channel.DELTA, 0, "delta");
    a.send(Channel.SYNC, 0, "ranges");
    await().atMost(SOON).until(() -> b.events.received().size() >= 5);
    assertThat(b.texts(Channel.BEACON)).containsExactly("beacon");
    assertThat(b.texts(Channel.HEAD)).containsExactly("head");
    assertThat(b.texts(Channel.TAIL)).containsExactly("tail");
    assertThat(b.texts(Channel.DELTA)).containsExactly("delta");
    assertThat(b.texts(Channel.SYNC)).containsExactly("ranges");
    assertThat(b.events.received()).hasSize(5).noneMatch(Incoming::retained);
    // Its own beacon may be another's who has its name: the node looks.
    assertThat(a.events.received()).allMatch(own -> own.channel() == Channel.BEACON);
    assertThat(a.link.status().receivedFrames()).as("echoes do not count").isZero();
    assertThat(folder.resolve("swarm/node-a/health.json")).hasContent("{}");

    LinkStatus status = a.link.status();
    assertThat(status.state()).isEqualTo(State.UP);
    assertThat(status.sentFrames()).isEqualTo(6);
    assertThat(status.kind()).isEqualTo("drop");
    assertThat(status.address()).isEqualTo(folder.toString());
  }

  @Test
  void whatIsOfferedIsInTheFolderAtOnceAndNotOnlyAtTheNextPoll() {
    End a = new End("node-a", 1, NEVER_MILLIS).awaitUp();
    a.send(Channel.DELTA, 0, "task");
    await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> Files.exists(folder.resolve("swarm/node-a/out/1-1.frames")));
  }

  @Test
  void nodesThatNeverRunTogetherMeetThroughTheFolder() {
    End a = new End("node-a", 1, NEVER_MILLIS);
    assertThat(a.link.scanNow()).isTrue();
    a.send(Channel.BEACON, 0, "beacon of a");
    a.send(Channel.DELTA, 0, "delta of a");
    a.link.stop(GRACE_MILLIS);
    assertThat(a.link.offer(new Outgoing(Channel.BEACON, 0, bytes("late")))).isFalse();

    End b = new End("node-b", 1, NEVER_MILLIS);
    assertThat(b.link.scanNow()).isTrue();
    await().atMost(SOON).until(() -> b.events.received().size() == 2);
    assertThat(b.texts(Channel.DELTA)).containsExactly("delta of a");
    assertThat(b.events.received()).as("it may be stale").allMatch(Incoming::retained);
    b.send(Channel.DELTA, 0, "delta of b");
    b.link.stop(GRACE_MILLIS);

    End again = new End("node-a", 2, NEVER_MILLIS);
    assertThat(again.link.scanNow()).isTrue();
    await().atMost(SOON).until(() -> again.events.received().size() == 2);
    assertThat(again.texts(Channel.DELTA)).containsExactly("delta of b");
    assertThat(again.texts(Channel.BEACON))
        .as("its own, as it left it")
        .containsExactly("beacon of a");
    again.send(Channel.DELTA, 0, "second life");
    again.link.stop(GRACE_MILLIS);
    assertThat(folder.resolve("swarm/node-a/out/1-1.frames")).exists();
    assertThat(folder.resolve("swarm/node-a/out/2-1.frames")).exists();
  }

  @Test
  void aPulledStickIsDownAndTheLinkComesBackWithIt() throws IOException {
    End a = new End("node-a", 1, 50).awaitUp();
    End b = new End("node-b", 1, 50).awaitUp();
    a.send(Channel.HEAD, 0, "head");
    await().atMost(SOON).until(() -> b.texts(Channel.HEAD).contains("head"));

    Path pulled = temporary.resolve("pocket");
    Files.move(folder, pulled);

    await().atMost(SOON).until(() -> b.link.status().state() == State.DOWN);
    await().atMost(SOON).until(() -> a.link.status().state() == State.DOWN);
    assertThat(b.link.status().reason()).isEqualTo("the folder " + folder + " is gone");
    assertThat(b.link.status().next()).contains("mount or make");
    await().atMost(SOON).until(() -> b.events.states().size() == 2);
    assertThat(b.link.offer(new Outgoing(Channel.DELTA, 0, bytes("lost")))).isFalse();
    assertThat(b.link.offer(new Outgoing(Channel.HEAD, 0, bytes("head of b")))).isTrue();
    assertThat(folder).as("nobody makes it again").doesNotExist();

    Files.move(pulled, folder);

    await().atMost(SOON).until(() -> b.events.ups() == 2 && a.events.ups() == 2);
    await().atMost(SOON).until(() -> a.texts(Channel.HEAD).contains("head of b"));
    await().atMost(SOON).until(() -> b.texts(Channel.HEAD).size() == 2);
    assertThat(b.link.status().state()).isEqualTo(State.UP);
  }

  @Test
  void aFolderThatWasEmptiedIsFilledAgain() throws IOException {
    End a = new End("node-a", 1, 50).awaitUp();
    Files.move(folder.resolve("swarm"), temporary.resolve("bin"));
    await().atMost(SOON).until(() -> a.events.ups() == 2);
    a.send(Channel.DELTA, 0, "again");
    await().atMost(SOON).until(() -> Files.exists(folder.resolve("swarm/node-a/out/1-1.frames")));
  }

  @Test
  void badFilesAreShownAndTheRestPasses() throws IOException {
    End a = new End("node-a", 1, 50).awaitUp();
    End b = new End("node-b", 1, 50).awaitUp();
    Path junk = Files.writeString(folder.resolve("swarm/node-a/notes.txt"), "hello");
    a.send(Channel.DELTA, 0, "delta");
    await().atMost(SOON).until(() -> b.texts(Channel.DELTA).contains("delta"));
    await().atMost(SOON).until(() -> !b.link.status().reason().isEmpty());
    assertThat(b.link.status().reason())
        .isEqualTo(
            "1 entry in the folder refused, last node-a/notes.txt is not a name of the swarm");
    assertThat(b.link.status().refusedFrames()).isEqualTo(1);
    assertThat(b.link.status().state()).isEqualTo(State.UP);
    Files.delete(junk);
    await().atMost(SOON).until(() -> b.link.status().reason().isEmpty());
  }

  @Test
  void aFolderThatIsAFileIsDownWithTheReason() throws IOException {
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "a file");
    End a = new End("node-a", 1, 50);
    await().atMost(SOON).until(() -> a.link.status().state() == State.DOWN);
    assertThat(a.link.status().reason()).startsWith("cannot use the folder " + folder);
    assertThat(a.link.scanNow()).isFalse();
    assertThat(a.events.states()).isEmpty();
    Files.delete(folder);
    a.awaitUp();
  }

  private static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }
}
