package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.sync.Message.Ranges.Range;
import io.echofield.swarmkit.core.sync.Message.Ranges.Space;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Compares one space with whoever is on a link, by RANGES: opens a comparison when a beacon keeps
 * differing, and answers the descriptions of others.
 *
 * <p>Nothing depends on an answer: what is lost begins again with the next beacon. One thread;
 * times are monotonic milliseconds.
 */
final class CompareDuty implements Duty {
  /** Frames of one answer on a LAN; what does not fit begins again with the next beacon. */
  private static final int LAN_FRAMES_MAX = 4;

  /** The same by radio. */
  private static final int RADIO_FRAMES_MAX = 2;

  /** Ranges of one frame; readers refuse more than twice as many. */
  private static final int FRAME_RANGES_MAX = 2_048;

  /** Conversations that this node is remembered to have begun, by a beacon, or to speak in. */
  private static final int SPOKEN_MAX = 64;

  /** Beacons of others of which it is remembered that their answers have this salt. */
  private static final int OTHERS_MAX = 1_024;

  /** A difference may go away by itself while entries are on their way. */
  private static final long QUIET_MILLIS = 300;

  private static final long PATIENCE_MILLIS = 1_500;
  private static final long PATIENCE_JITTER_MILLIS = 250;
  private static final long BUILDING_MILLIS = 20;

  /** A difference waits at most so long for a moment without entries. */
  private static final long QUIET_WAIT_MILLIS_MAX = 5_000;

  /** For so many T a comparison that goes on by radio holds others back. */
  private static final long TALK_WAITS_MAX = 10;

  /** A beacon that did not say what this node would have said. */
  private record Differing(Author sender, long salt, long count, long fingerprint) {}

  // fixed
  private final LinkSession link;
  private final Space space;
  // while the link is up
  private final Recent<Long> begun = new Recent<>(SPOKEN_MAX);
  private final Recent<Long> joined = new Recent<>(SPOKEN_MAX);
  private final Recent<Long> others = new Recent<>(OTHERS_MAX);
  private Optional<Differing> differing = Optional.empty();
  private long openMono = NEVER;
  private long openMonoMax = NEVER;
  private final Deque<List<Range>> saying = new ArrayDeque<>();
  private long sayingSalt;
  private long sayMono = NEVER;
  // the last of a comparison that goes on, and the first of it
  private long talkMono = -NEVER / 2;
  private long talkFromMono = -NEVER / 2;
  // heard before the index was built; a later one takes its place
  private Optional<Message.Ranges> unread = Optional.empty();
  private long readMono = NEVER;

  CompareDuty(LinkSession link, Space space) {
    this.link = link;
    this.space = space;
  }

  @Override
  public void linkUp(long nowMono) {
    begun.clear();
    joined.clear();
    others.clear();
    forget();
    saying.clear();
    sayMono = NEVER;
    unread = Optional.empty();
    readMono = NEVER;
  }

  private void forget() {
    differing = Optional.empty();
    openMono = NEVER;
    openMonoMax = NEVER;
  }

  /** Who answers the beacon with this counter speaks with this node. */
  void began(long salt) {
    begun.add(salt);
  }

  /** Who answers the beacon with this counter speaks with another member. */
  void otherBegan(long salt) {
    others.add(salt);
  }

  /**
   * Whether ranges with this salt are for this node. Counters of many members are alike: among them
   * it must be the only one that began so, or many would answer at once.
   */
  private boolean mine(long salt) {
    return joined.contains(salt)
        || (begun.contains(salt) && (link.small() || !others.contains(salt)));
  }

  /** Whether what a beacon says of this space is what is held here. */
  boolean equal(Message.Beacon beacon) {
    return equal(beacon.stamp().counter(), count(beacon), fingerprint(beacon));
  }

  private boolean equal(long salt, long count, long fingerprint) {
    FingerprintTree.Summary own = link.context.whole(space);
    return count == own.count() && fingerprint == link.context.fingerprint(space, salt, own);
  }

