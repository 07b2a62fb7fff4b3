package io.echofield.swarmkit.link.drop;

import io.echofield.swarmkit.core.sync.Channel;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The file names inside a node's folder: a pure mapping from a place to a name and back.
 *
 * <pre>
 * beacon, head, tail-0 to tail-15, health.json   the newest payload, raw
 * out/session-counter.frames                     what was sent, in order
 * .anything                                      temporary, never read
 * </pre>
 */
final class FileNames {
  static final String OUT = "out";

  /** Begins the name of every file that is not finished. Syncing programs name theirs so too. */
  static final String HIDDEN = ".";

  /** Slots of the tail ring. */
  static final int TAIL_SLOTS_MAX = 16;

  private static final Pattern FRAMES =
      Pattern.compile("(0|[1-9][0-9]{0,17})-([1-9][0-9]{0,17})\\.frames");

  private FileNames() {}

  /** A retained place. */
  record Kept(Channel channel, int slot) {}

  /** The place of a file of frames in the order of one node; sessions first. */
  record Batch(long session, long counter) implements Comparable<Batch> {
    private static final Comparator<Batch> ORDER =
        Comparator.comparingLong(Batch::session).thenComparingLong(Batch::counter);

    @Override
    public int compareTo(Batch other) {
      return ORDER.compare(this, other);
    }
  }

  static String nameOf(Kept kept) {
    return switch (kept.channel()) {
      case BEACON -> "beacon";
      case HEAD -> "head";
      case TAIL -> "tail-" + kept.slot();
      case HEALTH -> "health.json";
      case DELTA, SYNC -> throw new IllegalArgumentException(kept.channel() + " is not retained");
    };
  }

  static String nameOf(Batch batch) {
    return batch.session() + "-" + batch.counter() + ".frames";
  }

  /** Empty for a name that {@link #nameOf(Kept)} never gives. Total. */
  static Optional<Kept> kept(String name) {
    return switch (name) {
      case "beacon" -> Optional.of(new Kept(Channel.BEACON, 0));
      case "head" -> Optional.of(new Kept(Channel.HEAD, 0));
      case "health.json" -> Optional.of(new Kept(Channel.HEALTH, 0));
      default ->
          IntStream.range(0, TAIL_SLOTS_MAX)
              .mapToObj(slot -> new Kept(Channel.TAIL, slot))
              .filter(tail -> nameOf(tail).equals(name))
              .findFirst();
    };
  }

  /** Empty for a name that {@link #nameOf(Batch)} never gives. Total. */
  static Optional<Batch> batch(String name) {
    Matcher matcher = FRAMES.matcher(name);
    return matcher.matches()
        ? Optional.of(new Batch(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }
}
