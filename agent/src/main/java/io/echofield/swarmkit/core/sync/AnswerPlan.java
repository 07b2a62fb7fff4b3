package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What others asked for or were found to lack on one link, said after a random wait unless somebody
 * else is heard to say it first.
 *
 * <p>One thread; times are monotonic milliseconds.
 */
final class AnswerPlan implements Duty {
  /** Ranges that wait; when full, further ones are dropped and their asker asks again. */
  static final int RANGES_MAX = 256;

  /** Entries that wait by id; when full, further ones are dropped and asked for again. */
  static final int ITEMS_MAX = 8_192;

  /** Bytes of one answer on a LAN, of entries uncompressed; the asker asks for the rest. */
  static final int LAN_BYTES_MAX = 256 * 1_024;

  /** Frames of one answer by radio; the asker asks for the rest. */
  static final int RADIO_FRAMES_MAX = 8;

  /** Entries from which a frame by radio is packed, in bytes. */
  private static final int RADIO_CHOICE_BYTES = 32_768;

  /** Entries at one seq of which an answer may bring each; of more it brings the first ones. */
  static final int BRANCHES_MAX = 8_192;

  private static final int PAGE_ENTRIES = 256;
  private static final int SAME_PREFIX_MAX = 16;

  private static final Comparator<StoredEntry> BY_LOG =
      Comparator.comparing((StoredEntry stored) -> stored.entry().log())
          .thenComparingLong(stored -> stored.entry().seq());

  private final LinkSession link;
  private final List<Message.Want.LogRange> ranges = new ArrayList<>();

  /** Id prefix to the byte from which the entry is wanted. */
  private final NavigableMap<Bytes, Integer> items = new TreeMap<>();

  private final SortedSet<LogId> signatures = new TreeSet<>();
  private long dueMono = NEVER;
  private long leftBytes;

  AnswerPlan(LinkSession link) {
    this.link = link;
  }

  @Override
  public void linkUp(long nowMono) {
    forget();
  }

  private void forget() {
    ranges.clear();
    items.clear();
    signatures.clear();
    dueMono = NEVER;
  }

  /** Takes a request. */
  void asked(Message.Want want, long nowMono) {
    for (Message.Want.LogRange range : want.logs()) {
      // Beyond what is held here a range would never be over.
      long to = Math.min(range.to(), link.context.ledger().log(range.log()).maxSeq());
      if (range.from() <= to && ranges.size() < RANGES_MAX) {
        Message.Want.LogRange held = new Message.Want.LogRange(range.log(), range.from(), to);
        if (!ranges.contains(held)) {
          ranges.add(held);
        }
      }
    }
    LedgerReader reader = link.context.ledger().reader();
    for (Message.Want.Item item : want.items()) {
      if (items.size() < ITEMS_MAX && !reader.byPrefix(item.id(), 1).isEmpty()) {
        items.put(item.id(), item.offset());
      }
    }
    for (LogId log : want.headSigs()) {
      if (link.context.ledger().log(log).signature().isPresent()) {
        signatures.add(log);
      }
    }
    // What nobody on a LAN has shown to hold is said by nobody else.
    boolean alone = !link.limits.radio() && link.outbox.owes();
    plan(nowMono + (alone ? 0 : link.backoffMillis()));
  }

  /** Entries that somebody was found to lack; {@code mine}: in a conversation with this node. */
  void push(Collection<EntryId> ids, boolean mine, long nowMono) {
    for (EntryId id : ids) {
      if (items.size() < ITEMS_MAX) {
        items.put(id.bytes(), 0);
      }
    }
    plan(nowMono + (mine ? 0 : link.backoffMillis()));
  }

  private void plan(long atMono) {
    if (dueMono == NEVER && !nothing()) {
      dueMono = atMono;
      leftBytes =
          link.limits.radio()
              ? (long) RADIO_FRAMES_MAX * link.limits.frameBytesMax()
              : LAN_BYTES_MAX;
    }
  }

  /** Ranges that wait. */
  int waitingRanges() {
    return ranges.size();
  }

  /** Whether something waits to be said. */
  boolean busy() {
    return dueMono != NEVER;
  }

  private boolean nothing() {
    return ranges.isEmpty() && items.isEmpty() && signatures.isEmpty();
  }

  /** Somebody else sent these on this link: they need not be sent again. */
  void overheard(List<Entry> entries, long nowMono) {
    if (nothing() || entries.isEmpty()) {
      return;
    }
    int before = ranges.size() + items.size();
    boolean answered = overlaps(entries);
    said(entries);
    if (answered || ranges.size() + items.size() < before) {
      leave(nowMono);
    }
  }

