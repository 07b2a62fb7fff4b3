package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.Verifier;
import java.util.List;
import java.util.Optional;

/**
 * Whether what is told of each log is what its entries say, and whether its head signature fits the
 * chain of its entries. One use.
 *
 * <p>A forked log is counted but its chain is not followed: more than one branch may be right.
 */
final class LogsCheck {
  private static final int PAGE_ENTRIES = 512;

  private final StoreView view;
  private final SwarmHash hash;
  private final Verifier verifier;
  private final StoreCheck.Faults faults;
  private final Progress progress;
  private long logs;
  private long entries;
  private long missing;

  LogsCheck(
      StoreView view,
      SwarmHash hash,
      Verifier verifier,
      StoreCheck.Faults faults,
      Progress progress) {
    this.view = view;
    this.hash = hash;
    this.verifier = verifier;
    this.faults = faults;
    this.progress = progress;
  }

  long count() {
    return logs;
  }

  /** Entries before the last one of each log that are not there. */
  long missing() {
    return missing;
  }

  /** {@code all}: how many entries there are in all logs. */
  void check(List<LogState> told, long all) {
    for (LogState log : told) {
      logs++;
      missing += log.maxSeq() - log.held().countTo(log.maxSeq());
      check(log, all);
    }
    if (entries != all) {
      faults.add("the logs", "they have %d entries but there are %d".formatted(entries, all));
    }
  }

  private void check(LogState told, long all) {
    LogState counted = LogState.empty(told.log());
    Bytes chain = SwarmHash.CHAIN_START;
    Optional<HeadSig> proof = told.proof();
    boolean chained = !told.forked();
    long next = 1;
    List<StoredEntry> page = page(told.log(), next);
    while (!page.isEmpty()) {
      for (StoredEntry stored : page) {
        EntryId id = stored.entry().id();
        counted = counted.plus(stored.entry());
        entries++;
        chained &= stored.entry().seq() == counted.count();
        chain = chained ? hash.chain(chain, id) : chain;
        if (chained && proof.isPresent() && proof.get().seq() == counted.count()) {
          check(told.log(), proof.get(), chain);
        }
      }
      progress.at("checking logs", entries, all);
      next = page.get(page.size() - 1).entry().seq() + 1;
      page = page(told.log(), next);
    }
    if (!counted.held().equals(told.held())
        || counted.count() != told.count()
        || !counted.sum().equals(told.sum())) {
      faults.add(
          "log " + name(told.log()),
          "it is said to hold %d entries up to %d, but holds %d up to %d"
              .formatted(told.count(), told.maxSeq(), counted.count(), counted.maxSeq()));
    }
    if (proof.isPresent() && proof.get().seq() > counted.held().prefix()) {
      faults.add(
          "log " + name(told.log()),
          "its head signature covers %d entries, but only the first %d are held"
              .formatted(proof.get().seq(), counted.held().prefix()));
    }
  }

  /** Whole seqs, so that the branches of a fork come together. */
  private List<StoredEntry> page(LogId log, long from) {
    return view.read(
        tables -> {
          List<StoredEntry> first = tables.log(log, from, Entry.SEQ_MAX, 1);
          long start = first.isEmpty() ? from : first.get(0).entry().seq();
          return tables.log(log, start, start + PAGE_ENTRIES - 1, Integer.MAX_VALUE);
        });
  }

  private void check(LogId log, HeadSig proof, Bytes chain) {
    if (!proof.chain().equals(chain)) {
      faults.add(
          "log " + name(log),
          "its head signature at %d is over other entries".formatted(proof.seq()));
    } else if (!proof.publicKey().isEmpty() && !genuine(log.author(), proof)) {
      faults.add(
          "log " + name(log), "its head signature at %d is not valid".formatted(proof.seq()));
    }
  }

  private boolean genuine(Author author, HeadSig proof) {
    Bytes input = hash.headSignInput(proof.log(), proof.seq(), proof.chain());
    return verifier.author(proof.publicKey()).equals(author)
        && verifier.verify(proof.publicKey(), input, proof.signature());
  }

  private static String name(LogId log) {
    return "%s epoch %08x".formatted(log.author(), log.epoch());
  }
}
