package io.echofield.swarmkit.core.node;

import static io.echofield.swarmkit.core.ledger.TaskStatus.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forged entries, forked logs, restored backups: what shows, and what does not happen. */
class ForgeryTest {
  private static final long MINUTE = 60_000;

  private final VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 3);
  private final VirtualCell cell = swarm.cell(0);
  private final VirtualNode victim = swarm.node(0);
  private final VirtualNode peer = swarm.node(1);
  private final ToyKeys attacker = ToyKeys.of("attacker");

  @ParameterizedTest(name = "seq {0} beyond")
  @ValueSource(longs = {0, 1, 5, 4_000_000_000L})
  @Shows({"E-2", "I-3"})
  void whatClaimsToBeMineIsNeitherSignedNorContinued(long beyond) {
    victim.add(peer, "noop");
    swarm.run(MINUTE);
    LogId log = ownLog(victim);
    long last = victim.core().ledger().log(log).maxSeq();
    Entry forged =
        compose(
            attacker.forging(victim.author()),
            log,
            last + beyond,
            new Body.Life(0, 9, Phase.CLAIMED, "forged"));
    tellAll(new Message.Entries(List.of(forged)));
    assertThat(victim.core().alarms()).isOne();
    victim.add(peer, "noop");
    swarm.run(MINUTE);
    victim.restart();
    victim.add(peer, "noop");
    swarm.run(2 * MINUTE);
    assertThat(victim.core().alarms()).isZero();
    assertThat(swarm.converged()).isTrue();
    LogState state = peer.core().ledger().log(ownLog(victim));
    assertThat(state.provenSeq()).isEqualTo(last + 2);
    assertThat(ownLog(victim)).isEqualTo(log);
    assertThat(peer.core().ledger().log(log).count()).isEqualTo(last + 2 + 1);
    assertThat(peer.executed).hasSize(3);
  }

  @Test
  void aForgedForkThatIsNotYetSignedOpensANewEpochAtTheNextStart() {
    victim.add(peer, "noop");
    swarm.run(MINUTE);
    LogId log = ownLog(victim);
    victim.add(peer, "noop");
    long last = victim.core().ledger().log(log).maxSeq();
    Entry forged =
        compose(
            attacker.forging(victim.author()),
            log,
            last,
            new Body.Life(0, 9, Phase.CLAIMED, "forged"));
    tell(victim, new Message.Entries(List.of(forged)));
    victim.restart();
    victim.add(peer, "noop");
    swarm.run(2 * MINUTE);
    assertThat(ownLog(victim)).isNotEqualTo(log);
    assertThat(peer.core().ledger().log(ownLog(victim)).provenSeq()).isEqualTo(2);
    assertThat(swarm.converged()).isTrue();
    assertThat(peer.executed).hasSize(3);
  }

  @Test
  @Shows("I-3")
  void aNodeRestoredFromABackupGoesOnInANewEpoch() {
    victim.add(peer, "noop");
    swarm.run(MINUTE);
    List<List<Write>> backup = victim.backup();
    LogId log = ownLog(victim);
    TaskId lost = victim.add(peer, "noop").orElseThrow();
    swarm.run(MINUTE);
    victim.crash();
    victim.restore(backup);
    victim.start();
    TaskId forked = victim.add(peer, "noop").orElseThrow();
    swarm.run(3 * MINUTE);
    assertThat(ownLog(victim)).isNotEqualTo(log);
    assertThat(swarm.converged()).isTrue();
    assertThat(peer.core().ledger().log(log).forked()).isTrue();
    for (VirtualNode node : swarm.nodes()) {
      assertThat(node.task(lost).orElseThrow().status()).isEqualTo(DONE);
      assertThat(node.task(forked).orElseThrow().status()).isEqualTo(DONE);
    }
  }

  @Test
  @Shows("I-3")
  void aRestoredNodeThatOnlyWroteStatusFindsItsOtherLifeToo() {
    VirtualNode target = victim;
    peer.add(target, "noop");
    swarm.run(MINUTE);
    List<List<Write>> backup = target.backup();
    LogId log = ownLog(target);
    peer.add(target, "noop");
    swarm.run(MINUTE);
    target.crash();
    target.restore(backup);
    target.start();
    swarm.run(3 * MINUTE);
    peer.add(target, "noop");
    swarm.run(MINUTE);
    assertThat(ownLog(target)).isNotEqualTo(log);
    assertThat(swarm.converged()).isTrue();
    assertThat(peer.acknowledged)
        .allSatisfy(task -> assertThat(peer.task(task).orElseThrow().status()).isEqualTo(DONE));
  }

  @Test
  @Shows("I-3")
  void aRestoredNodeThatWroteAsMuchStatusAsItLostFindsItsOtherLifeByTheSignature() {
    victim.remedyMillis = 20_000;
    for (int i = 0; i < 3; i++) {
      peer.add(victim, "noop");
    }
    swarm.run(5_000);
    List<List<Write>> backup = victim.backup();
    LogId log = ownLog(victim);
    victim.restart();
    swarm.run(2 * MINUTE);
    long lastSeq = peer.core().ledger().log(log).signedSeq();
    victim.crash();
    victim.cut(cell);
    victim.restore(backup);
    victim.start();
    LongSupplier signed = () -> victim.core().ledger().log(log).signedSeq();
    assertThat(swarm.runUntil(() -> signed.getAsLong() >= lastSeq, 2 * MINUTE)).isNotNegative();
    assertThat(signed.getAsLong()).isEqualTo(lastSeq);
    victim.heal(cell);
    swarm.run(3 * MINUTE);
    assertThat(peer.core().ledger().log(log).forked()).isTrue();
    assertThat(ownLog(victim)).isNotEqualTo(log);
    assertThat(swarm.converged()).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void backupsRestoredAtRandomForkLogsButLoseNothing(long seed) {
    VirtualSwarm forking = VirtualSwarm.ofOneCell(seed, 3);
    List<List<List<Write>>> backups = new ArrayList<>(List.of(List.of(), List.of(), List.of()));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 40; i++) {
      int index = random.nextInt(3);
      VirtualNode node = forking.node(index);
      switch (random.nextInt(6)) {
        case 0 -> backups.set(index, node.backup());
        case 1 -> {
          // What only this store held is lost with it: let the others have it first.
          forking.run(20_000);
          node.crash();
          node.restore(backups.get(index));
          node.start();
        }
        default -> assertThat(node.add(forking.node(random.nextInt(3)), "noop")).isPresent();
      }
      forking.run(random.nextLong(2_000));
    }
    assertThat(forking.runUntil(forking::converged, 5 * MINUTE)).isNotNegative();
    forking.run(2 * MINUTE);
    assertThat(forking.converged()).isTrue();
    for (VirtualNode node : forking.nodes()) {
      assertThat(node.acknowledged)
          .allSatisfy(task -> assertThat(node.task(task).orElseThrow().status()).isEqualTo(DONE));
    }
  }

  @ParameterizedTest(name = "fork at {0} of {1}")
  @CsvSource({"1, 3", "11, 13", "700, 703", "21, 1000"})
  @Shows({"E-11", "X-25"})
  void branchesOfEqualLengthMeetByTheirHeadsAlone(int fork, int length) {
    VirtualSwarm bare = VirtualSwarm.closed(3);
    VirtualCell radio = bare.cell("radio", new LinkLimits(65_536, false, 65_536));
    VirtualNode a = bare.node(radio);
    VirtualNode b = bare.node(radio);
    bare.startAll();
    bare.run(MINUTE);
    LogId log = new LogId(attacker.author(), 9);
    List<Entry> left = run(attacker, log, length, "left");
    List<Entry> right = new ArrayList<>(left);
    right.set(fork - 1, run(attacker, log, length, "right").get(fork - 1));
    // Learned over the link itself, so that no outbox carries them.
    tell(a, radio, left);
    tell(b, radio, right);
    assertThat(bare.runUntil(bare::converged, 10 * MINUTE)).isNotNegative();
    assertThat(a.core().ledger().log(log).count()).isEqualTo(length + 1);
  }

  @ParameterizedTest(name = "order {0}")
  @ValueSource(booleans = {false, true})
  @Shows("D-1")
  void ofTwoSignedBranchesTheHigherSignatureHoldsEverywhere(boolean swapped) {
    swarm.run(MINUTE);
    Signer cloned = swarm.node(2).keys();
    swarm.node(2).crash();
    LogId log = new LogId(cloned.author(), 9);
    List<Entry> left = run(cloned, log, 3, "left");
    List<Entry> right = run(cloned, log, 5, "right");
    HeadSig low = headSig(cloned, left);
    HeadSig high = headSig(cloned, right);
    peer.importEntries(left);
    peer.importEntries(right);
    swarm.run(10_000);
    tell(peer, new Message.HeadSigMessage(swapped ? high : low));
    swarm.run(10_000);
    tell(victim, new Message.HeadSigMessage(swapped ? low : high));
    swarm.run(2 * MINUTE);
    assertThat(swarm.converged()).isTrue();
    assertThat(victim.core().ledger().log(log).provenSeq()).isEqualTo(5);
  }

  @Test
  @Shows("F-8")
  void nobodyCanPushTheSessionOfAnother() {
    swarm.run(MINUTE);
    long session = victim.core().session();
    Message beacon =
        new Message.Beacon(
            new Message.Stamp(0xffff_ffffL, 1),
            0,
            0,
            0,
            0,
            0,
            0,
            false,
            List.of(),
            Optional.empty(),
            "node-0",
            Bytes.EMPTY,
            false);
    Bytes forged = swarm.frames(victim.author()).encode(beacon, Optional.empty());
    victim.received(cell, Channel.BEACON, victim.id(), true, forged);
    Bytes signed =
        swarm
            .frames(victim.author())
            .encode(beacon, Optional.of(attacker.forging(victim.author())));
    victim.received(cell, Channel.BEACON, victim.id(), true, signed);
    Bytes genuine = swarm.frames(victim.author()).encode(beacon, Optional.of(victim.keys()));
    victim.received(cell, Channel.BEACON, victim.id(), true, genuine);
    swarm.run(MINUTE);
    assertThat(victim.core().session()).isEqualTo(session);
    victim.restart();
    swarm.run(MINUTE);
    assertThat(victim.core().session()).isEqualTo(session + 1);
  }

  @Test
  void manyUnprovenLogsDoNotBreakTheQuestion() {
    swarm.run(MINUTE);
    List<Message.Heads.Item> items = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (int epoch = 1; epoch <= 1_200; epoch++) {
      LogId log = new LogId(attacker.author(), epoch);
      Entry entry =
          compose(attacker, log, 1, new Body.EpochStart(List.of(), Body.EpochStart.Cause.SEEN));
      entries.add(entry);
      items.add(new Message.Heads.Item(log, 1, 1, IdSum.ZERO.plus(entry.id()), 1));
    }
    victim.importEntries(entries);
    Message.Stamp stamp = new Message.Stamp(1, 1);
    Bytes middle = items.get(600).log().key();
    tell(victim, new Message.Heads(items.subList(0, 600), stamp, Bytes.EMPTY, middle, false));
    tell(victim, new Message.Heads(items.subList(600, 1_200), stamp, middle, Bytes.EMPTY, false));
    swarm.run(MINUTE);
    assertThat(victim.running()).isTrue();
    assertThat(peer.core().ledger().logs()).hasSizeGreaterThan(1_200);
  }

  private static LogId ownLog(VirtualNode node) {
    return new LogId(node.author(), (int) node.core().epoch());
  }

  private Entry compose(Signer key, LogId log, long seq, Body body) {
    Bytes task = body instanceof Body.EpochStart ? Bytes.EMPTY : Bytes.ofHex("1122334455667788");
    return swarm.parts().codec().compose(new Draft(log, seq, 0, task, HybridTime.ZERO, body), key);
  }

  private List<Entry> run(Signer key, LogId log, int count, String text) {
    List<Entry> run = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      run.add(compose(key, log, i + 1, new Body.Note(text + i)));
    }
    return run;
  }

  private HeadSig headSig(Signer key, List<Entry> run) {
    SwarmHash hash = swarm.parts().hash();
    Bytes chain = SwarmHash.CHAIN_START;
    for (Entry entry : run) {
      chain = hash.chain(chain, entry.id());
    }
    LogId log = run.get(0).log();
    Bytes signature = key.sign(hash.headSignInput(log, run.size(), chain));
    return new HeadSig(log, run.size(), chain, signature, Bytes.EMPTY);
  }

  private void tell(VirtualNode node, VirtualCell over, List<Entry> entries) {
    for (int from = 0; from < entries.size(); from += 100) {
      List<Entry> some = entries.subList(from, Math.min(entries.size(), from + 100));
      tell(node, over, new Message.Entries(some));
    }
  }

  private void tell(VirtualNode node, Message message) {
    tell(node, cell, message);
  }

  private void tell(VirtualNode node, VirtualCell over, Message message) {
    Bytes frame = swarm.frames(attacker.author()).encode(message, Optional.empty());
    node.received(over, Channel.DELTA, node.id(), false, frame);
  }

  private void tellAll(Message message) {
    swarm.nodes().forEach(node -> tell(node, message));
  }
}
