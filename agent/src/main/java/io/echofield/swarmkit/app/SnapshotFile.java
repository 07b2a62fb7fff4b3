package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.security.Ed25519Verifier;
import io.echofield.swarmkit.store.mapdb.Progress;
import io.echofield.swarmkit.store.mapdb.StoreView;
import io.echofield.swarmkit.wire.BundleManifest;
import io.echofield.swarmkit.wire.BundleReader;
import io.echofield.swarmkit.wire.BundleWriter;
import io.echofield.swarmkit.wire.EntryWire;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The whole ledger as one file: a bundle with every entry and the head signatures of all logs,
 * signed by the node that made it. It has nothing of the node itself: no keys, no counters.
 */
final class SnapshotFile {
  private static final int PAGE_ENTRIES = 512;

  /** Items of one HEADS record: well below the cap of a record. */
  private static final int HEADS_ITEMS = 512;

  private final Path file;
  private final Identity identity;
  private final Progress progress;

  SnapshotFile(Path file, Identity identity, Progress progress) {
    this.file = file;
    this.identity = identity;
    this.progress = progress;
  }

  /** Whether a file begins as a snapshot does; an empty one may be written over too. */
  static boolean isOne(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(BundleReader.MAGIC_BYTES);
      return first.length == 0 || BundleReader.isBundle(first);
    }
  }

  /**
   * Writes the file whole or not at all, durably, over what was there.
   *
   * @return how many entries are in it
   */
  long write(StoreView view) throws IOException {
    Path target = file.toAbsolutePath();
    Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
    boolean whole = false;
    try {
      long entries;
      try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        entries = write(view, buffered);
        buffered.flush();
        out.getFD().sync();
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      whole = true;
      try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
      return entries;
    } finally {
      if (!whole) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  private long write(StoreView view, OutputStream out) throws IOException {
    Restored restored = view.restored();
    long total = restored.logs().stream().mapToLong(LogState::count).sum();
    Author maker = identity.signer().author();
    BundleManifest manifest =
        new BundleManifest(maker, HybridTime.ofWall(System.currentTimeMillis()), total);
    BundleWriter bundle =
        new BundleWriter(
            out, identity.hash(), identity.swarm().swarmId(), identity.signer(), manifest);
    heads(bundle, restored.logs());
    long written = 0;
    List<StoredEntry> page = view.reader().arrivals(0, PAGE_ENTRIES);
    while (!page.isEmpty()) {
      for (StoredEntry stored : page) {
        bundle.entry(stored.entry());
        written++;
      }
      progress.at("writing entries", written, total);
      page = view.reader().arrivals(page.get(page.size() - 1).arrival(), PAGE_ENTRIES);
    }
    if (written != total) {
      throw new IOException(
          "the logs have %d entries but %d were found: echofield ledger verify"
              .formatted(total, written));
    }
    bundle.end();
    return written;
  }

  private static void heads(BundleWriter bundle, List<LogState> states) throws IOException {
    List<LogState> logs = states.stream().sorted(Comparator.comparing(LogState::log)).toList();
    int parts = Math.max(1, (logs.size() + HEADS_ITEMS - 1) / HEADS_ITEMS);
    for (int part = 0; part < parts; part++) {
      List<Message.Heads.Item> items = new ArrayList<>();
      int from = part * HEADS_ITEMS;
      int to = Math.min(logs.size(), from + HEADS_ITEMS);
      for (LogState log : logs.subList(from, to)) {
        items.add(
            new Message.Heads.Item(
                log.log(), log.maxSeq(), log.count(), log.sum(), log.signedSeq()));
      }
      Bytes lower = part == 0 ? Bytes.EMPTY : logs.get(from).log().key();
      Bytes upper = to == logs.size() ? Bytes.EMPTY : logs.get(to).log().key();
      bundle.heads(new Message.Heads(items, new Message.Stamp(0, 0), lower, upper, false));
    }
    for (LogState log : logs) {
      if (log.signature().isPresent()) {
        bundle.proof(log.signature().get());
      }
    }
  }

  /** Takes what is in a snapshot, piece by piece. */
  interface Taker {
    void take(List<Entry> entries, List<HeadSig> proofs);
  }

  /**
   * Reads the file as far as it is good.
   *
   * @return what a person should know about it, a sentence each; empty if all is well
   */
  List<String> read(Taker taker) throws IOException {
    Reading reading = new Reading(taker);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      BundleReader bundle =
          new BundleReader(in, identity.swarm().swarmId(), new EntryWire(identity.hash()));
      return reading.end(bundle.read(reading));
    }
  }

  private final class Reading implements BundleReader.Visitor {
    private final Taker taker;
    private BundleManifest manifest =
        new BundleManifest(identity.signer().author(), HybridTime.ZERO, 0);
    private long taken;

    Reading(Taker taker) {
      this.taker = taker;
    }

    @Override
    public void manifest(BundleManifest first) {
      manifest = first;
    }

    @Override
    public void proof(HeadSig proof) {
      taker.take(List.of(), List.of(proof));
    }

    @Override
    public void entries(List<Entry> entries) {
      taker.take(entries, List.of());
      taken += entries.size();
      progress.at("taking entries", taken, manifest.entries());
    }

    List<String> end(BundleReader.End end) {
      List<String> notes = new ArrayList<>();
      if (end instanceof BundleReader.Broken broken) {
        notes.add(
            "%s is damaged at byte %d: %s; %d entries were taken before it"
                .formatted(file, broken.offset(), broken.reason(), taken));
      } else if (end instanceof BundleReader.Whole whole
          && manifest.maker().equals(identity.signer().author())
          && !genuine(whole)) {
        notes.add(file + " has a signature that is not this node's");
      }
      return notes;
    }

    private boolean genuine(BundleReader.Whole whole) {
      Bytes input = identity.hash().bundleSignInput(whole.sha256());
      return new Ed25519Verifier().verify(identity.signer().publicKey(), input, whole.signature());
    }
  }
}
