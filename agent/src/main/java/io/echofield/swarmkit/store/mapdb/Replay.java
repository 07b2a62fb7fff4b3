package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.wire.WriteWire;
import java.nio.file.Path;
import java.util.List;

/** Applies batches of the journal to tables. One thread. */
final class Replay implements SegmentReader.Sink {
  private final Path journal;
  private final WriteWire batches;
  private final Tables tables;
  private final Batch.Mistakes mistakes;

  Replay(StoreFolder folder, WriteWire batches, Tables tables, Batch.Mistakes mistakes) {
    this.journal = folder.journal();
    this.batches = batches;
    this.tables = tables;
    this.mistakes = mistakes;
  }

  @Override
  public void batch(long number, byte[] payload) throws StoreException {
    try {
      Batch.of(decode(payload), tables, mistakes).apply(tables, batches);
    } catch (IllegalStateException e) {
      throw new StoreException(
          StoreException.Reason.DAMAGED,
          "batch %d of the journal %s does not fit the ledger: %s"
              .formatted(number, journal, e.getMessage()),
          e);
    }
  }

  @Override
  public boolean readable(byte[] payload) {
    return batches.decode(Bytes.copyOf(payload)).fold(good -> true, reason -> false);
  }

  private List<Write> decode(byte[] payload) {
    return batches
        .decode(Bytes.copyOf(payload))
        .fold(
            good -> good,
            reason -> {
              throw new IllegalStateException(reason);
            });
  }
}
