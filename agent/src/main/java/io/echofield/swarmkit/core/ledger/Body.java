package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * What an entry says. Units and limits are those of the wire schema ({@code entry.proto}).
 *
 * <p>S-kinds cause, stop or authorise action and carry their author's own signature.
 */
public sealed interface Body {
  /** Most UTF-8 bytes of a reason. */
  int REASON_BYTES_MAX = 256;

  /** Most UTF-8 bytes of a note, a result, a parameter's value. */
  int TEXT_BYTES_MAX = 512;

  /** Calls the method of the visitor that fits. */
  <R> R accept(Visitor<R> visitor);

  /** Whether an entry with this body must be proven to count. */
  default boolean isSkind() {
    return true;
  }

  /** One method for each kind. */
  interface Visitor<R> {
    R create(Create create);

    R edit(Edit edit);

    R life(Life life);

    R cancel(Cancel cancel);

    R reopen(Reopen reopen);

    R approve(Approve approve);

    R note(Note note);

    R result(Result result);

    R epochStart(EpochStart epochStart);

    R roster(RosterItem roster);
  }

  /**
   * A new task; {@code salt} has 16 bytes; {@code targetEpoch} 0 = any; {@code exclusive}: a second
   * run does harm.
   */
  record Create(
      Bytes salt,
      ActionName action,
      Optional<Author> target,
      int targetEpoch,
      Spec spec,
      boolean exclusive,
      List<String> labels,
      Bytes after)
      implements Body {
    public static final int SALT_BYTES = 16;

    public Create {
      labels = List.copyOf(labels);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.create(this);
    }
  }

  /** A new version of a task's spec. */
  record Edit(Spec spec) implements Body {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.edit(this);
    }
  }

  /** One cell of a task's life: (gen, term, author) has reached this phase. */
  record Life(int gen, int term, Phase phase, String reason) implements Body {
    public static final int GEN_MAX = 255;
    public static final int TERM_MAX = 65_535;

    @Override
    public boolean isSkind() {
      return false;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.life(this);
    }
  }

  /** The generation is cancelled, for ever. */
  record Cancel(int gen, String reason) implements Body {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.cancel(this);
    }
  }

  /** A new generation begins. */
  record Reopen(int gen) implements Body {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reopen(this);
    }
  }

  /** The generation may run where approval is asked for. */
  record Approve(int gen) implements Body {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.approve(this);
    }
  }

  /** A remark for people. */
  record Note(String text) implements Body {
    @Override
    public boolean isSkind() {
      return false;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.note(this);
    }
  }

  /** What the run of (gen, term) gave. */
  record Result(int gen, int term, String text) implements Body {
    @Override
    public boolean isSkind() {
      return false;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.result(this);
    }
  }

  /** First entry of a later epoch: where the earlier ones ended, the one written last first. */
  record EpochStart(List<Earlier> earlier, Cause cause) implements Body {
    public static final int EARLIER_MAX = 64;

    public EpochStart {
      earlier = List.copyOf(earlier);
    }

    @Override
    public boolean isSkind() {
      return false;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.epochStart(this);
    }

    /** An epoch of this author and the last seq it knows of. */
    public record Earlier(int epoch, long seq) {}

    /** Why the author began a new epoch. */
    public enum Cause {
      UNSPECIFIED,
      /** At its start it was not proven that the log goes on. */
      NONCE,
      /** Its own signature showed it what it does not hold. */
      SEEN
    }
  }

  /** One item of the swarm's membership; {@code items}: how many items this version has. */
  record RosterItem(int version, int items, Item item) implements Body {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.roster(this);
    }

    /** What the item says. */
    public sealed interface Item {}

    /** A member with its 32-byte Ed25519 public key. */
    public record Member(
        NodeId name,
        Bytes publicKey,
        List<Capability> capabilities,
        List<Integer> rights,
        int rightsEpoch)
        implements Item {
      public Member {
        capabilities = List.copyOf(capabilities);
        rights = List.copyOf(rights);
      }
    }

    /** Only the listed prefixes of this author count. */
    public record Revoke(Author author, List<Head> heads) implements Item {
      public Revoke {
        heads = List.copyOf(heads);
      }
    }

    /** The end of a prefix that still counts. */
    public record Head(int epoch, long seq, Bytes chain) {}

    /** A new swarm key for one member. */
    public record WrappedKey(int keyVersion, Author member, Bytes wrapped) implements Item {}

    /** Swarm-wide pause of remote remediation. */
    public record Pause(int version, boolean paused) implements Item {}
  }
}
