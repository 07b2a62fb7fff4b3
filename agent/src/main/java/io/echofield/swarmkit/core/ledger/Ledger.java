package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The grow-only set of entries and the views folded from it.
 *
 * <p>Keeps in heap one {@link LogState} for each log, two digests, and bounded caches; the entries
 * themselves stay behind the {@link LedgerReader}. Merging is set union: order, repetition and
 * grouping do not matter. One thread.
 */
public final class Ledger implements Standing {
  /**
   * Verdicts on signatures that could not be judged when their entry arrived. The oldest is judged
   * again when asked.
   */
  static final int VERDICTS_MAX = 16_384;

  // fixed
  private final RosterBook roster;
  private final TaskFold fold;
  private final OverlayReader reader;
  // durable: rebuilt from Restored
  private final SortedMap<LogId, LogState> logs = new TreeMap<>();
  private LiveDigest live;
  private long arrivals;
  // caches
  private final LiveIndex liveIndex;
  private final LedgerHash ledgerHash;
  private final Map<EntryId, Boolean> verdicts =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EntryId, Boolean> eldest) {
          return size() > VERDICTS_MAX;
        }
      };

  /**
   * What a merge changed; the caller makes it durable.
   *
   * @param newRoster whether another roster came into force, so that any view may be another one
   */
  public record Merged(
      StoredEntry stored,
      LogState log,
      Optional<TaskKey> task,
      List<EntryId> liveEntries,
      boolean newRoster) {}

  public Ledger(
      SwarmHash hash,
      RosterBook roster,
      LedgerReader base,
      List<LogState> logs,
      LiveDigest live,
      long arrivals) {
    this.roster = roster;
    this.fold = new TaskFold(hash);
    this.reader = new OverlayReader(base);
    logs.forEach(state -> this.logs.put(state.log(), state));
    this.live = live;
    this.arrivals = arrivals;
    this.liveIndex = new LiveIndex(reader);
    this.ledgerHash = new LedgerHash(this::task, reader, fold);
    roster.refold(reader.live(TaskId.ROSTER.key()));
  }

  /** Look-ups that see all merges, committed or not. */
  public LedgerReader reader() {
    return reader;
  }

  /** All merges so far are committed. */
  public void settled() {
    reader.settled();
  }

  /** Adds an entry; empty if it is known already. */
  public Optional<Merged> merge(Entry entry) {
    return merge(entry, false);
  }

  /** Adds one that was composed here with the node's own key: a signature needs no check. */
  public Optional<Merged> mergeOwn(Entry entry) {
    return merge(entry, true);
  }

  private Optional<Merged> merge(Entry entry, boolean genuine) {
    LogState state = log(entry.log());
    if (state.held().contains(entry.seq()) && reader.contains(entry.id())) {
      return Optional.empty();
    }
    boolean proven = entry.body().isSkind() && (genuine || roster.valid(entry));
    StoredEntry stored = new StoredEntry(entry, ++arrivals, proven);
    LogState grown = state.plus(entry);
    Optional<TaskKey> key = entry.key();
    logs.put(entry.log(), grown);
    reader.add(stored);
    List<EntryId> liveEntries = select(key, stored);
    boolean newRoster = key.filter(TaskKey.ROSTER::equals).isPresent() && refolded();
    return Optional.of(new Merged(stored, grown, key, liveEntries, newRoster));
  }

  /** Puts a verified head signature in force for its log. */
  public LogState prove(HeadSig proof) {
    LogState proven = log(proof.log()).proven(proof);
    logs.put(proof.log(), proven);
    return proven;
  }

  /** Keeps a genuine head signature, whether or not it proves what is held. */
  public void hold(HeadSig signature) {
    logs.put(signature.log(), log(signature.log()).signed(signature));
  }

  /** What is held of a log; empty state if nothing. */
  public LogState log(LogId log) {
    LogState state = logs.get(log);
    return state != null ? state : LogState.empty(log);
  }

  /** All logs of which something is held, in the order of log ids. */
  public SortedMap<LogId, LogState> logs() {
    return Collections.unmodifiableSortedMap(logs);
  }

  public LiveDigest live() {
    return live;
  }

  /** The same entries by ranges. */
  public LiveIndex liveIndex() {
    return liveIndex;
  }

  /** The last arrival number given. */
  public long arrivals() {
    return arrivals;
  }

  public Optional<TaskView> task(TaskKey key) {
    return fold.fold(reader.live(key), this);
  }

  /** The ledger hash: equal on all nodes with equal tasks. 32 bytes. */
  public Bytes hash() {
    return ledgerHash.value();
  }

  /**
   * About how many tasks {@link #hash} would fold now; 0 if none, so that asking is free. Tasks are
   * taken for evenly spread and for as many as entries.
   */
  public long hashCost() {
    return (ledgerHash.forgotten() * arrivals + LedgerHash.BUCKETS - 1) / LedgerHash.BUCKETS;
  }

  /** Tasks that are not settled. Costs as much as {@link #hash}. */
  public long openTasks() {
    return ledgerHash.openTasks();
  }

  /** Tasks whose create is known. Costs as much as {@link #hash}. */
  public long taskCount() {
    return ledgerHash.taskCount();
  }

  /** Keys or roster changed: views may differ although no entry came. */
  public void standingChanged() {
    verdicts.clear();
    ledgerHash.forgetAll();
  }

  /** Tasks whose present generation ran on two nodes. Costs as much as {@link #hash}. */
  public long doubleRuns() {
    return ledgerHash.doubleRuns();
  }

  @Override
  public boolean mayWrite(Author author) {
    return roster.open() || roster.member(author).isPresent();
  }

  @Override
  public boolean operator(Author author) {
    return roster.member(author).filter(member -> member.may(Capability.OPERATOR)).isPresent();
  }

  @Override
  public boolean proven(StoredEntry stored) {
    if (stored.proven()) {
      return true;
    }
    Boolean known = verdicts.get(stored.entry().id());
    if (known == null) {
      known = roster.valid(stored.entry());
      verdicts.put(stored.entry().id(), known);
    }
    return known;
  }

  /** Recomputes LIVE of the entry's task and the digest over it. */
  private List<EntryId> select(Optional<TaskKey> key, StoredEntry added) {
    if (key.isEmpty()) {
      return List.of();
    }
    TaskKey task = key.get();
    List<StoredEntry> before = reader.live(task);
    Optional<List<StoredEntry>> grown = LiveSelection.plus(before, added);
    grown.ifPresent(after -> decide(task, before, after));
    List<StoredEntry> after = grown.orElse(before);
    List<EntryId> ids = new ArrayList<>(after.size());
    after.forEach(stored -> ids.add(stored.entry().id()));
    return ids;
  }

  private void decide(TaskKey task, List<StoredEntry> before, List<StoredEntry> after) {
    live = digest(before, after);
    liveIndex.changed(task, before, after);
    reader.putLive(task, after);
    ledgerHash.forget(task);
  }

  /** Folds the roster anew; whether it is another one. */
  private boolean refolded() {
    boolean changed = roster.refold(reader.live(TaskKey.ROSTER));
    if (changed) {
      standingChanged();
    }
    return changed;
  }

  /** Both in the order of ids: what is in both is passed over. */
  private LiveDigest digest(List<StoredEntry> before, List<StoredEntry> after) {
    IdSum sum = live.sum();
    int gone = 0;
    int come = 0;
    while (gone < before.size() || come < after.size()) {
      int order = order(before, gone, after, come);
      sum = order < 0 ? sum.minus(before.get(gone).entry().id()) : sum;
      sum = order > 0 ? sum.plus(after.get(come).entry().id()) : sum;
      gone += order <= 0 ? 1 : 0;
      come += order >= 0 ? 1 : 0;
    }
    return new LiveDigest(live.count() - before.size() + after.size(), sum);
  }

  /** Compares the ids at two places of two lists; the end of a list comes after all. */
  private static int order(List<StoredEntry> a, int inA, List<StoredEntry> b, int inB) {
    if (inA == a.size() || inB == b.size()) {
      return inA == a.size() ? 1 : -1;
    }
    return a.get(inA).entry().id().compareTo(b.get(inB).entry().id());
  }
}
