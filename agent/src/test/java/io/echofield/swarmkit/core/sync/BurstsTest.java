package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written at once is signed once, and much of it goes out in bursts. */
class BurstsTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final LogId LOG = Cancels.log(7);

  private final Overheard said = new Overheard();
  private final VirtualSwarm swarm = VirtualSwarm.closed(1);
  private VirtualCell cell;
  private VirtualNode node;

  @Test
  @Shows("X-30")
  void aHeadIsSignedATenthOfASecondAfterTheFirstThatItCovers() {
    begin(LinkSessions.KEEPS_NOTHING);
    for (int i = 0; i < 5; i++) {
      write();
      swarm.run(20);
    }
    swarm.run(MINUTE);
    assertThat(signedAt()).containsExactly(100L);
    assertThat(signedSeqs()).containsExactly(lastSeq());
  }

  @Test
  @Shows("X-30")
  void aHeadIsSignedBeforeTheNodeSaysGoodbye() {
    begin(LinkSessions.KEEPS_NOTHING);
    write();
    swarm.run(30);
    node.goodbye();
    assertThat(signedAt()).containsExactly(30L);
    assertThat(signedSeqs()).containsExactly(lastSeq());
  }

  @Test
  @Shows("X-30")
  void ofSignaturesThatWaitTheGreatestAloneIsSaid() {
    begin(LinkLimits.radio(200, 60));
    for (int i = 0; i < 20; i++) {
      write();
      swarm.run(200);
    }
    swarm.run(30 * MINUTE);
    assertThat(signedSeqs()).isSorted().doesNotHaveDuplicates().hasSizeLessThan(10);
    assertThat(signedSeqs()).endsWith(lastSeq());
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {256 * 1_024, 512 * 1_024})
  @Shows("X-31")
  void aReplayGoesOutInBursts(int burstBytes) {
    begin(new LinkLimits(65_536, false, burstBytes));
    node.cut(cell);
    List<Entry> entries = new ArrayList<>();
    for (int seq = 1; seq <= 5_000; seq++) {
      entries.add(Cancels.at(LOG, seq, "x".repeat(250)));
      if (entries.size() == 500) {
        node.importEntries(List.copyOf(entries));
        entries.clear();
      }
    }
    swarm.run(MINUTE);
    begin();
    node.heal(cell);
    swarm.run(MINUTE);
    SortedMap<Long, Integer> bytes = new TreeMap<>();
    for (Overheard.Saying saying : said.on(Channel.DELTA)) {
      int size = saying.entries().stream().mapToInt(entry -> entry.canonical().size()).sum();
      bytes.merge(saying.afterMillis(), size, Integer::sum);
    }
    List<Long> times = List.copyOf(bytes.keySet());
    for (int i = 0; i < times.size(); i++) {
      assertThat(times.get(i)).isEqualTo(5 * SECOND + 200L * i);
    }
    assertThat(times).hasSizeGreaterThan(2);
    assertThat(bytes.values()).allMatch(size -> size <= burstBytes);
    assertThat(bytes.headMap(times.get(times.size() - 1)).values())
        .as("but the last")
        .allMatch(size -> size > burstBytes * 9 / 10);
    assertThat(said.entries()).filteredOn(entry -> entry.log().equals(LOG)).hasSize(5_000);
  }

  private void begin(LinkLimits limits) {
    cell = swarm.cell("link", limits);
    node = swarm.node(cell);
    node.start();
    swarm.run(10 * MINUTE);
    swarm.watch(said);
    begin();
  }

  private void begin() {
    said.begin(swarm);
  }

  private void write() {
    assertThat(node.add(node, "wait")).isPresent();
  }

  private List<Long> signedAt() {
    return said.sayings.stream()
        .filter(saying -> saying.message() instanceof Message.HeadSigMessage)
        .map(Overheard.Saying::afterMillis)
        .toList();
  }

  private List<Long> signedSeqs() {
    return said.of(Message.HeadSigMessage.class).stream()
        .map(said -> said.headSig().seq())
        .toList();
  }

  private long lastSeq() {
    return node.core().ledger().log(new LogId(node.author(), (int) node.core().epoch())).maxSeq();
  }
}