  /**
   * Somebody else sent a piece of this entry on this link: whoever sends one sends those after it
   * too.
   */
  void overheard(Entry entry, Message.Frag piece, long nowMono) {
    Bytes whole = entry.canonical();
    int to = piece.offset() + piece.bytes().size();
    boolean genuine =
        piece.total() == whole.size() && whole.slice(piece.offset(), to).equals(piece.bytes());
    if (genuine && piece.offset() == 0) {
      overheard(List.of(entry), nowMono);
    } else if (genuine
        && wanted(entry.id().bytes()).filter(w -> w.getValue() >= piece.offset()).isPresent()) {
      drop(entry.id().bytes());
      leave(nowMono);
    }
  }

  /** Whoever began to answer goes on: wait for the rest, but not all until the same moment. */
  private void leave(long nowMono) {
    dueMono =
        nothing()
            ? NEVER
            : Math.max(dueMono, nowMono + link.backoffMaxMillis() + link.backoffMillis());
  }

  private boolean overlaps(List<Entry> entries) {
    Entry first = entries.get(0);
    return ranges.stream()
        .anyMatch(
            range ->
                range.log().equals(first.log())
                    && range.from() <= first.seq()
                    && first.seq() <= range.to());
  }

  void overheard(LogId signature) {
    signatures.remove(signature);
    dueMono = nothing() ? NEVER : dueMono;
  }

  /** These need not be sent any more. */
  private void said(List<Entry> entries) {
    int from = 0;
    for (int i = 1; i <= entries.size(); i++) {
      boolean goesOn =
          i < entries.size()
              && entries.get(i).log().equals(entries.get(i - 1).log())
              && entries.get(i).seq() == entries.get(i - 1).seq() + 1;
      if (!goesOn) {
        saidRun(entries.subList(from, i));
        from = i;
      }
    }
    if (!items.isEmpty()) {
      entries.forEach(entry -> drop(entry.id().bytes()));
    }
  }

  /** Entries of one log whose seqs follow each other. */
  private void saidRun(List<Entry> run) {
    LogId log = run.get(0).log();
    long from = run.get(0).seq();
    long to = run.get(run.size() - 1).seq();
    boolean wanted = ranges.stream().anyMatch(range -> touches(range, log, from, to));
    if (wanted) {
      cut(log, from, to);
      LogState state = link.context.ledger().log(log);
      if (state.count() > state.held().countTo(state.maxSeq())) {
        keepBranches(run, from, to);
      }
    }
  }

  /** Another entry of the same log and seq was not said with it: it is still wanted, by its id. */
  private void keepBranches(List<Entry> said, long from, long to) {
    LogId log = said.get(0).log();
    SortedSet<Bytes> ids = new TreeSet<>();
    said.forEach(entry -> ids.add(entry.id().bytes()));
    int most = said.size() + PAGE_ENTRIES;
    for (StoredEntry held : link.context.ledger().reader().log(log, from, to, most)) {
      if (!ids.contains(held.entry().id().bytes()) && items.size() < ITEMS_MAX) {
        items.putIfAbsent(held.entry().id().bytes(), 0);
      }
    }
  }

  private void drop(Bytes id) {
    wanted(id).ifPresent(item -> items.remove(item.getKey()));
  }

  private Optional<Map.Entry<Bytes, Integer>> wanted(Bytes id) {
    return Optional.ofNullable(items.floorEntry(id)).filter(item -> id.startsWith(item.getKey()));
  }

  /** Takes a run of seqs out of the ranges. */
  private void cut(LogId log, long from, long to) {
    List<Message.Want.LogRange> left = new ArrayList<>();
    for (Message.Want.LogRange range : ranges) {
      if (!touches(range, log, from, to)) {
        left.add(range);
      } else {
        if (from > range.from()) {
          left.add(new Message.Want.LogRange(log, range.from(), from - 1));
        }
        if (to < range.to()) {
          left.add(new Message.Want.LogRange(log, to + 1, range.to()));
        }
      }
    }
    ranges.clear();
    // Each cut may leave two of one: what is too many is asked for again.
    ranges.addAll(left.subList(0, Math.min(RANGES_MAX, left.size())));
  }

  private static boolean touches(Message.Want.LogRange range, LogId log, long from, long to) {
    return range.log().equals(log) && to >= range.from() && from <= range.to();
  }

  @Override
  public long dueMono() {
    return dueMono;
  }

  @Override
  public void perform(long nowMono) {
    boolean radio = link.limits.radio();
    if (radio && sayRest(nowMono)) {
      if (leftBytes <= 0 || nothing()) {
        end(nowMono);
      }
      return;
    }
    SortedMap<Long, StoredEntry> chosen = new TreeMap<>();
    // By radio far more than the one frame that is said, so that it is of runs of one log.
    long budget = radio ? RADIO_CHOICE_BYTES : leftBytes;
    takeRanges(takeItems(budget, chosen, nowMono), chosen, nowMono);
    List<StoredEntry> entries = new ArrayList<>(chosen.values());
    entries.sort(BY_LOG);
    List<Packer.Unit> units = link.packer.pack(entries);
    if (radio && !units.isEmpty()) {
      units = units.subList(0, 1);
      leftBytes -= (long) units.get(0).frames().size() * link.limits.frameBytesMax();
    }
    for (Packer.Unit unit : units) {
      unit.frames().forEach(frame -> link.send(Channel.DELTA, 0, frame, nowMono));
      said(unit.entries());
    }
    if (!radio && !chosen.isEmpty()) {
      link.outbox.handedOver(SeqRanges.ofAscending(chosen.keySet()), nowMono);
    }
    if (!radio || units.isEmpty() || leftBytes <= 0 || nothing()) {
      end(nowMono);
    }
  }