  /** This member holds what is held here. */
  void agrees(Author sender) {
    if (differing.filter(d -> d.sender().equals(sender)).isPresent()) {
      forget();
    }
  }

  /** This member holds something else: compare, unless the difference goes away. */
  void differs(Author sender, Message.Beacon beacon, long nowMono) {
    boolean other = differing.filter(d -> !d.sender().equals(sender)).isPresent();
    if (!other && !talking(nowMono)) {
      differing =
          Optional.of(
              new Differing(sender, beacon.stamp().counter(), count(beacon), fingerprint(beacon)));
      openMono = Math.min(openMono, nowMono + patienceMillis() + link.backoffMillis());
      openMonoMax = Math.min(openMonoMax, openMono + QUIET_WAIT_MILLIS_MAX);
    }
  }

  /** By chance, so that two who hear each other do not both open. */
  private long patienceMillis() {
    return link.limits.radio()
        ? 0
        : PATIENCE_MILLIS + link.context.random().nextLong(PATIENCE_JITTER_MILLIS);
  }

  /**
   * Whether a comparison goes on here, by radio: then what differs is being brought, and the next
   * beacon tells what is left. Not where entries come all the time: then it must go on meanwhile.
   */
  boolean talking(long nowMono) {
    long waitMillis = link.backoffMaxMillis();
    return link.limits.radio()
        && (link.answers.busy() || nowMono - talkMono < waitMillis)
        && nowMono - talkFromMono < TALK_WAITS_MAX * waitMillis;
  }

  /** Something of a comparison was heard or said, or entries were. */
  void talks(long nowMono) {
    if (nowMono - talkMono >= link.backoffMaxMillis()) {
      talkFromMono = nowMono;
    }
    talkMono = nowMono;
  }

  private long count(Message.Beacon beacon) {
    return space == Space.HEADS ? beacon.headsCount() : beacon.liveCount();
  }

  private long fingerprint(Message.Beacon beacon) {
    return space == Space.HEADS ? beacon.headsFingerprint() : beacon.liveFingerprint();
  }

  /** Another member described the space. */
  void heard(Message.Ranges theirs, long nowMono) {
    if (!ready()) {
      unread = Optional.of(theirs);
      readMono = nowMono + BUILDING_MILLIS;
      return;
    }
    unread = Optional.empty();
    readMono = NEVER;
    forget();
    talks(nowMono);
    boolean mine = mine(theirs.salt());
    boolean perhaps = mine || begun.contains(theirs.salt());
    if (!saying.isEmpty() && sayingSalt == theirs.salt() && !perhaps) {
      // Somebody else answers already.
      saying.clear();
      sayMono = NEVER;
      return;
    }
    RangesAnswer answer = RangesAnswer.to(link.context, theirs, tree(), fanout());
    link.wants.lists(answer.wants(), nowMono);
    link.answers.push(answer.pushes(), mine, nowMono);
    answer.tells().forEach(span -> link.tells.tell(span, nowMono));
    say(answer.ranges(), theirs.salt(), nowMono + (mine ? 0 : link.backoffMillis()));
  }

  private void say(List<Range> ranges, long salt, long atMono) {
    saying.clear();
    sayMono = NEVER;
    if (!ranges.isEmpty()) {
      saying.addAll(frames(ranges));
      sayingSalt = salt;
      sayMono = atMono;
    }
  }

  @Override
  public long dueMono() {
    return Math.min(readMono, Math.min(openMono, sayMono));
  }

  @Override
  public void perform(long nowMono) {
    if (sayMono <= nowMono) {
      sayNext(nowMono);
    } else if (readMono <= nowMono) {
      heard(unread.orElseThrow(), nowMono);
    } else if (nowMono - link.lastEntryMono < QUIET_MILLIS && nowMono < openMonoMax) {
      openMono = Math.min(link.lastEntryMono + QUIET_MILLIS, openMonoMax);
    } else if (!ready()) {
      openMono = nowMono + BUILDING_MILLIS;
    } else {
      open(nowMono);
    }
  }

