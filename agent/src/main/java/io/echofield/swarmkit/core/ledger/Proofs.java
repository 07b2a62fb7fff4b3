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

  /** Signs what this node's log holds beyond its last head signature; empty if nothing. */
  public Optional<LogState> sign(LogId own) {
    LogState state = ledger.log(own);
    long seq = state.held().prefix();
    if (seq == 0 || seq <= state.provenSeq()) {
      return Optional.empty();
    }
    List<Bytes> chains = chains(state, seq);
    if (chains.size() != 1) {
      return Optional.empty();
    }
    Bytes signature = self.sign(hash.headSignInput(own, seq, chains.get(0)));
    Bytes publicKey = roster.open() ? self.publicKey() : Bytes.EMPTY;
    return Optional.of(ledger.prove(new HeadSig(own, seq, chains.get(0), signature, publicKey)));
  }

  /**
   * Takes a head signature from elsewhere: the log's new state if it proves more than was proven,
   * else empty (it may wait).
   */
  public Optional<LogState> admit(HeadSig sig) {
    if (sig.seq() <= ledger.log(sig.log()).provenSeq() || !genuine(sig)) {
      return Optional.empty();
    }
    if (ledger.log(sig.log()).held().prefix() < sig.seq()) {
      HeadSig known = waiting.get(sig.log());
      if (known == null ? waiting.size() < WAITING_MAX : known.seq() < sig.seq()) {
        waiting.put(sig.log(), sig);
      }
      return Optional.empty();
    }
    waiting.remove(sig.log());
    boolean matches = chains(ledger.log(sig.log()), sig.seq()).contains(sig.chain());
    return matches ? Optional.of(ledger.prove(sig)) : Optional.empty();
  }

  /** Entries of the log came: perhaps the one that waited holds now. */
  public Optional<LogState> retry(LogId log) {
    HeadSig sig = waiting.get(log);
    return sig == null || ledger.log(log).held().prefix() < sig.seq()
        ? Optional.empty()
        : admit(sig);
  }

  private boolean genuine(HeadSig sig) {
    Optional<Bytes> key = roster.publicKey(sig.log().author());
    return key.isPresent()
        && verifier.verify(
            key.get(), hash.headSignInput(sig.log(), sig.seq(), sig.chain()), sig.signature());
  }

  /**
   * The chain values of all branches at {@code seq}, from the last proof on; empty if there are too
   * many or a gap.
   */
  private List<Bytes> chains(LogState state, long seq) {
    List<Bytes> chains = new ArrayList<>();
    chains.add(state.proof().map(HeadSig::chain).orElse(SwarmHash.CHAIN_START));
    long next = state.provenSeq() + 1;
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
