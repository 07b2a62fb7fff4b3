package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What this node lacks and has heard of on one link, and when to ask for it: parts of logs, head
 * signatures, entries by the beginning of their ids, missing pieces of large ones.
 *
 * <p>Asks soon after hearing of it, again as soon as an answer has dried up with something still
 * missing, and with growing pauses while nobody answers. One thread; times are monotonic
 * milliseconds.
 */
final class WantPlan implements Duty {
  /** Ranges in one WANT; more wait for the next one. */
  static final int RANGES_MAX = 32;

  /**
   * Logs wanted at once. When full, the one asked for last makes room: the next heads that name it
   * bring it back.
   */
  static final int TARGETS_MAX = 4_096;

  /** Head signatures in one WANT; more wait for the next one. */
  static final int SIGNATURES_MAX = 256;

  /**
   * Seqs asked for at once when some branch is missing and nobody can tell where; the newest first,
   * the next time older ones.
   */
  static final int BRANCH_SEQS = 256;

  /** The same by radio: as many as one answer brings. */
  static final int RADIO_BRANCH_SEQS = AnswerPlan.RADIO_FRAMES_MAX;

  private static final int BRANCH_HALVINGS_MAX = 8;

  /**
   * Seqs that are asked for together with the signature over them. Over more than one answer brings
   * it would come too early, and again with the last one.
   */
  static final int SIGNED_GAP_MAX = 1_024;

  private static final long JITTER_MILLIS = 50;
  private static final long NEXT_PART_MILLIS = 20;

  /** Bytes of WANT beside what it asks for: stamp. */
  private static final int WANT_BYTES = 16;

  private static final int RANGE_BYTES = 31;
  private static final int SIGNATURE_BYTES = 15;
  private static final int ITEM_BYTES = 15;

  /** Ranges of logs that have room in each question beside pieces and ids. */
  private static final int LOGS_RANGES_MIN = 2;

  private static final long QUIET_MILLIS = 300;

  /**
   * An answer whose frames come, or are worked through here, one in a second is over when none came
   * for so many seconds.
   */
  private static final long SLOW = 4;

  private static final long SLOW_MILLIS_MAX = 10_000;

  /** An answer on a LAN ends where the next entry would be beyond its limit. */
  private static final int LAST_ENTRY_BYTES_MAX = Entry.BYTES_MAX + 8;

  private static final long PAUSE_MILLIS = 2_000;
  private static final int DOUBLINGS_MAX = 5;

  /** Questions in vain after which a gap is taken for one that nobody can fill. */
  private static final int VAIN_MAX = 3;

  private final LinkSession link;
  // what is wanted
  private final NavigableMap<LogId, Target> targets = new TreeMap<>();
  private final WantedIds ids = new WantedIds();
  private final WantTurns turns = new WantTurns();
  // when
  private long dueMono = NEVER;
  // nobody who can be heard sent what is wanted: until somebody shows it again, there is news or
  // somebody new
  private boolean resting;
  private boolean awaiting;
  // once for each question, or a member that asks all the time would keep this one from it
  private boolean postponed;
  private long askedMono = -NEVER / 2;
  private int answeredBytes;
  // within the answer that comes: the newest frame, and the longest time between two
  private long progressMono = -NEVER;
  private long slowestMillis;

  WantPlan(LinkSession link) {
    this.link = link;
  }

  /** The most that somebody has shown of a log; {@code sum}: of the last one who showed both. */
  private record Target(long maxSeq, long count, long signedSeq, IdSum sum) {
    static final Target NOTHING = new Target(0, 0, 0, IdSum.ZERO);

    Target or(Message.Heads.Item item) {
      boolean most = item.maxSeq() >= maxSeq && item.count() >= count;
      return new Target(
          Math.max(maxSeq, item.maxSeq()),
          Math.max(count, item.count()),
          Math.max(signedSeq, item.signedSeq()),
          most ? item.sum() : sum);
    }

    /** Whether more is missing than by what was shown before: what came meanwhile is no news. */
    boolean lacksMore(Target before, LogState state) {
      return gap(state) > before.gap(state)
          || Math.max(state.count(), count) > Math.max(state.count(), before.count)
          || Math.max(state.signedSeq(), signedSeq) > Math.max(state.signedSeq(), before.signedSeq)
          || (otherBranch(state) && !before.otherBranch(state));
    }

    /** Seqs up to the newest shown that are not held. */
    long gap(LogState state) {
      return maxSeq - state.held().countTo(maxSeq);
    }

