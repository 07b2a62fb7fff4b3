package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What others asked for on one link, answered after a short random wait unless somebody else is
 * heard to answer first.
 *
 * <p>One thread; times are monotonic milliseconds.
 */
final class AnswerPlan {
  /** Ranges that wait; when full, further ones are dropped and their asker asks again. */
  static final int RANGES_MAX = 256;

  /** Bytes of one answer; the asker asks for the rest. */
  static final int ANSWER_BYTES_MAX = 256 * 1_024;

  private static final int PAGE_ENTRIES = 256;
  private static final long JITTER_MILLIS = 100;

  private final List<Message.Want.LogRange> ranges = new ArrayList<>();
  private final SortedSet<LogId> signatures = new TreeSet<>();
  private long dueMono = WantPlan.NEVER;

  /** Takes a request; {@code alone}: nobody else could answer, so do not wait. */
  void asked(
      Message.Want want, boolean alone, Ledger ledger, long nowMono, RandomGenerator random) {
    for (Message.Want.LogRange range : want.logs()) {
      if (ledger.log(range.log()).count() > 0
          && ranges.size() < RANGES_MAX
          && !ranges.contains(range)) {
        ranges.add(range);
      }
    }
    for (LogId log : want.headSigs()) {
      if (ledger.log(log).proof().isPresent()) {
        signatures.add(log);
      }
    }
    if (dueMono == WantPlan.NEVER && !(ranges.isEmpty() && signatures.isEmpty())) {
      dueMono = nowMono + (alone ? 0 : random.nextLong(JITTER_MILLIS));
    }
  }

  /** Somebody else sent a run of one log on this link: that need not be sent again. */
  void overheard(List<Entry> run) {
    if (ranges.isEmpty() || run.isEmpty()) {
      return;
    }
    LogId log = run.get(0).log();
    long from = run.get(0).seq();
    long to = run.get(run.size() - 1).seq();
    List<Message.Want.LogRange> left = new ArrayList<>();
    for (Message.Want.LogRange range : ranges) {
      boolean apart = !range.log().equals(log) || to < range.from() || from > range.to();
      if (apart) {
        left.add(range);
      }
      if (!apart && from > range.from()) {
        left.add(new Message.Want.LogRange(log, range.from(), from - 1));
      }
      if (!apart && to < range.to()) {
        left.add(new Message.Want.LogRange(log, to + 1, range.to()));
      }
    }
    ranges.clear();
    ranges.addAll(left);
  }

  long dueMono() {
    return dueMono;
  }

  /**
   * Adds what fits of a range, read page by page; returns the bytes left, 0 or less if all went.
   */
  private static int fill(
      Message.Want.LogRange range,
      Ledger ledger,
      Packer packer,
      int bytes,
      List<StoredEntry> entries) {
    int left = bytes;
    long from = range.from();
    while (from <= range.to()) {
      List<StoredEntry> page = ledger.reader().log(range.log(), from, range.to(), PAGE_ENTRIES);
      boolean full = page.size() == PAGE_ENTRIES;
      long last = full ? page.get(page.size() - 1).entry().seq() : range.to();
      // A full page may end between the branches of its last seq: that seq begins the next page.
      long next = full && last > from ? last : last + 1;
      for (StoredEntry entry : page) {
        if (entry.entry().seq() < next) {
          left -= packer.costBytes(entry);
          if (left <= 0) {
            return left;
          }
          entries.add(entry);
        }
      }
      from = next;
    }
    return left;
  }

  /** The messages of one answer; forgets what was asked. */
  List<Message> answer(Ledger ledger, Packer packer) {
    List<Message> messages = new ArrayList<>();
    List<StoredEntry> entries = new ArrayList<>();
    int left = ANSWER_BYTES_MAX;
    for (Message.Want.LogRange range : ranges) {
      left = fill(range, ledger, packer, left, entries);
      if (left <= 0) {
        break;
      }
    }
    messages.addAll(packer.pack(entries));
    for (LogId log : signatures) {
      ledger.log(log).proof().ifPresent(proof -> messages.add(new Message.HeadSigMessage(proof)));
    }
    ranges.clear();
    signatures.clear();
    dueMono = WantPlan.NEVER;
    return messages;
  }
}
