package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.IdSum;
import java.util.List;
import java.util.Optional;

/**
 * What nodes say to each other; fields and units as in {@code sync.proto}. Each message is useful
 * alone.
 */
public sealed interface Message {
  /** Calls the method of the visitor that fits. */
  <R> R accept(Visitor<R> visitor);

  /** One method for each kind. */
  interface Visitor<R> {
    R beacon(Beacon beacon);

    R heads(Heads heads);

    R headSig(HeadSigMessage headSig);

    R delta(Delta delta);

    R entries(Entries entries);

    R ranges(Ranges ranges);

    R want(Want want);

    R frag(Frag frag);

    R head(Head head);
  }

  /**
   * Session and counter of a sender: durable session, counter within it. Ordered: what is older
   * shows nothing of what its sender holds now; a question is answered however old it is.
   */
  record Stamp(long session, long counter) implements Comparable<Stamp> {
    @Override
    public int compareTo(Stamp other) {
      int bySession = Long.compare(session, other.session);
      return bySession != 0 ? bySession : Long.compare(counter, other.counter);
    }
  }

  /**
   * I am here, this is what I hold. {@code publicKey} is empty where a roster tells it; {@code
   * name} empty on radio.
   */
  record Beacon(
      Stamp stamp,
      long liveCount,
      long liveFingerprint,
      long headsCount,
      long headsFingerprint,
      long rosterVersion,
      long pauseVersion,
      boolean liveOnly,
      List<Lease> leases,
      Optional<HealthReport> health,
      String name,
      Bytes publicKey,
      boolean goodbye)
      implements Message {
    public Beacon {
      leases = List.copyOf(leases);
    }

    /** A running claim, renewed; {@code task}: the key as a big-endian number. */
    public record Lease(long task, int term) {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.beacon(this);
    }
  }

  /**
   * What the sender holds of each log whose key ({@link LogId#key}) lies in a range; logs in it
   * that are not named are not held.
   *
   * @param items ascending by log, each once, all within the bounds
   * @param lower inclusive bound as a prefix of a key; empty: the beginning
   * @param upper exclusive bound as a prefix of a key; empty: the end
   * @param partial says nothing about logs that it does not name
   */
  record Heads(List<Heads.Item> items, Stamp stamp, Bytes lower, Bytes upper, boolean partial)
      implements Message {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if the items do not ascend within the bounds
     */
    public Heads {
      items = List.copyOf(items);
      for (int i = 0; i < items.size(); i++) {
        boolean ascending = i == 0 || items.get(i - 1).log().compareTo(items.get(i).log()) < 0;
        if (!ascending || !covers(lower, upper, items.get(i).log())) {
          throw new IllegalArgumentException(
              "heads ascend within their bounds but not at " + items.get(i).log());
        }
      }
    }

    /** Of all logs. */
    public static Heads ofAll(List<Item> items, Stamp stamp) {
      return new Heads(items, stamp, Bytes.EMPTY, Bytes.EMPTY, false);
    }

    private static boolean covers(Bytes lower, Bytes upper, LogId log) {
      Bytes key = log.key();
      return key.compareTo(lower) >= 0 && (upper.isEmpty() || key.compareTo(upper) < 0);
    }

    /** What is held of one log. */
    public record Item(LogId log, long maxSeq, long count, IdSum sum, long signedSeq) {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.heads(this);
    }
  }

  /** A proof over a prefix. */
  record HeadSigMessage(HeadSig headSig) implements Message {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.headSig(this);
    }
  }

  /** Consecutive entries of one log, first seq = that of the first entry. Not empty. */
  record Delta(List<Entry> entries) implements Message {
    public Delta {
      entries = List.copyOf(entries);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.delta(this);
    }
  }

  /** Any entries. */
  record Entries(List<Entry> entries) implements Message {
    public Entries {
      entries = List.copyOf(entries);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.entries(this);
    }
  }

  /**
   * A description of a space by ranges, of which each begins where the one before ended.
   *
   * @param salt of the fingerprints: the counter of the beacon that is answered
   * @param ranges ascending by their upper bounds; only the last may go to the end of the space
   */
  record Ranges(Space space, Stamp stamp, long salt, List<Range> ranges) implements Message {
    /**
     * Checks the order and the lengths of ids.
     *
     * @throws IllegalArgumentException if the bounds do not ascend or the ids have not all one
     *     length
     */
    public Ranges {
      ranges = List.copyOf(ranges);
      for (int i = 1; i < ranges.size(); i++) {
        Bytes before = ranges.get(i - 1).upper();
        Bytes upper = ranges.get(i).upper();
        if (before.isEmpty() || (!upper.isEmpty() && upper.compareTo(before) <= 0)) {
          throw new IllegalArgumentException("ranges ascend but " + upper + " follows " + before);
        }
      }
      int idBytes = idBytes(ranges);
      if (!ranges.stream().allMatch(range -> range.content().hasIdsOf(idBytes))) {
        throw new IllegalArgumentException("the ids of one message have all one length");
      }
    }

    /** Bytes of each id listed; 0 if none is. */
    public int idBytes() {
      return idBytes(ranges);
    }

    private static int idBytes(List<Range> ranges) {
      for (Range range : ranges) {
        if (range.content() instanceof Content.Items items && !items.ids().isEmpty()) {
          return items.ids().get(0).size();
        }
      }
      return 0;
    }

    /** Which digest is compared. */
    public enum Space {
      HEADS(0),
      LIVE(1);

      private final int number;

      Space(int number) {
        this.number = number;
      }

      /** Goes into fingerprints. */
      public int number() {
        return number;
      }
    }

    /** {@code upper}: exclusive bound as a key prefix, empty = end of the space. */
    public record Range(Bytes upper, Content content) {}

    /** What the sender says of a range. */
    public sealed interface Content {
      /** Whether every id listed has this length; true if none is listed. */
      default boolean hasIdsOf(int bytes) {
        return true;
      }

      /** Not described here. */
      record Skip() implements Content {}

      /** The sender holds nothing there: push it. */
      record Empty() implements Content {}

      /** 64 bits over sum and count. */
      record Fingerprint(long bits) implements Content {}

      /** Ids held there, all of one length. */
      record Items(List<Bytes> ids) implements Content {
        public Items {
          ids = List.copyOf(ids);
        }

        @Override
        public boolean hasIdsOf(int bytes) {
          return ids.stream().allMatch(id -> id.size() == bytes);
        }
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.ranges(this);
    }
  }

  /** Please send. */
  record Want(Stamp stamp, List<LogRange> logs, List<Want.Item> items, List<LogId> headSigs)
      implements Message {
    public Want {
      logs = List.copyOf(logs);
      items = List.copyOf(items);
      headSigs = List.copyOf(headSigs);
    }

    /** Both ends inclusive, {@code to} 2^32 - 1: all that there is; every branch. */
    public record LogRange(LogId log, long from, long to) {}

    /** An entry by id prefix, from a byte offset. */
    public record Item(Bytes id, int offset) {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.want(this);
    }
  }

  /** A piece of an entry larger than a frame; {@code id}: the first 8 bytes of its id. */
  record Frag(Bytes id, int total, int offset, Bytes bytes) implements Message {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.frag(this);
    }
  }

  /** Heads and head signatures in one frame, for a retained topic. */
  record Head(Heads heads, List<HeadSig> signatures) implements Message {
    public Head {
      signatures = List.copyOf(signatures);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.head(this);
    }
  }
}