    /** As many entries over the same seqs, but not the same ones: each side has a branch. */
    boolean otherBranch(LogState state) {
      return state.maxSeq() == maxSeq && state.count() == count && !state.sum().equals(sum);
    }
  }

  /**
   * Somebody showed what it holds: remember what is missing here.
   *
   * @param live not kept by the medium; else what is missing may come next from there, and is asked
   *     for only when nothing comes any more
   */
  void heard(Message.Heads.Item item, boolean live, long nowMono) {
    Target target = targets.getOrDefault(item.log(), Target.NOTHING).or(item);
    if (!satisfied(target, link.context.ledger().log(item.log()))) {
      if (targets.size() >= TARGETS_MAX && !targets.containsKey(item.log())) {
        makeRoom();
      }
      Target before = targets.getOrDefault(item.log(), Target.NOTHING);
      targets.put(item.log(), target);
      boolean news = target.lacksMore(before, link.context.ledger().log(item.log()));
      if (news) {
        turns.news(item.log());
      }
      long againMono = Math.max(askedMono + pauseMillis(), turns.nextMono(List.of(item.log())));
      wish(news, nowMono + (live ? 0 : quietMillis()), againMono);
    }
  }

  /** Somebody listed ids that are not held here. */
  void lists(List<Bytes> idPrefixes, long nowMono) {
    boolean news = ids.add(idPrefixes);
    if (!ids.isEmpty()) {
      wish(news, nowMono, askedMono + pauseMillis());
    }
  }

  private void wish(boolean news, long fromMono, long againMono) {
    resting &= !news;
    if (resting) {
      // Somebody shows it still: once more, after the pause that is due.
      dueMono = Math.min(dueMono, Math.max(fromMono, againMono));
    } else if (news || dueMono == NEVER) {
      long wait =
          link.small() ? link.context.random().nextLong(JITTER_MILLIS) : link.backoffMillis();
      dueMono = Math.min(dueMono, fromMono + wait);
    }
  }

  /** Another member asks for the same as this node would ask first: its answer serves both. */
  void overheard(Message.Want want, long nowMono) {
    if (link.small() || postponed || dueMono == NEVER || targets.isEmpty()) {
      return;
    }
    LogId after = turns.last().map(targets::higherKey).orElse(null);
    LogId first = after != null ? after : targets.firstKey();
    if (want.logs().stream().anyMatch(range -> range.log().equals(first))) {
      dueMono = Math.max(dueMono, nowMono + 2 * link.backoffMaxMillis());
      postponed = true;
    }
  }

  @Override
  public void linkUp(long nowMono) {
    hurry(nowMono);
  }

  private void makeRoom() {
    LogId victim = turns.last().map(targets::floorKey).orElse(null);
    targets.remove(victim != null ? victim : targets.firstKey());
  }

  /** Entries came over this link, new ones among them: an answer if any of them is wanted. */
  void progress(List<Entry> entries, long nowMono) {
    resting &= nowMono - askedMono > pauseMillis();
    if (!resting && anyWanted(entries)) {
      turns.answerComes();
      answeredBytes += link.packer.costBytes(entries);
      // An answer that came to its limit is over: the next part can be asked for at once.
      boolean over = answeredBytes > AnswerPlan.LAN_BYTES_MAX - LAST_ENTRY_BYTES_MAX;
      if (awaiting && progressMono >= askedMono) {
        slowestMillis = Math.max(slowestMillis, nowMono - progressMono);
      }
      progressMono = nowMono;
      dueMono = nowMono + (over ? NEXT_PART_MILLIS : Math.max(quietMillis(), slowMillis()));
    }
  }

  /** Whether any of these was asked for; what came of a log is no sign of another one. */
  private boolean anyWanted(List<Entry> entries) {
    boolean any = false;
    for (Entry entry : entries) {
      Target target = targets.get(entry.log());
      if (target != null && entry.seq() <= target.maxSeq()) {
        turns.news(entry.log());
        any = true;
      }
      any |= ids.wants(entry.id().bytes());
    }
    return any;
  }

  private long slowMillis() {
    return Math.min(SLOW * slowestMillis, SLOW_MILLIS_MAX);
  }

  private boolean nothingWanted() {
    return targets.isEmpty() && ids.isEmpty();
  }

  /** An answer is over when nothing came for this long. */
  private long quietMillis() {
    return link.limits.radio() ? link.backoffMaxMillis() : QUIET_MILLIS;
  }

  /** Before the same is asked again. */
  private long pauseMillis() {
    return link.limits.radio() ? 4 * link.backoffMaxMillis() : PAUSE_MILLIS;
  }