  private void end(long nowMono) {
    signatures.forEach(log -> link.signatures.signed(log, nowMono));
    forget();
  }

  /** By radio the rest of one entry is a turn of its own; whether there was one. */
  private boolean sayRest(long nowMono) {
    Optional<Bytes> rest =
        items.entrySet().stream().filter(i -> i.getValue() > 0).map(Map.Entry::getKey).findFirst();
    if (rest.isPresent()) {
      int offset = items.remove(rest.get());
      List<StoredEntry> held = link.context.ledger().reader().byPrefix(rest.get(), SAME_PREFIX_MAX);
      for (StoredEntry stored : held) {
        leftBytes -= sendPieces(stored.entry(), offset, nowMono);
      }
    }
    return rest.isPresent();
  }

  /** Adds entries that are wanted by id; returns the bytes left, 0 or less if not all went. */
  private long takeItems(long budget, SortedMap<Long, StoredEntry> chosen, long nowMono) {
    LedgerReader reader = link.context.ledger().reader();
    long left = budget;
    List<Bytes> pieces = new ArrayList<>();
    for (Map.Entry<Bytes, Integer> item : items.entrySet()) {
      List<StoredEntry> held = reader.byPrefix(item.getKey(), SAME_PREFIX_MAX);
      if (item.getValue() > 0) {
        pieces.add(item.getKey());
        for (StoredEntry stored : held) {
          int bytes = sendPieces(stored.entry(), item.getValue(), nowMono);
          leftBytes -= bytes;
          left -= bytes;
        }
        left = Math.min(left, leftBytes);
      } else {
        left = add(held, left, chosen, nowMono);
      }
      if (left <= 0) {
        break;
      }
    }
    pieces.forEach(items::remove);
    return left;
  }

  /** Adds entries as long as they fit, and one in any case; not what comes without asking. */
  private long add(
      List<StoredEntry> entries, long bytes, SortedMap<Long, StoredEntry> chosen, long nowMono) {
    long left = bytes;
    for (StoredEntry stored : entries) {
      if (link.outbox.onItsWay(stored, nowMono)) {
        continue;
      }
      left -= link.packer.costBytes(stored);
      if (left <= 0 && !chosen.isEmpty()) {
        return left;
      }
      chosen.put(stored.arrival(), stored);
    }
    return left;
  }

  /** The rest of a large entry; the bytes of its frames at most. */
  private int sendPieces(Entry entry, int offset, long nowMono) {
    int bytes = 0;
    for (Message.Frag piece : link.packer.pieces(entry, offset)) {
      link.send(Channel.DELTA, 0, piece, nowMono);
      bytes += link.context.codec().fragOverheadBytes() + piece.bytes().size();
    }
    return bytes;
  }

  private void takeRanges(long budget, SortedMap<Long, StoredEntry> chosen, long nowMono) {
    long left = budget;
    for (Message.Want.LogRange range : ranges) {
      if (left <= 0) {
        return;
      }
      left = fill(range, left, chosen, nowMono);
    }
  }

  /**
   * Adds what fits of a range, read page by page; returns the bytes left, 0 or less if not all
   * went.
   */
  private long fill(
      Message.Want.LogRange range, long bytes, SortedMap<Long, StoredEntry> chosen, long nowMono) {
    long left = bytes;
    long from = range.from();
    while (from <= range.to() && left > 0) {
      List<StoredEntry> page =
          link.context.ledger().reader().log(range.log(), from, range.to(), PAGE_ENTRIES);
      boolean full = page.size() == PAGE_ENTRIES;
      long last = full ? page.get(page.size() - 1).entry().seq() : range.to();
      // A full page may end between the branches of its last seq: that seq begins the next page.
      long next = full && last > from ? last : last + 1;
      if (full && last == from) {
        page = anyBranches(range.log(), from);
      }
      left = add(page.stream().filter(e -> e.entry().seq() < next).toList(), left, chosen, nowMono);
      from = next;
    }
    return left;
  }

  /** A page of the entries at one seq, from any of them on: each comes in one answer or another. */
  private List<StoredEntry> anyBranches(LogId log, long seq) {
    List<StoredEntry> all =
        new ArrayList<>(link.context.ledger().reader().log(log, seq, seq, BRANCHES_MAX));
    Collections.rotate(all, link.context.random().nextInt(all.size()));
    return all.subList(0, PAGE_ENTRIES);
  }
}
