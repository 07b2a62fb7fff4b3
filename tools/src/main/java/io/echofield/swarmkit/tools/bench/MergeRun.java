package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Entries as they come from a link, merged one by one into a ledger whose store is the heap. One
 * thread.
 *
 * <p>What a node's driver would write to disk is put into the heap after as many entries as its
 * commit may have.
 */
final class MergeRun {
  /** As the driver's: 1,000 writes, some four for each entry. */
  static final int COMMIT_ENTRIES = 250;

  /** Everybody's signature is good: what the comparison with peers that sign nothing needs. */
  static final Verifier TRUSTING =
      new Verifier() {
        @Override
        public boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
          return true;
        }

        @Override
        public Author author(Bytes publicKey) {
          return new Author(publicKey.slice(0, Author.BYTES));
        }
      };

  private final EntryCodec codec;
  private final HeapLedger store = new HeapLedger();
  private final Ledger ledger;
  private final List<Ledger.Merged> uncommitted = new ArrayList<>();

  /**
   * An empty ledger.
   *
   * @param members their keys are known, as in an open swarm
   */
  MergeRun(SwarmHash hash, EntryCodec codec, Verifier verifier, List<? extends Signer> members) {
    this.codec = codec;
    RosterBook roster = new RosterBook(hash, verifier, Optional.empty(), members.get(0));
    members.forEach(member -> roster.learn(member.publicKey()));
    this.ledger = new Ledger(hash, roster, store, List.of(), LiveDigest.EMPTY, 0);
  }

  /** Parses, hashes and merges it; false if it was known. */
  boolean take(Bytes canonical) {
    Entry entry =
        codec
            .decode(canonical)
            .fold(
                good -> good,
                reason -> {
                  throw new IllegalArgumentException("an entry of the load was refused: " + reason);
                });
    Optional<Ledger.Merged> merged = ledger.merge(entry);
    merged.ifPresent(uncommitted::add);
    if (uncommitted.size() == COMMIT_ENTRIES) {
      commit();
    }
    return merged.isPresent();
  }

  void commit() {
    uncommitted.forEach(merged -> store.append(merged.stored()));
    for (Ledger.Merged merged : uncommitted) {
      merged.task().ifPresent(key -> store.live(key, merged.liveEntries()));
    }
    uncommitted.clear();
    ledger.settled();
  }

  /**
   * All entries of a load whose tasks ran are there, and all its tasks are done.
   *
   * @throws IllegalStateException if not
   */
  void requireSettled(int entries) {
    if (store.size() != entries || ledger.openTasks() != 0) {
      throw new IllegalStateException(
          "%d entries were merged and %d are there, %d tasks are open"
              .formatted(entries, store.size(), ledger.openTasks()));
    }
  }

  /** The ledger that is merged into; what is not committed shows too. */
  Ledger ledger() {
    return ledger;
  }
}
