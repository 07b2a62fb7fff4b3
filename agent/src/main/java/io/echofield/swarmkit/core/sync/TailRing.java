package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The retained mailbox of one link: segments that a broker or a folder keeps for late readers.
 *
 * <p>Slots 0 to 7 are a ring over the newest entries, by arrival; slots 8 to 15 a window over the
 * oldest ones that nobody on this link has shown to hold. A segment is one ENTRIES frame of at most
 * {@value #SEGMENT_BYTES_MAX} bytes. Nothing depends on it: it is a hint that makes a broker alone
 * carry entries between nodes that never meet. One thread.
 */
final class TailRing {
  static final int SEGMENT_BYTES_MAX = 48 * 1_024;
  static final int NEWEST_SLOTS = 8;
  static final int BACKLOG_SLOTS = 8;
  private static final int PAGE_ENTRIES = 512;

  private final Packer packer;
  private final int segmentBytesMax;
  // the newest ring
  private final ArrayDeque<Long> slotStarts = new ArrayDeque<>();
  private int slot;
  private long slotFrom;
  private long newestTo;
  // the backlog window
  private long backlogFrom = -1;
  private long backlogTo = -1;
  private long lastSegmentFrom;
  private int backlogSegments;

  /** A segment to publish. */
  record Segment(int slot, List<StoredEntry> entries) {}

  TailRing(Packer packer, int frameBytesMax, int overheadBytes, long arrivals) {
    this.packer = packer;
    this.segmentBytesMax = Math.min(SEGMENT_BYTES_MAX, frameBytesMax) - overheadBytes;
    this.slotFrom = arrivals;
    this.newestTo = arrivals;
  }

  /**
   * Segments that changed since the last call, given the last arrival and the first one that is
   * owed.
   */
  List<Segment> refresh(LedgerReader reader, long arrivals, long cursor) {
    List<Segment> changed = new ArrayList<>();
    newest(reader, arrivals, changed);
    backlog(reader, cursor, changed);
    return changed;
  }

  private void newest(LedgerReader reader, long arrivals, List<Segment> changed) {
    while (newestTo < arrivals) {
      List<StoredEntry> segment = fill(reader, slotFrom, arrivals);
      if (segment.isEmpty()) {
        newestTo = arrivals;
        return;
      }
      long to = segment.get(segment.size() - 1).arrival();
      if (to > newestTo) {
        changed.add(new Segment(slot, segment));
        newestTo = to;
        slotWritten();
      }
      if (newestTo < arrivals) {
        slot = (slot + 1) % NEWEST_SLOTS;
        slotFrom = newestTo;
      }
    }
  }

  private void slotWritten() {
    if (slotStarts.isEmpty() || slotStarts.getLast() != slotFrom) {
      slotStarts.addLast(slotFrom);
    }
    if (slotStarts.size() > NEWEST_SLOTS) {
      slotStarts.removeFirst();
    }
  }

  /** Everything after this arrival is in the newest ring. */
  private long ringFrom() {
    return slotStarts.isEmpty() ? slotFrom : slotStarts.getFirst();
  }

  /**
   * Covers what is owed and not in the newest ring: begun anew when the entries owed have moved
   * beyond half of the window, longer when the ring has moved on.
   */
  private void backlog(LedgerReader reader, long cursor, List<Segment> changed) {
    if (cursor >= ringFrom()) {
      return;
    }
    boolean inFirstHalf =
        backlogFrom >= 0 && cursor >= backlogFrom && cursor <= (backlogFrom + backlogTo) / 2;
    if (!inFirstHalf) {
      backlogFrom = cursor;
      backlogTo = cursor;
      lastSegmentFrom = cursor;
      backlogSegments = 0;
    }
    extend(reader, changed);
  }

  /** Fills up the last segment of the window and adds further ones while there is room. */
  private void extend(LedgerReader reader, List<Segment> changed) {
    int index = Math.max(0, backlogSegments - 1);
    long from = lastSegmentFrom;
    while (index < BACKLOG_SLOTS && backlogTo < ringFrom()) {
      List<StoredEntry> segment = fill(reader, from, ringFrom());
      long to = segment.isEmpty() ? from : segment.get(segment.size() - 1).arrival();
      if (to > backlogTo) {
        changed.add(new Segment(NEWEST_SLOTS + index, segment));
        lastSegmentFrom = from;
        backlogTo = to;
        backlogSegments = index + 1;
      } else if (to == from) {
        return;
      }
      from = to;
      index++;
    }
  }

  private List<StoredEntry> fill(LedgerReader reader, long after, long to) {
    List<StoredEntry> segment = new ArrayList<>();
    int bytes = 0;
    long last = after;
    while (last < to) {
      List<StoredEntry> page = reader.arrivals(last, PAGE_ENTRIES);
      if (page.isEmpty()) {
        return segment;
      }
      for (StoredEntry entry : page) {
        bytes += packer.costBytes(entry);
        if (bytes > segmentBytesMax || entry.arrival() > to) {
          return segment;
        }
        segment.add(entry);
        last = entry.arrival();
      }
    }
    return segment;
  }

  /** The entries of a segment as a message; empty if there are none. */
  static Optional<Message> message(Segment segment) {
    List<io.echofield.swarmkit.core.ledger.Entry> entries = new ArrayList<>();
    segment.entries().forEach(stored -> entries.add(stored.entry()));
    return entries.isEmpty() ? Optional.empty() : Optional.of(new Message.Entries(entries));
  }
}
