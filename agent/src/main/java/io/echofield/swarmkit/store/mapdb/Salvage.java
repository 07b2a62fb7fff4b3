package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.wire.WriteWire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes every undamaged entry out of runs that were put aside, whatever became of their structure,
 * and out of the journal, and stores those that are missing as new arrivals. May be done again.
 */
final class Salvage {
  private static final int BATCH_ENTRIES = 256;

  /** Pieces overlap by more than an entry takes, so that none is cut by their border. */
  private static final int OVERLAP_BYTES = 2_048;

  /** What a disk gives or refuses as a whole. */
  private static final int BLOCK_BYTES = 4_096;

  private final Tables tables;
  private final LostParts.Committer committer;
  private final List<StoredEntry> found = new ArrayList<>();
  private long stored;

  private Salvage(Tables tables, LostParts.Committer committer) {
    this.tables = tables;
    this.committer = committer;
  }

  /** How many entries came back. */
  static long from(
      StoreFolder folder, Tables tables, EntryCodec codec, LostParts.Committer committer)
      throws IOException, StoreException {
    Salvage salvage = new Salvage(tables, committer);
    RunFiles files = new RunFiles(folder);
    for (Path aside : files.putAside()) {
      salvage.read(files.disk(), aside, codec);
    }
    for (Path segment : Journal.segments(folder)) {
      salvage.readSegment(folder.disk(), segment, new WriteWire(codec));
    }
    return salvage.stored;
  }

  /** What a run lost may still be in the journal, though not all that the run had. */
  private void readSegment(Disk disk, Path segment, WriteWire batches)
      throws IOException, StoreException {
    boolean unused =
        SegmentReader.readAround(
            disk,
            segment,
            Long.MAX_VALUE,
            new Rot(disk, false, flipped -> {}),
            (number, payload) ->
                batches
                    .decode(Bytes.copyOf(payload))
                    .fold(writes -> writes, reason -> List.<Write>of())
                    .forEach(
                        write -> {
                          if (write instanceof Write.Append append) {
                            found.add(append.stored());
                          }
                        }));
    store();
  }

  private void read(Disk disk, Path aside, EntryCodec codec) throws IOException, StoreException {
    byte[] piece = new byte[Seal.PIECE_BYTES + OVERLAP_BYTES];
    try (DiskFile file = disk.openToRead(aside)) {
      long bytes = file.length();
      for (long at = 0; at < bytes; at += Seal.PIECE_BYTES) {
        int length = (int) Math.min(piece.length, bytes - at);
        readWhatCanBeRead(file, at, piece, length);
        int unused = EntryValue.salvage(piece, length, codec, found::add);
        store();
      }
    }
  }

  /** Zeros stand for blocks that the disk does not give. */
  private static void readWhatCanBeRead(DiskFile file, long at, byte[] piece, int length) {
    for (int block = 0; block < length; block += BLOCK_BYTES) {
      int bytes = Math.min(BLOCK_BYTES, length - block);
      try {
        file.read(at + block, piece, block, bytes);
      } catch (IOException e) {
        Arrays.fill(piece, block, block + bytes, (byte) 0);
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
