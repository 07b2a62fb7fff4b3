package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What others asked for or were found to lack on one link, said after a random wait unless somebody
 * else is heard to say it first.
 *
 * <p>One thread; times are monotonic milliseconds.
 */
final class AnswerPlan implements Duty {
  /** Bytes of one answer on a LAN, of entries uncompressed; the asker asks for the rest. */
  static final int LAN_BYTES_MAX = 256 * 1_024;

  /** Frames of one answer by radio; the asker asks for the rest. */
  static final int RADIO_FRAMES_MAX = 8;

  /** Entries from which a frame by radio is packed, in bytes. */
  private static final int RADIO_CHOICE_BYTES = 32_768;

  /** Entries at one seq of which an answer may bring each; of more it brings the first ones. */
  static final int BRANCHES_MAX = 8_192;

  private static final int PAGE_ENTRIES = 256;

  private static final Comparator<StoredEntry> BY_LOG =
      Comparator.comparing((StoredEntry stored) -> stored.entry().log())
          .thenComparingLong(stored -> stored.entry().seq());

  private final LinkSession link;
  private final Unsaid unsaid;
  private long dueMono = NEVER;
  private long leftBytes;

  AnswerPlan(LinkSession link) {
    this.link = link;
    this.unsaid = new Unsaid(link.context);
  }

  @Override
  public void linkUp(long nowMono) {
    forget();
  }

  private void forget() {
    unsaid.clear();
    dueMono = NEVER;
  }

  /** Takes a request. */
  void asked(Message.Want want, long nowMono) {
    unsaid.asked(want);
    // What nobody on a LAN has shown to hold is said by nobody else.
    boolean alone = dueMono == NEVER && !link.limits.radio() && unsaid.all(link.outbox::owes);
    plan(nowMono + (alone ? 0 : link.backoffMillis()));
  }

  /** Entries that somebody was found to lack; {@code mine}: in a conversation with this node. */
  void push(Collection<EntryId> ids, boolean mine, long nowMono) {
    unsaid.lacked(ids);
    plan(nowMono + (mine ? 0 : link.backoffMillis()));
  }

  private void plan(long atMono) {
    if (dueMono == NEVER && !unsaid.isEmpty()) {
      dueMono = atMono;
      leftBytes =
          link.limits.radio()
              ? (long) RADIO_FRAMES_MAX * link.limits.frameBytesMax()
              : LAN_BYTES_MAX;
    }
  }

  /** Ranges that wait. */
  int waitingRanges() {
    return unsaid.ranges().size();
  }

  /** Whether something waits to be said. */
  boolean busy() {
    return dueMono != NEVER;
  }

  /** Somebody else sent these on this link: they need not be sent again. */
  void overheard(List<Entry> entries, long nowMono) {
    if (!unsaid.isEmpty() && !entries.isEmpty() && unsaid.said(entries)) {
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
    } else if (genuine && unsaid.saidFrom(entry, piece.offset())) {
      leave(nowMono);
    }
  }

  /** Whoever began to answer goes on: wait for the rest, but not all until the same moment. */
  private void leave(long nowMono) {
    dueMono =
        unsaid.isEmpty()
            ? NEVER
            : Math.max(dueMono, nowMono + link.backoffMaxMillis() + link.backoffMillis());
  }

  void overheard(LogId signature) {
    unsaid.signatures().remove(signature);
    dueMono = unsaid.isEmpty() ? NEVER : dueMono;
  }

  @Override
  public long dueMono() {
    return dueMono;
  }

  @Override
  public void perform(long nowMono) {
    boolean radio = link.limits.radio();
    Optional<EntryId> rest = radio ? unsaid.firstRest() : Optional.empty();
    if (rest.isPresent()) {
      // By radio a turn of its own.
      leftBytes -= sayRest(rest.get(), nowMono);
      endIfOver(nowMono);
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
      unsaid.said(unit.entries());
    }
    if (!radio && !chosen.isEmpty()) {
      link.outbox.handedOver(SeqRanges.ofAscending(chosen.keySet()), nowMono);
    }
    if (!radio || units.isEmpty()) {
      end(nowMono);
    } else {
      endIfOver(nowMono);
    }
  }

  private void endIfOver(long nowMono) {
    if (leftBytes <= 0 || unsaid.isEmpty()) {
      end(nowMono);
    }
  }

  private void end(long nowMono) {
    unsaid.signatures().forEach(log -> link.signatures.signed(log, nowMono));
    forget();
  }

  /** Adds entries that are wanted by id; returns the bytes left, 0 or less if not all went. */
  private long takeItems(long budget, SortedMap<Long, StoredEntry> chosen, long nowMono) {
    long left = budget;
    for (EntryId item : unsaid.items()) {
      if (unsaid.isRest(item)) {
        left -= sayRest(item, nowMono);
      } else {
        left = add(unsaid.held(item).stream().toList(), left, chosen, nowMono);
      }
      if (left <= 0) {
        break;
      }
    }
    return left;
  }

  /** Sends the rest of a large entry, and takes it for said; the bytes of its frames at most. */
  private int sayRest(EntryId item, long nowMono) {
    Entry entry = unsaid.held(item).orElseThrow().entry();
    int bytes = 0;
    for (Message.Frag piece : link.packer.pieces(entry, unsaid.take(item))) {
      link.send(Channel.DELTA, 0, piece, nowMono);
      bytes += link.context.codec().fragOverheadBytes() + piece.bytes().size();
    }
    return bytes;
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

  private void takeRanges(long budget, SortedMap<Long, StoredEntry> chosen, long nowMono) {
    long left = budget;
    for (Message.Want.LogRange range : unsaid.ranges()) {
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
