package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The retained mailbox of one link: segments that a broker or a folder keeps for late readers.
 *
 * <p>Slots 0 to 7 are a ring over the newest entries, by arrival; slots 8 to 15 a window over the
 * oldest ones that nobody on this link has shown to hold. What was heard on this link is in
 * neither: its readers had it from there. A segment is one ENTRIES frame of at most {@value
 * #SEGMENT_BYTES_MAX} bytes before it is compressed. Nothing depends on it: it is a hint that makes
 * a broker alone carry entries between nodes that never meet. One thread.
 */
final class TailRing {
  static final int SEGMENT_BYTES_MAX = 48 * 1_024;
  static final int NEWEST_SLOTS = 8;
  static final int BACKLOG_SLOTS = 8;
  private static final int PAGE_ENTRIES = 512;

  /** A segment spans at most so many arrivals, or looking for what belongs there would be long. */
  private static final long SPAN_MAX = 4_096;

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
   * Segments that changed since the last call, one for a slot, given the last arrival and the first
   * one that is owed.
   *
   * @param heard arrivals that came over this link, as far as they lie above {@link #from} and the
   *     cursor
   */
  List<Segment> refresh(LedgerReader reader, long arrivals, long cursor, SeqRanges heard) {
    Map<Integer, Segment> changed = new TreeMap<>();
    newest(reader, arrivals, heard, changed);
    backlog(reader, cursor, heard, changed);
    return List.copyOf(changed.values());
  }

  /** What came later may be looked at again for the newest ring. */
  long from() {
    return slotFrom;
  }

  private void newest(
      LedgerReader reader, long arrivals, SeqRanges heard, Map<Integer, Segment> changed) {
    while (newestTo < arrivals) {
      Filled filled = fill(reader, slotFrom, arrivals, heard);
      if (filled.entries().isEmpty()) {
        slotFrom = arrivals;
      } else if (filled.last() > newestTo) {
        changed.put(slot, new Segment(slot, filled.entries()));
        slotWritten();
      }
      newestTo = filled.to();
      if (filled.full()) {
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
  private void backlog(
      LedgerReader reader, long cursor, SeqRanges heard, Map<Integer, Segment> changed) {
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
    extend(reader, heard, changed);
  }

  /** Fills up the last segment of the window and adds further ones while there is room. */
  private void extend(LedgerReader reader, SeqRanges heard, Map<Integer, Segment> changed) {
    int index = Math.max(0, backlogSegments - 1);
    long from = lastSegmentFrom;
    while (index < BACKLOG_SLOTS && backlogTo < ringFrom()) {
      Filled filled = fill(reader, from, ringFrom(), heard);
      if (filled.entries().isEmpty()) {
        backlogTo = ringFrom();
        return;
      }
      if (filled.last() > backlogTo) {
        changed.put(NEWEST_SLOTS + index, new Segment(NEWEST_SLOTS + index, filled.entries()));
        lastSegmentFrom = from;
        backlogSegments = index + 1;
      }
      backlogTo = Math.max(backlogTo, filled.to());
      from = filled.to();
      index++;
    }
  }

  /**
   * Entries for one segment.
   *
   * @param to the arrival up to which all are in it that belong there
   * @param full whether it ends there because no more fit
   */
  private record Filled(List<StoredEntry> entries, long to, boolean full) {
    long last() {
      return entries.get(entries.size() - 1).arrival();
    }
  }

  private Filled fill(LedgerReader reader, long after, long to, SeqRanges heard) {
    List<StoredEntry> segment = new ArrayList<>();
    int bytes = 0;
    long last = after;
    while (last < to) {
      List<StoredEntry> page = reader.arrivals(last, PAGE_ENTRIES);
      if (page.isEmpty()) {
        return new Filled(segment, to, false);
      }
      for (StoredEntry entry : page) {
        if (entry.arrival() > to) {
          return new Filled(segment, to, false);
        }
        int cost = packer.costBytes(entry);
        // What no segment holds comes by comparison.
        if (cost <= segmentBytesMax && !heard.contains(entry.arrival())) {
          bytes += cost;
          if (bytes > segmentBytesMax) {
            return new Filled(segment, last, true);
          }
          segment.add(entry);
        }
        last = entry.arrival();
        if (!segment.isEmpty() && last - segment.get(0).arrival() >= SPAN_MAX) {
          return new Filled(segment, last, true);
        }
      }
    }
    return new Filled(segment, to, false);
  }

  /** The entries of a segment as a message; empty if there are none. */
  static Optional<Message> message(Segment segment) {
    List<Entry> entries = new ArrayList<>();
    segment.entries().forEach(stored -> entries.add(stored.entry()));
    return entries.isEmpty() ? Optional.empty() : Optional.of(new Message.Entries(entries));
  }
}
