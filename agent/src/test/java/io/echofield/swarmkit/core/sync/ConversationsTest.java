package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.sync.Message.Ranges.Content;
import io.echofield.swarmkit.core.sync.Message.Ranges.Range;
import io.echofield.swarmkit.core.sync.Message.Ranges.Space;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is meant by RANGES answers at once, and the others only if it does not. */
@Shows("X-41")
class ConversationsTest {
  private static final long MINUTE = 60_000;

  /** So seldom that no beacon comes in between. */
  private static final long SELDOM_MILLIS = 10 * MINUTE;

  private static final long NEVER_MILLIS = 86_400_000;
  private static final int FEW = LinkSession.SMALL_GROUP;
  private static final int MANY = LinkSession.SMALL_GROUP + 1;
  private static final Content DIFFERS = new Content.Fingerprint(1);
  private static final Content EMPTY = new Content.Empty();

  private final Overheard said = new Overheard();
  private List<Stranger> others;
  private VirtualSwarm swarm;
  private VirtualNode node;

  @ParameterizedTest(name = "{0} others")
  @ValueSource(ints = {FEW, MANY})
  void whoSaidTheBeaconAnswersAtOnceAndWhoDidNotWaits(int heard) {
    long counter = begin(heard);
    assertThat(answer(counter + 1_000)).isPositive();
    assertThat(answer(counter)).isZero();
  }

  @Test
  void amongManyItWaitsIfAnotherSaidABeaconWithThatCounterToo() {
    long counter = begin(MANY);
    saysBeacon(others.get(1), counter);
    assertThat(answer(counter)).isBetween(1L, 750L);
    assertThat(answer(counter)).as("it said RANGES there").isZero();
  }

  @Test
  void amongAFewItDoesNot() {
    long counter = begin(FEW);
    saysBeacon(others.get(1), counter);
    assertThat(answer(counter)).isZero();
  }

  @Test
  void entriesAreSaidAtOnceTooAndHeadsWait() {
    long counter = begin(MANY);
    node.core().ledger().liveIndex().want();
    node.core().ledger().liveIndex().build();
    describe(Space.LIVE, counter, EMPTY);
    assertThat(said.entries()).isNotEmpty();
    assertThat(said.sayings)
        .filteredOn(saying -> !saying.entries().isEmpty())
        .allMatch(saying -> saying.afterMillis() == 0);
    describe(Space.HEADS, counter, EMPTY);
    assertThat(said.of(Message.Heads.class)).isNotEmpty();
    assertThat(said.sayings)
        .filteredOn(saying -> saying.message() instanceof Message.Heads)
        .allMatch(saying -> saying.afterMillis() > 0);
  }

  /** A node that hears so many others and has many logs; the counter of its newest beacon. */
  private long begin(int heard) {
    swarm =
        new VirtualSwarm(
            new VirtualSettings(1, false, ToyKeys.RING, SELDOM_MILLIS, NEVER_MILLIS, false));
    VirtualCell cell = swarm.cell("lan", LinkSessions.KEEPS_NOTHING);
    node = swarm.node(cell);
    node.start();
    node.importEntries(
        IntStream.rangeClosed(1, 20).mapToObj(i -> Cancels.at(Cancels.log(i), 1, "x")).toList());
    swarm.run(MINUTE);
    others = Stranger.heard(node, cell, heard);
    swarm.run(MINUTE);
    swarm.watch(said);
    assertThat(node.add(node, "wait")).isPresent();
    swarm.run(MINUTE);
    List<Message.Beacon> beacons = said.of(Message.Beacon.class);
    long counter = beacons.get(beacons.size() - 1).stamp().counter();
    assertThat(counter).as("no other said it").isGreaterThan(1);
    return counter;
  }

  private static void saysBeacon(Stranger other, long counter) {
    long before = 0;
    while (before < counter - 1) {
      before = other.next().counter();
    }
    other.agrees();
  }

  /** How long after RANGES with this salt, which differ, the first RANGES come. */
  private long answer(long salt) {
    describe(Space.HEADS, salt, DIFFERS);
    return said.sayings.stream()
        .filter(saying -> saying.message() instanceof Message.Ranges)
        .findFirst()
        .map(Overheard.Saying::afterMillis)
        .orElse(-1L);
  }

  private void describe(Space space, long salt, Content content) {
    Stranger stranger = others.get(0);
    said.begin(swarm);
    List<Range> all = List.of(new Range(Bytes.EMPTY, content));
    stranger.says(Channel.SYNC, new Message.Ranges(space, stranger.next(), salt, all));
    swarm.run(5_000);
  }
}
