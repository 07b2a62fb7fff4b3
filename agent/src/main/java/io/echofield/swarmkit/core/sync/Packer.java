package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs entries into as few frames as fit the link: runs of one log as DELTA, what is scattered as
 * ENTRIES, an entry that is larger than a frame in pieces. Pure.
 */
final class Packer {
  /**
   * A run shorter than this is cheaper inside a shared ENTRIES frame than in a DELTA frame of its
   * own.
   */
  private static final int RUN_MIN = 3;

  private final FrameCodec codec;
  private final int frameBytesMax;

  Packer(FrameCodec codec, int frameBytesMax) {
    this.codec = codec;
    this.frameBytesMax = frameBytesMax;
  }

  /** Frames that belong together, and the entries that they carry. */
  record Unit(List<Message> frames, List<Entry> entries) {}

  /**
   * Frames that carry all of the entries, none larger than the link allows, in the order given
   * within each log.
   */
  List<Unit> pack(List<StoredEntry> entries) {
    List<Unit> units = new ArrayList<>();
    List<Entry> scattered = new ArrayList<>();
    int index = 0;
    while (index < entries.size()) {
      int end = runEnd(entries, index);
      List<Entry> run = new ArrayList<>();
      for (int i = index; i < end; i++) {
        run.add(entries.get(i).entry());
      }
      if (run.size() >= RUN_MIN) {
        splitRun(run).forEach(part -> units.add(unit(part, new Message.Delta(part))));
      } else {
        scattered.addAll(run);
      }
      index = end;
    }
    split(scattered).forEach(part -> units.add(unit(part, new Message.Entries(part))));
    return units;
  }

  private Unit unit(List<Entry> part, Message whole) {
    Entry first = part.get(0);
    boolean fits =
        part.size() > 1
            || codec.overheadBytes() + codec.entryBytes(first.canonical().size()) <= frameBytesMax;
    return new Unit(fits ? List.of(whole) : List.copyOf(pieces(first, 0)), part);
  }

  /** A large entry from a byte on in pieces, each of which fits a frame. */
  List<Message.Frag> pieces(Entry entry, int offset) {
    return Fragments.cut(entry, offset, codec, frameBytesMax);
  }

  /** Bytes that a frame with this one entry takes at most. */
  int costBytes(StoredEntry entry) {
    return codec.entryBytes(entry.entry().canonical().size());
  }

  /** The same of all of these. */
  int costBytes(List<Entry> entries) {
    int bytes = 0;
    for (Entry entry : entries) {
      bytes += codec.entryBytes(entry.canonical().size());
    }
    return bytes;
  }

  private static int runEnd(List<StoredEntry> entries, int start) {
    int end = start + 1;
    while (end < entries.size()
        && follows(entries.get(end - 1).entry(), entries.get(end).entry())) {
      end++;
    }
    return end;
  }

  private static boolean follows(Entry a, Entry b) {
    return a.log().equals(b.log()) && b.seq() == a.seq() + 1;
  }

  private List<List<Entry>> splitRun(List<Entry> run) {
    List<List<Entry>> parts = new ArrayList<>();
    int from = 0;
    while (from < run.size()) {
      int to = from + codec.deltaFits(run.subList(from, run.size()), frameBytesMax);
      parts.add(List.copyOf(run.subList(from, to)));
      from = to;
    }
    return parts;
  }

  private List<List<Entry>> split(List<Entry> entries) {
    List<List<Entry>> parts = new ArrayList<>();
    List<Entry> part = new ArrayList<>();
    int bytes = codec.overheadBytes();
    for (Entry entry : entries) {
      int cost = codec.entryBytes(entry.canonical().size());
      if (!part.isEmpty() && bytes + cost > frameBytesMax) {
        parts.add(part);
        part = new ArrayList<>();
        bytes = codec.overheadBytes();
      }
      part.add(entry);
      bytes += cost;
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }
}
