package io.echofield.swarmkit.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.health.Comparison;
import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.lab.swarm.LinkQuality;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a node does whose store takes no writes. That it writes nothing at all then is asserted by
 * {@link VirtualNode} after every single event.
 */
class ReadOnlyTest {
  private static final long MINUTE = 60_000;
  private static final int STEPS = 80;

  private final VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 2);
  private final VirtualCell cell = swarm.cell(0);
  private final VirtualNode peer = swarm.node(0);
  private final VirtualNode full = swarm.node(1);

  static LongStream seeds() {
    return LongStream.range(0, 8);
  }

  @Test
  void commandsThatWouldWriteAreRefusedWithTheReason() {
    TaskId before = full.add(peer, "wait").orElseThrow();
    swarm.run(MINUTE);
    fill();
    assertThat(full.command(new Command.CancelTask(before.key(), "no")))
        .contains(new Reply.Refused(Reply.Refused.Kind.STORE_FULL, "no space left"));
    assertThat(full.add(peer, "noop")).isEmpty();
    assertThat(full.task(before).orElseThrow().status()).isEqualTo(TaskStatus.OPEN);
    full.freeDisk();
    assertThat(full.cancel(before)).get().isInstanceOf(Reply.Accepted.class);
  }

  @Test
  void aRosterThatIsHeldIsNoWrite() {
    VirtualSwarm young = VirtualSwarm.closed(2);
    VirtualNode node = young.node(young.cell("lan"));
    node.start();
    node.diskFull = true;
    assertThat(node.add(node, "noop")).isEmpty();
    List<VirtualNode> members = young.nodes();
    Command again =
        new Command.ImportEntries(
            new SwarmParts().roster(1, members.stream().map(VirtualNode::keys).toList(), 1));
    assertThat(node.command(again)).get().isInstanceOf(Reply.Accepted.class);
  }

  @Test
  void everybodySeesTheFaultAtOnceAndItsEndToo() {
    swarm.run(MINUTE);
    fill();
    assertThat(swarm.runUntil(() -> told().state() == HealthState.CRITICAL, 2_000)).isNotNegative();
    assertThat(told().readings()).extracting(Reading::name).contains("store_full", "load1");
    swarm.run(10 * MINUTE);
    assertThat(told().state()).isEqualTo(HealthState.CRITICAL);
    assertThat(told().uptimeSeconds()).isGreaterThan(600);
    full.freeDisk();
    assertThat(swarm.runUntil(() -> told().state() == HealthState.OK, 2_000)).isNotNegative();
  }

  @Test
  void itsSessionGoesOnSoThatOthersBelieveIt() {
    swarm.run(MINUTE);
    long session = full.core().session();
    long counter = heard().counter();
    fill();
    swarm.run(1_000);
    assertThat(full.core().session()).isEqualTo(session);
    assertThat(heard().session()).isEqualTo(session);
    assertThat(heard().counter()).isGreaterThan(counter);
    assertThat(full.core().board().peer(peer.author())).isPresent();
  }

  @Test
  @Shows("X-42")
  void whatOthersWriteMeanwhileIsDeferredAndComesAfter() {
    swarm.run(MINUTE);
    fill();
    for (int i = 0; i < 20; i++) {
      peer.add(full, "noop");
      swarm.run(500);
    }
    swarm.run(5 * MINUTE);
    assertThat(full.core().deferred()).isGreaterThanOrEqualTo(20);
    assertThat(full.core().rejections().counts()).isEmpty();
    assertThat(full.core().ledger().taskCount()).isZero();
    LogId log = new LogId(peer.author(), (int) peer.core().epoch());
    assertThat(peer.core().ledger().log(log).signedSeq()).isPositive();
    assertThat(full.core().ledger().log(log).signedSeq()).isZero();
    full.freeDisk();
    assertThat(swarm.runUntil(() -> full.executed.size() == 20, 10_000)).isNotNegative();
    assertThat(swarm.runUntil(swarm::converged, MINUTE)).isNotNegative();
  }

  @Test
  @Shows("X-42")
  void nothingIsAskedForThatCannotBeStored() {
    swarm.run(MINUTE);
    fill();
    peer.add(full, "noop");
    swarm.run(MINUTE);
    cell.frames.clear();
    swarm.run(10 * MINUTE);
    assertThat(cell.frames).doesNotContainKey(Channel.SYNC).containsKey(Channel.BEACON);
    // A beacon every 15 s of each node and one for each health cycle of 30 s.
    assertThat(cell.frames.get(Channel.BEACON)).isLessThanOrEqualTo(2 * 10 * 6);
  }

  @Test
  @Shows("X-42")
  void whatItHoldsIsStillGivenToWhoeverAsks() {
    VirtualSwarm three = VirtualSwarm.ofOneCell(3, 3);
    VirtualNode writer = three.node(0);
    VirtualNode holder = three.node(1);
    VirtualNode late = three.node(2);
    late.crash();
    for (int i = 0; i < 30; i++) {
      writer.add(holder, "noop");
    }
    three.run(MINUTE);
    writer.crash();
    three.cell(0).wipe();
    holder.diskFull = true;
    assertThat(holder.add(holder, "noop")).isEmpty();
    late.start();
    assertThat(three.runUntil(three::converged, MINUTE)).isNotNegative();
    assertThat(late.core().ledger().taskCount()).isEqualTo(30);
  }

  @Test
  void anActionThatEndsMeanwhileIsBookedOnceAndNoneBegins() {
    full.remedyMillis = 30_000;
    TaskId one = peer.add(full, "noop").orElseThrow();
    TaskId other = peer.add(full, "noop").orElseThrow();
    swarm.run(10_000);
    fill();
    swarm.run(5 * MINUTE);
    assertThat(full.executed).hasSize(1);
    TaskId next = full.executed.get(0).task().equals(one) ? other : one;
    assertThat(full.core().waitingFor(next.key())).contains("no space left");
    full.freeDisk();
    swarm.run(2 * MINUTE);
    assertThat(full.executed).extracting(Job.RunRemedy::task).containsExactlyInAnyOrder(one, other);
    assertThat(peer.task(one).orElseThrow().status()).isEqualTo(TaskStatus.DONE);
    assertThat(peer.task(other).orElseThrow().status()).isEqualTo(TaskStatus.DONE);
  }

  @Test
  void aRuleThatHoldsFiresAfter() {
    VirtualSwarm ruled = VirtualSwarm.closed(4);
    VirtualNode node = ruled.node(ruled.cell("lan"));
    node.rules =
        List.of(new Rule("busy", "load1", Comparison.GREATER, 100, 3, new ActionName("noop")));
    node.start();
    node.diskFull = true;
    assertThat(node.add(node, "noop")).isEmpty();
    ruled.run(10 * MINUTE);
    assertThat(node.executed).isEmpty();
    node.freeDisk();
    ruled.run(2 * MINUTE);
    assertThat(node.executed).hasSize(1);
  }

  @Test
  void aProofThatIsNewIsRefusedToo() {
    swarm.run(MINUTE);
    fill();
    LogId log = new LogId(peer.author(), (int) peer.core().epoch());
    Bytes chain = SwarmHash.CHAIN_START;
    long seq = 0;
    for (StoredEntry stored : peer.core().ledger().reader().log(log, 1, 1_000, 1_000)) {
      chain = swarm.parts().hash().chain(chain, stored.entry().id());
      seq++;
    }
    Bytes input = swarm.parts().hash().headSignInput(log, seq, chain);
    HeadSig proof = new HeadSig(log, seq + 1, chain, peer.keys().sign(input), Bytes.EMPTY);
    assertThat(full.command(new Command.ImportEntries(List.of(), List.of(proof))))
        .contains(new Reply.Refused(Reply.Refused.Kind.STORE_FULL, "no space left"));
  }

  @Test
  void aGoodbyeIsSaid() {
    swarm.run(MINUTE);
    fill();
    full.goodbye();
    swarm.run(1_000);
    assertThat(heard().goodbye()).isTrue();
  }

  @Test
  void whatWasHeardMeanwhileIsDurableAfter() {
    swarm.run(MINUTE);
    fill();
    peer.goodbye();
    swarm.run(MINUTE);
    peer.crash();
    cell.wipe();
    full.freeDisk();
    full.restart();
    assertThat(full.core().board().peer(peer.author()).orElseThrow().goodbye()).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nodesConvergeWhateverWasFullMeanwhile(long seed) {
    VirtualSwarm chaos = VirtualSwarm.ofOneCell(seed, 4);
    chaos.cell(0).quality = LinkQuality.BAD;
    SplittableRandom random = new SplittableRandom(seed ^ 0xf111);
    for (int i = 0; i < STEPS; i++) {
      VirtualNode node = chaos.node(random.nextInt(4));
      switch (random.nextInt(8)) {
        case 0, 1 -> node.diskFull = true;
        case 2 -> node.freeDisk();
        case 3 -> node.cut(chaos.cell(0));
        case 4 -> node.heal(chaos.cell(0));
        case 5 -> {
          node.freeDisk();
          node.restart();
        }
        default -> node.add(chaos.node(random.nextInt(4)), random.nextBoolean() ? "noop" : "x");
      }
      chaos.run(random.nextLong(3_000));
    }
    chaos.cell(0).quality = LinkQuality.GOOD;
    for (VirtualNode node : chaos.nodes()) {
      node.heal(chaos.cell(0));
      node.freeDisk();
    }
    chaos.run(5_000);
    assertThat(chaos.runUntil(chaos::converged, 3 * MINUTE)).isNotNegative();
    for (VirtualNode node : chaos.nodes()) {
      assertThat(node.acknowledged)
          .allSatisfy(task -> chaos.nodes().forEach(any -> assertThat(any.task(task)).isPresent()));
      assertThat(node.core().rejections().counts()).isEmpty();
      assertThat(node.core().alarms()).isZero();
      assertThat(node.executed).doesNotHaveDuplicates();
    }
  }

  /** The disk is full, and the node learns it by a command that is refused. */
  private void fill() {
    full.diskFull = true;
    assertThat(full.add(full, "noop")).isEmpty();
    assertThat(full.core().readOnly()).isPresent();
  }

  /** What the peer knows of the full node. */
  private Peer heard() {
    return peer.core().board().peer(full.author()).orElseThrow();
  }

  private HealthReport told() {
    return heard().report().orElseThrow();
  }
}
