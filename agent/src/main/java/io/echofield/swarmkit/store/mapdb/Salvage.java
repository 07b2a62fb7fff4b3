package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes every undamaged entry out of runs that were put aside, whatever became of their structure,
 * and stores those that are missing as new arrivals. May be done again.
 */
final class Salvage {
  private static final int BATCH_ENTRIES = 256;

  /** Pieces overlap by more than an entry takes, so that none is cut by their border. */
  private static final int OVERLAP_BYTES = 2_048;

  private final Tables tables;
  private final LostParts.Committer committer;
  private final List<StoredEntry> found = new ArrayList<>();
  private long stored;

  private Salvage(Tables tables, LostParts.Committer committer) {
    this.tables = tables;
    this.committer = committer;
  }

  /** How many entries came back. */
  static long from(RunFiles files, Tables tables, EntryCodec codec, LostParts.Committer committer)
      throws IOException, StoreException {
    Salvage salvage = new Salvage(tables, committer);
    for (Path aside : files.putAside()) {
      salvage.read(files.disk(), aside, codec);
    }
    return salvage.stored;
  }

  private void read(Disk disk, Path aside, EntryCodec codec) throws IOException, StoreException {
    byte[] piece = new byte[Seal.PIECE_BYTES + OVERLAP_BYTES];
    try (DiskFile file = disk.openToRead(aside)) {
      long bytes = file.length();
      for (long at = 0; at < bytes; at += Seal.PIECE_BYTES) {
        int length = (int) Math.min(piece.length, bytes - at);
        file.read(at, piece, 0, length);
        int unused = EntryValue.salvage(piece, length, codec, found::add);
        store();
      }
    }
  }

  private void store() throws StoreException {
    Map<EntryId, StoredEntry> fresh = new LinkedHashMap<>();
    for (StoredEntry entry : found) {
      if (tables.arrivalOf(entry.entry().id()) == 0) {
        fresh.putIfAbsent(entry.entry().id(), entry);
      }
    }
    found.clear();
    List<Write> batch = new ArrayList<>();
    long arrival = tables.lastArrival();
    for (StoredEntry entry : fresh.values()) {
      arrival++;
      batch.add(new Write.Append(new StoredEntry(entry.entry(), arrival, entry.proven())));
      stored++;
      if (batch.size() == BATCH_ENTRIES) {
        committer.commit(batch);
        batch = new ArrayList<>();
      }
    }
    if (!batch.isEmpty()) {
      committer.commit(batch);
    }
  }
}
