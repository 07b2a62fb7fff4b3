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
   * Session and counter of a sender: durable session, counter within it. Ordered; an older stamp is
   * ignored.
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

  /** What the sender holds of each log; logs named in no part are not held. */
  record Heads(List<Heads.Item> items, Stamp stamp, int part, int parts) implements Message {
    public Heads {
      items = List.copyOf(items);
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

  /** A description of a space by ranges. */
  record Ranges(Space space, Stamp stamp, long salt, List<Range> ranges) implements Message {
    public Ranges {
      ranges = List.copyOf(ranges);
    }

    /** Which digest is compared. */
    public enum Space {
      HEADS,
      LIVE
    }

    /** {@code upper}: exclusive bound as a key prefix, empty = end of the space. */
    public record Range(Bytes upper, Content content) {}

    /** What the sender says of a range. */
    public sealed interface Content {
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

    /** Both ends inclusive; every branch. */
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
