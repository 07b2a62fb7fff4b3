package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.List;

/** One durable change, in the order in which it must be applied. */
public sealed interface Write {
  /** Calls the method of the visitor that fits. */
  <R> R accept(Visitor<R> visitor);

  /** One method for each kind. */
  interface Visitor<R> {
    R append(Append append);

    R live(Live live);

    R log(Log log);

    R digest(Digest digest);

    R due(Due due);

    R cursor(Cursor cursor);

    R putPeer(PutPeer putPeer);

    R forgetPeer(ForgetPeer forgetPeer);

    R counter(Counter counter);
  }

  /** A new entry with its arrival number. */
  record Append(StoredEntry stored) implements Write {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.append(this);
    }
  }

  /**
   * The entries that decide the view of a task, replacing the list before; all of them are stored.
   */
  record Live(TaskKey task, List<EntryId> entries) implements Write {
    public Live {
      entries = List.copyOf(entries);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.live(this);
    }
  }

  /** What is held of a log, replacing the state before. */
  record Log(LogState state) implements Write {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.log(this);
    }
  }

  /** The digest of LIVE, replacing the one before. */
  record Digest(LiveDigest live) implements Write {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.digest(this);
    }
  }

  /** Whether this node may have to act on a task: the set of due tasks is restored as a whole. */
  record Due(TaskKey task, boolean due) implements Write {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.due(this);
    }
  }

  /** How far a link's outbox has delivered, as an arrival number. */
  record Cursor(LinkName link, long arrival) implements Write {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.cursor(this);
    }
  }

  /** What is remembered of another node, replacing what was. */
  record PutPeer(Peer peer) implements Write {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.putPeer(this);
    }
  }

  /** An operator forgot a node. */
  record ForgetPeer(Author author) implements Write {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.forgetPeer(this);
    }
  }

  /** A named number of this node: session, epoch, hybrid time ... */
  record Counter(Name name, long value) implements Write {
    /** Which number. */
    public enum Name {
      /** Highest session begun. */
      SESSION,
      /** Current log epoch, as an unsigned 32-bit number. */
      EPOCH,
      /** Greatest hybrid time stamped or admitted. */
      HYBRID_TIME,
      /** Version of the roster under which all tasks were last looked through for due ones. */
      ROSTER_VERSION,
      /** Last seq that this node wrote in its current epoch. */
      OWN_SEQ,
      /** Random, 64 bits: what the continuity record beside the store is to hold. */
      NONCE,
      /** What that record held before; 0 if it is not known that there was one. */
      NONCE_BEFORE
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.counter(this);
    }
  }
}
