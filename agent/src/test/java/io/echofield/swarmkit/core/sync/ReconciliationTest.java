package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.LinkQuality;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no outbox brings, comparison does: a node that goes on with an older store is made whole.
 */
class ReconciliationTest {
  private static final long MINUTE = 60_000;
  private static final long LONG_AGO_MILLIS = 1_700_000_000_000L;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  @Shows("X-7")
  void liveOnlyNodesBecomeEqualByRangesOfLive(long seed) {
    VirtualSwarm swarm = VirtualSwarm.closed(seed);
    VirtualCell cell = swarm.cell("lan", LinkSessions.KEEPS_NOTHING);
    VirtualNode whole = swarm.node(cell);
    VirtualNode lacking = swarm.node(cell);
    whole.liveOnly = true;
    lacking.liveOnly = true;
    swarm.startAll();
    List<List<Write>> backup = setBackBehind(swarm, whole, lacking, 3, 200, seed);
    assertThat(backup).isNotEmpty();
    assertThat(swarm.runUntil(() -> sameLive(whole, lacking), 5 * MINUTE)).isNotNegative();
    assertThat(cell.frames.get(Channel.SYNC)).isPositive();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5})
  void manyLogsAreComparedByRangesOfHeads(long seed) {
    VirtualSwarm swarm = VirtualSwarm.closed(seed);
    VirtualCell cell = swarm.cell("lan", LinkSessions.KEEPS_NOTHING);
    VirtualNode whole = swarm.node(cell);
    VirtualNode lacking = swarm.node(cell);
    swarm.startAll();
    setBackBehind(swarm, whole, lacking, 120, 3, seed);
    assertThat(swarm.runUntil(swarm::converged, 5 * MINUTE)).isNotNegative();
    assertThat(whole.core().ledger().logs()).hasSizeGreaterThan(120);
  }

  /**
   * A small frame names fewer logs than there are, and what lacks is in one that it never names.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {10, 11, 12})
  void someLogsAreComparedByRangesWhereOneFrameDoesNotNameThem(long seed) {
    VirtualSwarm swarm = VirtualSwarm.closed(seed);
    VirtualCell cell = swarm.cell("lan", new LinkLimits(300, false, 262_144));
    VirtualNode whole = swarm.node(cell);
    VirtualNode lacking = swarm.node(cell);
    swarm.startAll();
    setBackBehind(swarm, whole, lacking, 10, 3, seed);
    assertThat(swarm.runUntil(swarm::converged, 30 * MINUTE)).isNotNegative();
    assertThat(whole.core().ledger().logs()).hasSizeLessThanOrEqualTo(HeadDuty.LOGS_MAX);
  }

  @Test
  void twoNodesThatShareNothingButManyLogsBecomeEqual() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(6, 2);
    swarm.run(MINUTE);
    for (VirtualNode node : swarm.nodes()) {
      node.cut(swarm.cell(0));
      node.importEntries(entries(40, 3, 60 + node.id().text().hashCode()));
    }
    swarm.run(MINUTE);
    swarm.nodes().forEach(node -> node.heal(swarm.cell(0)));
    assertThat(swarm.runUntil(swarm::converged, 5 * MINUTE)).isNotNegative();
    assertThat(swarm.node(0).core().ledger().logs()).hasSizeGreaterThan(80);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {7, 8})
  void aRadioCarriesEverythingInSmallFrames(long seed) {
    VirtualSwarm swarm = VirtualSwarm.closed(seed);
    VirtualCell radio = swarm.cell("radio", LinkLimits.radio(200, 60));
    VirtualNode a = swarm.node(radio);
    VirtualNode b = swarm.node(radio);
    VirtualNode c = swarm.node(radio);
    swarm.startAll();
    a.add(b, "noop");
    b.add(c, "noop");
    a.importEntries(List.of(large(seed)));
    assertThat(swarm.runUntil(swarm::converged, 240 * MINUTE)).isNotNegative();
    assertThat(c.core().ledger().logs().size()).isGreaterThan(3);
  }

  @Test
  void aLostPieceOfALargeEntryIsAskedForAgain() {
    VirtualSwarm swarm = VirtualSwarm.closed(9);
    VirtualCell radio = swarm.cell("radio", LinkLimits.radio(200, 200));
    VirtualNode a = swarm.node(radio);
    VirtualNode b = swarm.node(radio);
    swarm.startAll();
    swarm.run(10 * MINUTE);
    radio.quality = new LinkQuality(0.4, 0.1, 1, 500);
    Entry large = large(9);
    a.importEntries(List.of(large));
    assertThat(
            swarm.runUntil(() -> b.core().ledger().reader().contains(large.id()), 24 * 60 * MINUTE))
        .isNotNegative();
  }

  /** Gives one node entries of many authors and the other an older store. */
  private static List<List<Write>> setBackBehind(
      VirtualSwarm swarm, VirtualNode whole, VirtualNode lacking, int logs, int each, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Entry> all = entries(logs, each, seed);
    List<Entry> first = new ArrayList<>();
    List<Entry> then = new ArrayList<>();
    all.forEach(entry -> (random.nextInt(4) == 0 ? then : first).add(entry));
    whole.importEntries(first);
    swarm.run(5 * MINUTE);
    List<List<Write>> backup = lacking.backup();
    whole.importEntries(then);
    swarm.run(5 * MINUTE);
    lacking.crash();
    lacking.restore(backup);
    lacking.start();
    return backup;
  }

  private static boolean sameLive(VirtualNode a, VirtualNode b) {
    return a.core().ledger().live().equals(b.core().ledger().live());
  }

  private static List<Entry> entries(int logs, int each, long seed) {
    SwarmParts swarm = new SwarmParts();
    List<Entry> entries = new ArrayList<>();
    for (int log = 0; log < logs; log++) {
      ToyKeys keys = ToyKeys.of("stranger " + seed + " " + log);
      LogId id = new LogId(keys.author(), 7);
      for (int seq = 1; seq <= each; seq++) {
        entries.add(
            swarm
                .codec()
                .compose(new Draft(id, seq, 0, Bytes.EMPTY, time(seq), create(seq)), keys));
      }
    }
    return entries;
  }

  private static Entry large(long seed) {
    TreeMap<String, String> parameters = new TreeMap<>();
    parameters.put("text", "x".repeat(500));
    Body create =
        new Body.Create(
            Bytes.copyOf(new byte[Body.Create.SALT_BYTES]),
            new ActionName("noop"),
            Optional.empty(),
            0,
            Spec.of(parameters),
            false,
            List.of(),
            Bytes.EMPTY);
    ToyKeys keys = ToyKeys.of("verbose " + seed);
    LogId log = new LogId(keys.author(), 1);
    return new SwarmParts()
        .codec()
        .compose(new Draft(log, 1, 0, Bytes.EMPTY, time(1), create), keys);
  }

  private static HybridTime time(int seq) {
    return HybridTime.ofWall(LONG_AGO_MILLIS + 1_000L * seq);
  }

  private static Body create(int salt) {
    byte[] bytes = new byte[Body.Create.SALT_BYTES];
    bytes[0] = (byte) salt;
    bytes[1] = (byte) (salt >> 8);
    return new Body.Create(
        Bytes.copyOf(bytes),
        new ActionName("noop"),
        Optional.empty(),
        0,
        Spec.of(new TreeMap<>()),
        false,
        List.of(),
        Bytes.EMPTY);
  }
}