  /** Somebody new may answer: ask soon. */
  void hurry(long nowMono) {
    if (!nothingWanted()) {
      resting = false;
      turns.newsOfAll();
      dueMono = Math.min(dueMono, nowMono + quietMillis());
    }
  }

  @Override
  public long dueMono() {
    return Math.min(dueMono, link.fragments.dueMono());
  }

  @Override
  public void perform(long nowMono) {
    // What is due for pieces alone asks for pieces alone: nobody had time to answer the rest.
    Asked asked = nowMono >= dueMono ? ask(nowMono) : askPieces(nowMono);
    if (!asked.isEmpty()) {
      Message.Stamp stamp = link.context.sessions().next();
      Message want = new Message.Want(stamp, asked.ranges(), asked.items(), asked.signatures());
      link.send(Channel.SYNC, 0, want, nowMono);
    }
  }

  private Asked askPieces(long nowMono) {
    Asked asked = new Asked(room());
    asked.addPieces(link.fragments.missing(room() / ITEM_BYTES, nowMono));
    return asked;
  }

  /** What to ask for now; empty lists if all came. Plans the next time. */
  Asked ask(long nowMono) {
    Ledger ledger = link.context.ledger();
    targets.entrySet().removeIf(t -> satisfied(t.getValue(), ledger.log(t.getKey())));
    turns.retain(targets.keySet());
    ids.settle(id -> !ledger.reader().byPrefix(id, 1).isEmpty());
    Asked asked = new Asked(room());
    // A branch and a gap have room in any case: pieces and ids that nobody sends do not take it.
    int logsBytes = targets.isEmpty() ? 0 : LOGS_RANGES_MIN * RANGE_BYTES;
    int pieces = (asked.room - logsBytes) / ITEM_BYTES;
    asked.addPieces(link.fragments.missing(pieces, nowMono));
    asked.addIds(ids.next(asked.room - logsBytes));
    boolean first = true;
    for (Map.Entry<LogId, Target> wanted : turns.inTurn(targets)) {
      LogId log = wanted.getKey();
      // What is due soon is asked for together with what is due now.
      if (!turns.isDue(log, nowMono + pauseMillis() / 2)) {
        continue;
      }
      if (asked.full()) {
        break;
      }
      boolean all = add(wanted.getValue(), ledger.log(log), asked);
      turns.asked(log, nowMono, pauseMillis(), DOUBLINGS_MAX);
      // What a question had too little room left for begins the next one.
      if (all || first) {
        turns.turnOver(log);
      }
      first = false;
    }
    plan(!asked.isEmpty(), nowMono);
    return asked;
  }

  private int room() {
    return link.limits.frameBytesMax() - link.context.codec().overheadBytes() - WANT_BYTES;
  }

  /** What goes into one WANT. */
  static final class Asked {
    private final List<Message.Want.LogRange> ranges = new ArrayList<>();
    private final List<Message.Want.Item> items = new ArrayList<>();
    private final List<LogId> signatures = new ArrayList<>();
    private int room;

    private Asked(int room) {
      this.room = room;
    }

    List<Message.Want.LogRange> ranges() {
      return ranges;
    }

    List<Message.Want.Item> items() {
      return items;
    }

    List<LogId> signatures() {
      return signatures;
    }

    boolean isEmpty() {
      return ranges.isEmpty() && signatures.isEmpty() && items.isEmpty();
    }

    private int rangesLeft() {
      return Math.min(RANGES_MAX - ranges.size(), room / RANGE_BYTES);
    }

    private boolean full() {
      return rangesLeft() <= 0 || signatures.size() >= SIGNATURES_MAX;
    }

    private void range(Message.Want.LogRange range) {
      ranges.add(range);
      room -= RANGE_BYTES;
    }

    private void signature(LogId log) {
      signatures.add(log);
      room -= SIGNATURE_BYTES;
    }

    private void addIds(List<Bytes> ids) {
      for (Bytes id : ids) {
        item(new Message.Want.Item(id, 0));
      }
    }

    private void addPieces(List<Message.Want.Item> pieces) {
      pieces.forEach(this::item);
    }

    private void item(Message.Want.Item item) {
      items.add(item);
      room -= itemBytes(item.id());
    }
  }

  /** Bytes of an entry that is asked for by an id of this length. */
  static int itemBytes(Bytes id) {
    return ITEM_BYTES + id.size() - EntryId.PREFIX_BYTES;
  }

