package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.wire.WriteWire;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes a ledger that can be believed from what is in the folder: a chain of good runs from the
 * first batch on, then every later batch of the journal. There is one way to open, whatever ended
 * the store before.
 */
final class Recovery {
  private final StoreFolder folder;
  private final StoreSettings settings;
  private final EntryCodec entries;
  private final WriteWire batches;
  private final Consumer<String> notices;
  private final Rot rot;
  private final RunChain chain;

  Recovery(
      StoreFolder folder,
      StoreSettings settings,
      EntryCodec entries,
      WriteWire batches,
      Consumer<String> notices) {
    this.folder = folder;
    this.settings = settings;
    this.entries = entries;
    this.batches = batches;
    this.notices = notices;
    this.rot = new Rot(folder.disk(), true, notices);
    this.chain = new RunChain(folder, entries, batches, rot, notices);
  }

  /**
   * A ledger and the journal that goes on from it.
   *
   * @param flushed the last batch that is in a run, or missing
   * @param holes batches that are missing; what follows from that is not settled yet
   */
  record Recovered(Tables tables, Journal journal, long flushed, List<Span> holes) {}

  Recovered recover() throws IOException, StoreException {
    boolean begun = FormatMark.isSet(folder);
    if (begun) {
      FormatMark.check(folder, rot);
    }
    try {
      chain.build();
      holeBeforeJournal(begun);
      chain.clearUnsealed();
      Tables tables = new Tables(new LayeredCells(new Memtable(), chain.runs()), entries);
      long flushed = chain.next() - 1;
      Journal journal =
          Journal.open(
              folder,
              settings,
              flushed,
              new Replay(folder, batches, tables, chain.mistakes()),
              tables::lastArrival,
              notices);
      if (!begun) {
        FormatMark.set(folder);
      }
      return new Recovered(tables, journal, flushed, List.copyOf(chain.holes()));
    } catch (IOException | StoreException | RuntimeException | Error e) {
      chain.close();
      throw e;
    }
  }

  /**
   * Batches between the runs and the journal are missing too. A journal that is gone as a whole
   * leaves no number: one is left out, so that the loss is known until it is settled.
   */
  private void holeBeforeJournal(boolean begun) throws IOException {
    long first = Journal.firstBatch(folder);
    if (first == 0 && begun) {
      chain.missingUntil(chain.next() + 1);
    } else if (first > chain.next()) {
      chain.missingUntil(first);
    }
    if (!chain.holes().isEmpty()) {
      notices.accept(
          "parts of the ledger in %s are lost, batches %s: peers send again what they have; see echofield ledger repair"
              .formatted(
                  folder.root(),
                  chain.holes().stream()
                      .map(hole -> hole.first() + " to " + hole.last())
                      .collect(Collectors.joining(", "))));
    }
  }
}
