package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Head signatures: made for this node's log, checked for the others.
 *
 * <p>A head signature proves the prefix of its log whose chain it names; the chain is recomputed
 * from the entries held. In a forked log it selects its branch: up to {@value #BRANCHES_MAX}
 * branches are tried. One thread.
 */
public final class Proofs {
  /**
   * Branches of a forked log that are followed at once; a log with more stays unproven beyond the
   * fork.
   */
  public static final int BRANCHES_MAX = 16;

  /**
   * Head signatures kept that came before their entries, one for each log; when full, further ones
   * wait to be asked for again.
   */
  public static final int WAITING_MAX = 1_024;

  private static final int PAGE_ENTRIES = 512;

  // fixed
  private final SwarmHash hash;
  private final Ledger ledger;
  private final RosterBook roster;
  private final Verifier verifier;
  private final Signer self;
  // came early
  private final SortedMap<LogId, HeadSig> waiting = new TreeMap<>();

  public Proofs(SwarmHash hash, Ledger ledger, RosterBook roster, Verifier verifier, Signer self) {
    this.hash = hash;
    this.ledger = ledger;
    this.roster = roster;
    this.verifier = verifier;
    this.self = self;
  }

  /**
   * Signs this node's own log up to {@code seq}, whose chain is {@code chain}; empty if that is
   * proven already. The chain is of what this node wrote, not of what is held: others may have
   * forged entries into the log.
   */
  public Optional<LogState> sign(LogId own, long seq, Bytes chain) {
    if (seq <= ledger.log(own).provenSeq()) {
      return Optional.empty();
    }
    Bytes signature = self.sign(hash.headSignInput(own, seq, chain));
    Bytes publicKey = roster.open() ? self.publicKey() : Bytes.EMPTY;
    return Optional.of(ledger.prove(new HeadSig(own, seq, chain, signature, publicKey)));
  }

  /** The chain value of a log at {@code seq}; empty if there is a gap or more than one branch. */
  public Optional<Bytes> chainAt(LogId log, long seq) {
    LogState state = ledger.log(log);
    if (seq < state.provenSeq() || seq > state.held().prefix()) {
      return Optional.empty();
    }
    List<Bytes> chains = chains(state, state.proof(), seq);
    return chains.size() == 1 ? Optional.of(chains.get(0)) : Optional.empty();
  }

  /**
   * Whether none of the branches that go on from what a signature is over has this chain at {@code
   * seq}; false if that cannot be told, because of a gap or too many branches.
   */
  public boolean leadsElsewhere(HeadSig from, long seq, Bytes chain) {
    List<Bytes> chains = chains(ledger.log(from.log()), Optional.of(from), seq);
    return !chains.isEmpty() && !chains.contains(chain);
  }

  /**
   * Takes a head signature from elsewhere: the log's new state if it is greater than the one held
   * or proves more, else empty (one of a log of which nothing is held may wait). The greatest is
   * kept even if it proves nothing here, so that all nodes come to hold the same.
   */
  public Optional<LogState> admit(HeadSig sig) {
    LogState state = ledger.log(sig.log());
    if (!(state.surpassedBy(sig) || provable(sig)) || !genuine(sig)) {
      return Optional.empty();
    }
    if (state.count() == 0) {
      HeadSig known = waiting.get(sig.log());
      if (known == null ? waiting.size() < WAITING_MAX : known.seq() < sig.seq()) {
        waiting.put(sig.log(), sig);
      }
      return Optional.empty();
    }
    ledger.hold(sig);
    prove(sig);
    return changed(state);
  }

  private Optional<LogState> changed(LogState before) {
    return Optional.of(ledger.log(before.log())).filter(after -> !after.equals(before));
  }

  private void prove(HeadSig sig) {
    if (provable(sig) && matches(sig)) {
      ledger.prove(sig);
    }
  }

  /** Whether it is over more than what is proven and everything that it is over may be here. */
  private boolean provable(HeadSig sig) {
    LogState state = ledger.log(sig.log());
    return sig.seq() > state.provenSeq() && state.held().prefix() >= sig.seq();
  }

  /**
   * Whether a branch of the log has this chain. If none goes on from the last proof, the log is
   * searched from its start: the author may have signed two branches, and all nodes must come to
   * the higher signature, whichever they saw first.
   */
  private boolean matches(HeadSig sig) {
    LogState state = ledger.log(sig.log());
    return chains(state, state.proof(), sig.seq()).contains(sig.chain())
        || (state.forked() && chains(state, Optional.empty(), sig.seq()).contains(sig.chain()));
  }

  /**
   * An entry came: perhaps a signature that waited for its log, or for this very entry, holds now.
   * The log's new state if it changed.
   */
  public Optional<LogState> retry(Entry entry) {
    HeadSig early = waiting.remove(entry.log());
    if (early != null) {
      return admit(early);
    }
    LogState before = ledger.log(entry.log());
    before.signature().filter(sig -> entry.seq() <= sig.seq()).ifPresent(this::prove);
    return changed(before);
  }

  private boolean genuine(HeadSig sig) {
    Optional<Bytes> key = roster.publicKey(sig.log().author());
    return key.isPresent()
        && verifier.verify(
            key.get(), hash.headSignInput(sig.log(), sig.seq(), sig.chain()), sig.signature());
  }

  /**
   * The chain values at {@code seq} of all branches that go on from {@code start} (or from the
   * beginning); empty if there are too many or a gap.
   */
  private List<Bytes> chains(LogState state, Optional<HeadSig> start, long seq) {
    List<Bytes> chains = new ArrayList<>();
    chains.add(start.map(HeadSig::chain).orElse(SwarmHash.CHAIN_START));
    long next = start.map(HeadSig::seq).orElse(0L) + 1;
    while (next <= seq && !chains.isEmpty()) {
      long to = Math.min(seq, next + PAGE_ENTRIES - 1);
      List<StoredEntry> page =
          ledger.reader().log(state.log(), next, to, PAGE_ENTRIES * BRANCHES_MAX);
      chains = follow(chains, page, next, to);
      next = to + 1;
    }
    return chains;
  }

  private List<Bytes> follow(List<Bytes> start, List<StoredEntry> page, long from, long to) {
    List<Bytes> chains = start;
    int index = 0;
    for (long seq = from; seq <= to; seq++) {
      List<Bytes> grown = new ArrayList<>();
      while (index < page.size() && page.get(index).entry().seq() == seq) {
        for (Bytes chain : chains) {
          grown.add(hash.chain(chain, page.get(index).entry().id()));
        }
        index++;
      }
      if (grown.isEmpty() || grown.size() > BRANCHES_MAX) {
        return List.of();
      }
      chains = grown;
    }
    return chains;
  }
}