  private void plan(boolean asked, long nowMono) {
    // Whoever holds it shows it as long as digests differ, and that wakes the question up.
    resting = turns.allVain(targets.keySet(), VAIN_MAX) && ids.allVain(VAIN_MAX);
    if (nothingWanted() || resting) {
      dueMono = NEVER;
    } else {
      long next = ids.isEmpty() ? turns.nextMono(targets.keySet()) : nowMono;
      dueMono = Math.max(next, nowMono + pauseMillis());
    }
    answeredBytes = 0;
    slowestMillis = 0;
    awaiting = !nothingWanted();
    postponed = false;
    askedMono = asked ? nowMono : askedMono;
  }

  /** Whether all gaps found room, from where they go on. */
  private boolean add(Target target, LogState state, Asked asked) {
    // Branches first: a gap that nobody can fill would take their room every time.
    boolean first = turns.branchesBelow(state.log()).isEmpty();
    boolean branches = addBranches(target, state, asked);
    List<SeqRanges.Range> gaps = gaps(target, state, asked.rangesLeft());
    for (SeqRanges.Range gap : gaps) {
      asked.range(new Message.Want.LogRange(state.log(), gap.from(), gap.to()));
    }
    long asks = gaps.stream().mapToLong(gap -> gap.to() - gap.from() + 1).sum();
    boolean soon = asks <= SIGNED_GAP_MAX || turns.vain(state.log()) >= VAIN_MAX;
    boolean another = branches && first && mayProve(target, state);
    if (soon && (another || target.signedSeq() > state.signedSeq())) {
      asked.signature(state.log());
    }
    long next = gaps.isEmpty() ? turns.gapsFrom(state.log()) : gaps.get(gaps.size() - 1).to() + 1;
    boolean all = state.held().missing(next, target.maxSeq(), 1).isEmpty();
    if (all) {
      turns.allGapsAsked(state.log());
    } else {
      turns.gapsGoOnFrom(state.log(), next);
    }
    return all;
  }

  /** The gaps whose turn it is: from the first on again if there are none behind the last. */
  private List<SeqRanges.Range> gaps(Target target, LogState state, int max) {
    long from = turns.gapsFrom(state.log());
    if (state.held().missing(from, target.maxSeq(), 1).isEmpty()) {
      turns.allGapsAsked(state.log());
    }
    return state.held().missing(turns.gapsFrom(state.log()), target.maxSeq(), max);
  }

  /**
   * Whether a branch may have a signature of its own that tells something here, be it no greater.
   */
  private boolean mayProve(Target target, LogState state) {
    boolean own = state.log().author().equals(link.context.self());
    return target.signedSeq() > (own ? 0 : state.provenSeq());
  }

  /** Asks for branches where one is missing; whether it is. */
  private boolean addBranches(Target target, LogState state, Asked asked) {
    boolean missing = branchMissing(target, state);
    if (!missing) {
      turns.noBranchMissing(state.log());
    } else if (asked.rangesLeft() > 0) {
      asked.range(nextBranches(target, state));
    }
    return missing;
  }

  private boolean branchMissing(Target target, LogState state) {
    long gap = target.gap(state);
    return state.maxSeq() > 0
        && (target.otherBranch(state)
            || target.count() > state.count() + gap
            || (target.count() > state.count()
                && (gap == 0 || turns.vain(state.log()) >= VAIN_MAX)));
  }

  /**
   * A window that goes down from the newest seq held here to 1 and begins again: a branch lies
   * beside what is held, and above that somebody may have made up anything.
   */
  private Message.Want.LogRange nextBranches(Target target, LogState state) {
    long to = turns.branchesBelow(state.log()).orElse(state.maxSeq() + 1) - 1;
    // An answer may have room for a part of the window alone, and would bring the same part again.
    int halvings = Math.min(BRANCH_HALVINGS_MAX, branchVain(target, state));
    long seqs = Math.max(1, (link.limits.radio() ? RADIO_BRANCH_SEQS : BRANCH_SEQS) >> halvings);
    long from = Math.max(1, to - seqs + 1);
    turns.branchesAskedFrom(state.log(), from);
    return new Message.Want.LogRange(state.log(), from, to);
  }

  /** How often branches were asked for in vain: beside gaps they are only after a while. */
  private int branchVain(Target target, LogState state) {
    int before = target.gap(state) > 0 ? VAIN_MAX : 0;
    return Math.max(0, turns.vain(state.log()) - before);
  }

  private static boolean satisfied(Target target, LogState state) {
    return state.held().missing(1, target.maxSeq(), 1).isEmpty()
        && state.count() >= target.count()
        && !target.otherBranch(state)
        && state.signedSeq() >= target.signedSeq();
  }
}