  private void sayNext(long nowMono) {
    List<Range> ranges = saying.removeFirst();
    Message.Stamp stamp = link.context.sessions().next();
    joined.add(sayingSalt);
    talks(nowMono);
    link.send(Channel.SYNC, 0, new Message.Ranges(space, stamp, sayingSalt, ranges), nowMono);
    sayMono = saying.isEmpty() ? NEVER : nowMono;
  }

  private void open(long nowMono) {
    Differing theirs = differing.orElseThrow();
    forget();
    if (!equal(theirs.salt(), theirs.count(), theirs.fingerprint())) {
      RangesAnswer opening =
          RangesAnswer.opening(link.context, space, tree(), theirs.salt(), fanout());
      opening.tells().forEach(span -> link.tells.tell(span, nowMono));
      say(opening.ranges(), theirs.salt(), nowMono);
    }
  }

  /** Whether the ranges of the space can be read; if not, that is on its way. */
  private boolean ready() {
    if (space == Space.HEADS) {
      return true;
    }
    link.context.ledger().liveIndex().want();
    return link.context.ledger().liveIndex().ready();
  }

  private FingerprintTree tree() {
    return space == Space.HEADS
        ? link.context.heads().tree()
        : link.context.ledger().liveIndex().tree();
  }

  private int fanout() {
    return link.limits.radio() ? RangesAnswer.RADIO_FANOUT : RangesAnswer.LAN_FANOUT;
  }

  /**
   * Cuts a description into frames; each skips what came in those before it. Of more than one
   * answer may have it is the newest ones or, as often, any in a row: what is old and cannot be
   * settled keeps the others neither silent nor waiting.
   */
  private List<List<Range>> frames(List<Range> ranges) {
    int room = link.limits.frameBytesMax() - link.context.codec().rangesOverheadBytes();
    int framesMax = link.limits.radio() ? RADIO_FRAMES_MAX : LAN_FRAMES_MAX;
    List<List<Range>> frames = new ArrayList<>();
    List<Range> frame = new ArrayList<>();
    int bytes = 0;
    Bytes before = Bytes.EMPTY;
    for (Range range : ranges) {
      int cost = link.context.codec().rangeBytes(before, range);
      boolean full =
          bytes + cost > room
              || frame.size() >= FRAME_RANGES_MAX
              || otherIds(frame, range.content());
      if (full && describes(frame)) {
        frames.add(frame);
        frame = new ArrayList<>();
        Range skipped = new Range(before, new Message.Ranges.Content.Skip());
        frame.add(skipped);
        bytes = link.context.codec().rangeBytes(Bytes.EMPTY, skipped);
      }
      frame.add(range);
      bytes += cost;
      before = range.upper();
    }
    frames.add(frame);
    frames.removeIf(part -> !describes(part));
    int from = Math.max(0, frames.size() - framesMax);
    from =
        from > 0 && link.context.random().nextBoolean()
            ? link.context.random().nextInt(from + 1)
            : from;
    return frames.subList(from, Math.min(from + framesMax, frames.size()));
  }

  /** Ids of one frame have one length. */
  private static boolean otherIds(List<Range> frame, Message.Ranges.Content content) {
    return frame.stream()
        .anyMatch(
            range ->
                range.content() instanceof Message.Ranges.Content.Items before
                    && content instanceof Message.Ranges.Content.Items after
                    && !before.ids().isEmpty()
                    && !after.hasIdsOf(before.ids().get(0).size()));
  }

  private static boolean describes(List<Range> frame) {
    return frame.stream()
        .anyMatch(range -> !(range.content() instanceof Message.Ranges.Content.Skip));
  }
}
