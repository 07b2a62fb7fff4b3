package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.ledger.LiveIndex;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.sync.Message.Ranges.Content;
import io.echofield.swarmkit.core.sync.Message.Ranges.Range;
import io.echofield.swarmkit.core.sync.Message.Ranges.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What this node says to a description of a space by ranges: a description of its own where the two
 * differ, what it lacks, and what the other lacks.
 *
 * <p>A function of the description and of what is held, and nothing else: any node can answer any
 * description, and what is lost on the way begins again with the next beacon. One thread.
 */
final class RangesAnswer {
  /** A range with at most this many records is listed instead of split. */
  static final int LEAF = 8;

  static final int LAN_FANOUT = 8;
  static final int RADIO_FANOUT = 4;

  /** Ranges of an opening by radio, the newest ones: so many fit a frame of 200 bytes. */
  static final int RADIO_OPENING_RANGES_MAX = 10;

  /** From so many records on, an opening on a LAN cuts its old end finely too. */
  static final int FINE_MIN = 4_096;

  /** Entries pushed because of one description; more come when the next one asks again. */
  static final int PUSHES_MAX = 4_096;

  /** Whole ids in one range: three of them fit a frame of 200 bytes. */
  private static final int WHOLE_IDS_MAX = 3;

  /** A part of the key space: lower bound inclusive, upper exclusive, empty at its ends. */
  record Span(Bytes lower, Bytes upper) {}

  // fixed
  private final SyncContext context;
  private final Space space;
  private final FingerprintTree own;
  private final long salt;
  private final int fanout;
  // the answer
  private final List<Range> ranges = new ArrayList<>();
  private final SortedSet<Bytes> wants = new TreeSet<>();
  private final SortedSet<EntryId> pushes = new TreeSet<>();
  private final List<Span> tells = new ArrayList<>();

  private RangesAnswer(
      SyncContext context, Space space, FingerprintTree own, long salt, int fanout) {
    this.context = context;
    this.space = space;
    this.own = own;
    this.salt = salt;
    this.fanout = fanout;
  }

  /**
   * The answer to a beacon that differs: the whole space, cut ever finer towards its end, where the
   * newest entries are.
   */
  static RangesAnswer opening(
      SyncContext context, Space space, FingerprintTree own, long salt, int fanout) {
    RangesAnswer answer = new RangesAnswer(context, space, own, salt, fanout);
    if (own.count() <= LEAF) {
      answer.describe(Bytes.EMPTY, Bytes.EMPTY, own.count());
    } else {
      answer.cut(Bytes.EMPTY, Bytes.EMPTY, answer.openingBounds());
    }
    return answer;
  }

  /** The answer to a description. */
  static RangesAnswer to(
      SyncContext context, Message.Ranges theirs, FingerprintTree own, int fanout) {
    RangesAnswer answer = new RangesAnswer(context, theirs.space(), own, theirs.salt(), fanout);
    Bytes lower = Bytes.EMPTY;
    for (Range range : theirs.ranges()) {
      answer.take(lower, range);
      lower = range.upper();
    }
    return answer;
  }

  /** What to say of the space; empty if there is nothing to say. */
  List<Range> ranges() {
    boolean silent = ranges.stream().allMatch(range -> range.content() instanceof Content.Skip);
    return silent ? List.of() : ranges;
  }

  /** Id prefixes of entries that the other lists and this node lacks. */
  List<Bytes> wants() {
    return new ArrayList<>(wants);
  }

  /** Entries that the other lacks. */
  SortedSet<EntryId> pushes() {
    return pushes;
  }

  /** Parts of HEADS of which the other is to be told every log. */
  List<Span> tells() {
    return tells;
  }

  private List<Bytes> openingBounds() {
    if (space == Space.HEADS) {
      // HEADS are ordered by author: no end of that space is newer than another.
      return own.evenBounds(Bytes.EMPTY, Bytes.EMPTY, fanout);
    }
    List<Bytes> recent = own.recentBounds(Bytes.EMPTY, Bytes.EMPTY, LEAF);
    if (fanout == RADIO_FANOUT) {
      int spared = Math.max(0, recent.size() + 1 - RADIO_OPENING_RANGES_MAX);
      return recent.subList(spared, recent.size());
    }
    return own.count() < FINE_MIN ? recent : fine(recent);
  }

  /** Cuts the oldest parts too: 1/2 in 8, 1/4 in 4, 1/8 in 2, which saves a message each way. */
  private List<Bytes> fine(List<Bytes> recent) {
    List<Bytes> bounds = new ArrayList<>();
    Bytes from = Bytes.EMPTY;
    int parts = fanout;
    for (Bytes bound : recent) {
      if (parts > 1) {
        bounds.addAll(own.evenBounds(from, bound, parts));
      }
      bounds.add(bound);
      from = bound;
      parts /= 2;
    }
    return bounds;
  }

  private void take(Bytes lower, Range range) {
    Bytes upper = range.upper();
    Content content = range.content();
    if (content instanceof Content.Fingerprint fingerprint) {
      compare(lower, upper, fingerprint.bits());
    } else if (content instanceof Content.Items items) {
      compare(lower, upper, items.ids());
    } else {
      if (content instanceof Content.Empty) {
        fill(lower, upper);
      }
      skip(upper);
    }
  }

