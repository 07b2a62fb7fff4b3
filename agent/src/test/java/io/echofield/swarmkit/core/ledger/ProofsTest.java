package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.MemoryStore;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofsTest {
  private final SwarmParts swarm = new SwarmParts();
  private final ToyKeys self = ToyKeys.of("self");
  private final ToyKeys peer = ToyKeys.of("peer");
  private final LogId log = new LogId(peer.author(), 3);
  private final RosterBook roster = swarm.book(self);
  private final Ledger ledger =
      new Ledger(swarm.hash(), roster, new MemoryStore().reader(), List.of(), LiveDigest.EMPTY, 0);
  private final Proofs proofs = new Proofs(swarm.hash(), ledger, roster, ToyKeys.VERIFIER, self);

  ProofsTest() {
    merge(swarm.roster(1, List.of(self, peer), 1));
  }

  @Test
  @Shows({"E-12", "E-13"})
  void aHeadSignatureProvesThePrefixItNames() {
    List<Entry> run = run(1_200, "a");
    merge(run);
    HeadSig sig = sign(peer, run.subList(0, 1_000));
    assertThat(proofs.admit(sig).orElseThrow().provenSeq()).isEqualTo(1_000);
    assertThat(proofs.admit(sig)).isEmpty();
    assertThat(proofs.admit(sign(peer, run)).orElseThrow().provenSeq()).isEqualTo(1_200);
    assertThat(proofs.admit(sign(peer, run.subList(0, 1_100)))).isEmpty();
    assertThat(ledger.log(log).provenSeq()).isEqualTo(1_200);
  }

  @Test
  void aForgedSignatureOrAWrongChainProvesNothing() {
    List<Entry> run = run(3, "a");
    merge(run);
    assertThat(proofs.admit(sign(ToyKeys.of("attacker"), run))).isEmpty();
    assertThat(proofs.admit(sign(peer, run(3, "other"))).orElseThrow().provenSeq()).isZero();
    LogId strangers = new LogId(ToyKeys.of("stranger").author(), 1);
    assertThat(
            proofs.admit(
                new HeadSig(
                    strangers, 1, SwarmHash.CHAIN_START, Bytes.copyOf(new byte[64]), Bytes.EMPTY)))
        .isEmpty();
    assertThat(ledger.log(log).provenSeq()).isZero();
  }

  @Test
  @Shows("D-1")
  void anEarlySignatureWaitsForItsEntries() {
    List<Entry> run = run(5, "a");
    assertThat(proofs.admit(sign(peer, run.subList(0, 4)))).isEmpty();
    assertThat(proofs.admit(sign(peer, run))).isEmpty();
    merge(run.subList(0, 2));
    assertThat(proofs.retry(run.get(1)).orElseThrow().signedSeq()).isEqualTo(5);
    HeadSig begun = sign(peer, run.subList(0, 2));
    assertThat(proofs.admit(begun).orElseThrow().provenSeq()).isEqualTo(2);
    assertThat(ledger.log(log).signedSeq()).isEqualTo(5);
    merge(run.subList(3, 5));
    assertThat(proofs.retry(run.get(4))).isEmpty();
    merge(run.subList(2, 3));
    assertThat(proofs.retry(run.get(2)).orElseThrow().provenSeq()).isEqualTo(5);
    assertThat(proofs.retry(run.get(2))).isEmpty();
  }

  @Test
  @Shows("E-13")
  void inAForkedLogItSelectsItsBranch() {
    for (int branch = 0; branch < Proofs.BRANCHES_MAX; branch++) {
      merge(run(1, "branch " + branch));
    }
    List<Entry> chosen = run(1, "branch 7");
    assertThat(proofs.admit(sign(peer, chosen))).isPresent();
    List<Entry> longer = run(chosen, 2, "b");
    merge(longer);
    assertThat(proofs.admit(sign(peer, longer)).orElseThrow().provenSeq()).isEqualTo(2);
  }

  @Test
  @Shows({"D-1", "E-13"})
  void moreBranchesThanTheBoundStayUnproven() {
    for (int branch = 0; branch <= Proofs.BRANCHES_MAX; branch++) {
      merge(run(1, "branch " + branch));
    }
    LogState signed = proofs.admit(sign(peer, run(1, "branch 7"))).orElseThrow();
    assertThat(signed.provenSeq()).isZero();
    assertThat(signed.signedSeq()).as("all nodes hold the same signature").isEqualTo(1);
  }

  @Test
  void theHigherOfTwoSignedBranchesHoldsWhicheverCameFirst() {
    List<Entry> left = run(3, "left");
    List<Entry> right = run(5, "right");
    merge(left);
    merge(right);
    assertThat(proofs.admit(sign(peer, left))).isPresent();
    assertThat(proofs.admit(sign(peer, right)).orElseThrow().provenSeq()).isEqualTo(5);
    assertThat(proofs.admit(sign(peer, left))).isEmpty();
  }

  @Test
  void oneOwnLogIsSignedByWhatOneWroteAndNotByWhatIsHeld() {
    LogId own = new LogId(self.author(), 4);
    Entry written = compose(self, own, 1, "mine");
    Bytes chain = swarm.hash().chain(SwarmHash.CHAIN_START, written.id());
    merge(List.of(written));
    assertThat(proofs.chainAt(own, 1)).contains(chain);
    merge(List.of(compose(self, own, 1, "forged"), compose(self, own, 2, "forged")));
    assertThat(proofs.chainAt(own, 1)).isEmpty();
    LogState signed = proofs.sign(own, 1, chain).orElseThrow();
    assertThat(signed.provenSeq()).isEqualTo(1);
    assertThat(signed.proof().orElseThrow().chain()).isEqualTo(chain);
    assertThat(proofs.sign(own, 1, chain)).isEmpty();
    assertThat(proofs.chainAt(own, 1)).contains(chain);
  }

  @Test
  void earlySignaturesAreBounded() {
    for (int epoch = 0; epoch < Proofs.WAITING_MAX + 10; epoch++) {
      LogId other = new LogId(peer.author(), 100 + epoch);
      Bytes chain = swarm.hash().chain(SwarmHash.CHAIN_START, compose(peer, other, 1, "a").id());
      assertThat(proofs.admit(headSig(peer, other, 1, chain))).isEmpty();
    }
    LogId last = new LogId(peer.author(), 100 + Proofs.WAITING_MAX + 9);
    Entry ofLast = compose(peer, last, 1, "a");
    merge(List.of(ofLast));
    assertThat(proofs.retry(ofLast)).isEmpty();
    LogId first = new LogId(peer.author(), 100);
    Entry ofFirst = compose(peer, first, 1, "a");
    merge(List.of(ofFirst));
    assertThat(proofs.retry(ofFirst)).isPresent();
  }

  private void merge(List<Entry> entries) {
    entries.forEach(entry -> assertThat(ledger.merge(entry)).isPresent());
  }

  private List<Entry> run(int count, String text) {
    return run(List.of(), count, text);
  }

  /** What is not in {@code begun} already, up to {@code count}; merged entries are left out. */
  private List<Entry> run(List<Entry> begun, int count, String text) {
    List<Entry> run = new ArrayList<>();
    for (int i = begun.size(); i < count; i++) {
      run.add(compose(peer, log, i + 1, text));
    }
    return run;
  }

  private Entry compose(ToyKeys key, LogId into, long seq, String text) {
    return swarm
        .codec()
        .compose(
            new Draft(
                into,
                seq,
                0,
                Bytes.ofHex("1122334455667788"),
                HybridTime.ZERO,
                new Body.Note(text)),
            key);
  }

  /** Signs the whole of this run of a log, from seq 1 unless something is proven. */
  private HeadSig sign(ToyKeys key, List<Entry> run) {
    Bytes chain =
        run.get(0).seq() == 1
            ? SwarmHash.CHAIN_START
            : ledger.log(log).proof().orElseThrow().chain();
    for (Entry entry : run) {
      chain = swarm.hash().chain(chain, entry.id());
    }
    return headSig(key, log, run.get(run.size() - 1).seq(), chain);
  }

  private HeadSig headSig(ToyKeys key, LogId of, long seq, Bytes chain) {
    Bytes signature = key.sign(swarm.hash().headSignInput(of, seq, chain));
    return new HeadSig(of, seq, chain, signature, Bytes.EMPTY);
  }
}
