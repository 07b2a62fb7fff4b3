package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said is said once, and not more of it than is needed. */
class FrugalityTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  @Test
  @Shows("X-6")
  void byRadioStatusIsSaidEveryQuarterOfAnHourWhileHealthIsTheSame() {
    VirtualSwarm swarm = VirtualSwarm.closed(1);
    VirtualCell radio = swarm.cell("radio", LinkLimits.radio(200, 60));
    swarm.node(radio);
    swarm.node(radio);
    swarm.startAll();
    swarm.run(2 * HOUR);
    Heard heard = new Heard();
    swarm.watch(heard);
    swarm.run(2 * HOUR);
    assertThat(heard.of(Message.Beacon.class).stream().filter(b -> b.health().isPresent()))
        .hasSizeBetween(14, 18);
  }

  @Test
  @Shows("X-20")
  void afterACutHeadTellsOnlyWhatChanged() {
    VirtualSwarm swarm = VirtualSwarm.closed(2);
    VirtualCell cell = swarm.cell("lan", LinkSessions.KEEPS_NOTHING);
    VirtualNode writer = swarm.node(cell);
    VirtualNode other = swarm.node(cell);
    swarm.startAll();
    writer.add(other, "noop");
    other.add(writer, "noop");
    swarm.run(5 * MINUTE);
    assertThat(swarm.converged()).isTrue();
    writer.cut(cell);
    writer.add(other, "noop");
    swarm.run(MINUTE);
    Heard heard = new Heard();
    swarm.watch(heard);
    writer.heal(cell);
    assertThat(swarm.runUntil(() -> holds(other, writer), MINUTE)).isNotNegative();
    assertThat(heard.of(Message.Head.class).get(0).heads().items())
        .extracting(Message.Heads.Item::log)
        .allMatch(log -> log.author().equals(writer.author()));
  }

  @Test
  void aDescriptionThatComesBeforeTheIndexIsBuiltIsAnsweredWhenItIs() {
    VirtualSwarm swarm = VirtualSwarm.closed(3);
    VirtualCell cell = swarm.cell("lan", LinkSessions.KEEPS_NOTHING);
    VirtualNode whole = swarm.node(cell);
    VirtualNode lacking = swarm.node(cell);
    whole.liveOnly = true;
    lacking.liveOnly = true;
    swarm.startAll();
    swarm.run(MINUTE);
    List<List<Write>> backup = lacking.backup();
    for (int i = 0; i < 100; i++) {
      whole.add(whole, "noop");
    }
    swarm.run(5 * MINUTE);
    lacking.crash();
    lacking.restore(backup);
    Heard heard = new Heard();
    swarm.watch(heard);
    lacking.start();
    assertThat(swarm.runUntil(() -> holds(lacking, whole), 5 * MINUTE)).isNotNegative();
    assertThat(heard.of(Message.Ranges.class).stream().map(Message.Ranges::salt).distinct())
        .as("one conversation, and at most one that both began at once")
        .hasSizeLessThanOrEqualTo(2);
  }

  @ParameterizedTest(name = "the broker has the tail: {0}")
  @ValueSource(booleans = {true, false})
  @Shows("X-19")
  void whoJoinsGetsEachEntryOnceAndDoesNotSayItAgain(boolean kept) {
    VirtualSwarm swarm = VirtualSwarm.closed(4);
    VirtualCell cell = swarm.cell("lan", VirtualSwarm.LAN);
    VirtualNode holder = swarm.node(cell);
    VirtualNode joiner = swarm.node(cell);
    holder.start();
    for (int i = 0; i < 1_000; i++) {
      holder.add(joiner, "noop");
    }
    swarm.run(5 * MINUTE);
    if (!kept) {
      cell.wipe();
    }
    Heard heard = new Heard();
    swarm.watch(heard);
    joiner.start();
    assertThat(swarm.runUntil(swarm::converged, MINUTE)).isNotNegative();
    List<EntryId> said = heard.entries(holder);
    assertThat(said).doesNotHaveDuplicates();
    assertThat(said.size()).isBetween(kept ? 0 : 1_000, kept ? 50 : 1_010);
    swarm.run(5 * MINUTE);
    assertThat(heard.entries(joiner)).noneMatch(said::contains);
  }

  private static boolean holds(VirtualNode node, VirtualNode other) {
    return node.core().ledger().live().equals(other.core().ledger().live());
  }

  /** Every message that was handed to a link. */
  private static final class Heard implements SwarmWatcher {
    private final List<Message> messages = new ArrayList<>();
    private final Map<VirtualNode, List<Message>> bySender = new TreeMap<>();

    @Override
    public void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
      Decoded<Frame> decoded = node.swarm().decode(frame);
      Message message = decoded.fold(Frame::message, reason -> failed(reason));
      messages.add(message);
      bySender.computeIfAbsent(node, sender -> new ArrayList<>()).add(message);
    }

    List<EntryId> entries(VirtualNode sender) {
      List<EntryId> ids = new ArrayList<>();
      for (Message message : bySender.getOrDefault(sender, List.of())) {
        if (message instanceof Message.Delta delta) {
          delta.entries().forEach(entry -> ids.add(entry.id()));
        } else if (message instanceof Message.Entries entries) {
          entries.entries().forEach(entry -> ids.add(entry.id()));
        }
      }
      return ids;
    }

    private static Message failed(String reason) {
      throw new IllegalStateException(reason);
    }

    <T extends Message> List<T> of(Class<T> kind) {
      return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
  }
}