  private void compare(Bytes lower, Bytes upper, long theirs) {
    FingerprintTree.Summary held = own.summary(lower, upper);
    if (context.fingerprint(space, salt, held) == theirs) {
      skip(upper);
    } else if (held.count() <= LEAF) {
      describe(lower, upper, held.count());
    } else {
      cut(lower, upper, own.evenBounds(lower, upper, fanout));
    }
  }

  /** Says of a small range what is in it. */
  private void describe(Bytes lower, Bytes upper, long count) {
    if (count == 0) {
      ranges.add(new Range(upper, new Content.Empty()));
    } else if (space == Space.HEADS) {
      tell(lower, upper);
      skip(upper);
    } else {
      list(lower, upper);
    }
  }

  private void list(Bytes lower, Bytes upper) {
    ranges.add(new Range(upper, items(lower, upper, EntryId.PREFIX_BYTES)));
  }

  /** Whole ids, few in a range, so that a range fits the smallest frame. */
  private void listWholeIds(Bytes lower, Bytes upper, long count) {
    Bytes from = lower;
    for (long index = WHOLE_IDS_MAX; index < count; index += WHOLE_IDS_MAX) {
      Bytes bound = own.boundAt(lower, upper, index);
      ranges.add(new Range(bound, items(from, bound, EntryId.BYTES)));
      from = bound;
    }
    ranges.add(new Range(upper, items(from, upper, EntryId.BYTES)));
  }

  private Content items(Bytes lower, Bytes upper, int idBytes) {
    List<Bytes> ids = new ArrayList<>();
    for (Bytes record : own.records(lower, upper, Integer.MAX_VALUE)) {
      ids.add(LiveIndex.id(record).bytes().slice(0, idBytes));
    }
    return new Content.Items(ids);
  }

  private void cut(Bytes lower, Bytes upper, List<Bytes> bounds) {
    Bytes from = lower;
    for (Bytes bound : bounds) {
      fingerprint(from, bound);
      from = bound;
    }
    fingerprint(from, upper);
  }

  private void fingerprint(Bytes from, Bytes to) {
    long bits = context.fingerprint(space, salt, own.summary(from, to));
    ranges.add(new Range(to, new Content.Fingerprint(bits)));
  }

  /** The other lists what it holds. */
  private void compare(Bytes lower, Bytes upper, List<Bytes> theirs) {
    if (space == Space.HEADS) {
      // logs are told by HEADS, never listed
      skip(upper);
      return;
    }
    SortedSet<Bytes> listed = new TreeSet<>(theirs);
    int idBytes = theirs.isEmpty() ? EntryId.PREFIX_BYTES : theirs.get(0).size();
    boolean same = true;
    for (Bytes record : own.records(lower, upper, PUSHES_MAX)) {
      EntryId id = LiveIndex.id(record);
      if (!listed.remove(id.bytes().slice(0, idBytes))) {
        push(id);
        same = false;
      }
    }
    listed.forEach(this::lacking);
    if (same && listed.isEmpty() && idBytes < EntryId.BYTES && !theirs.isEmpty()) {
      // Unequal fingerprints over equal short ids: two ids share a prefix.
      listWholeIds(lower, upper, own.summary(lower, upper).count());
    } else {
      skip(upper);
    }
  }

  /** The other lists an id that is not LIVE here: it is unknown, or it has lost. */
  private void lacking(Bytes prefix) {
    List<StoredEntry> known = context.ledger().reader().byPrefix(prefix, 2);
    if (known.isEmpty()) {
      wants.add(prefix);
    }
    for (StoredEntry loser : known) {
      loser
          .entry()
          .key()
          .ifPresent(
              key -> context.ledger().reader().live(key).forEach(live -> push(live.entry().id())));
    }
  }

  /** The other holds nothing there. */
  private void fill(Bytes lower, Bytes upper) {
    if (space == Space.HEADS) {
      tell(lower, upper);
    } else {
      own.records(lower, upper, PUSHES_MAX).forEach(record -> push(LiveIndex.id(record)));
    }
  }

  /** HEADS name bounds by keys of logs: within longer ones all logs are told that may lie there. */
  private void tell(Bytes lower, Bytes upper) {
    tells.add(new Span(lower.slice(0, Math.min(lower.size(), LogId.KEY_BYTES)), keyAbove(upper)));
  }

  /** The least bound of a key's length or less that is not below this one. */
  private static Bytes keyAbove(Bytes bound) {
    if (bound.size() <= LogId.KEY_BYTES) {
      return bound;
    }
    byte[] key = bound.slice(0, LogId.KEY_BYTES).toArray();
    for (int i = key.length - 1; i >= 0; i--) {
      key[i]++;
      if (key[i] != 0) {
        return Bytes.copyOf(key);
      }
    }
    return Bytes.EMPTY;
  }

  private void push(EntryId id) {
    if (pushes.size() < PUSHES_MAX) {
      pushes.add(id);
    }
  }

  private void skip(Bytes upper) {
    int last = ranges.size() - 1;
    if (last >= 0 && ranges.get(last).content() instanceof Content.Skip) {
      ranges.remove(last);
    }
    ranges.add(new Range(upper, new Content.Skip()));
  }
}
