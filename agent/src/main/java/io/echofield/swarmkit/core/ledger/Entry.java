package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.Optional;

/**
 * One immutable write to one register of one task.
 *
 * @param id SHA-256 of the canonical bytes under the swarm's domain
 * @param seq place in its log, from 1
 * @param task the reference as written: empty (create, epoch start), 8 or 16 bytes
 * @param canonical the bytes as their author produced them, at most {@value #BYTES_MAX}
 * @param signed whether the canonical bytes end in a signature (not whether it is valid)
 */
public record Entry(
    EntryId id,
    LogId log,
    long seq,
    int group,
    Bytes task,
    HybridTime hlc,
    Body body,
    Bytes canonical,
    boolean signed) {
  /**
   * Largest canonical size in bytes; a larger entry is refused by its author's codec and by every
   * reader.
   */
  public static final int BYTES_MAX = 1_024;

  public static final long SEQ_MAX = 0xffff_ffffL;

  /** Bytes of the signature field at the end of a signed entry. */
  public static final int SIGNATURE_FIELD_BYTES = 66;

  public Author author() {
    return log.author();
  }

  /** The index key of the task this entry belongs to; empty for an epoch start. */
  public Optional<TaskKey> key() {
    if (body instanceof Body.Create) {
      return Optional.of(TaskKey.of(id));
    }
    return task.isEmpty()
        ? Optional.empty()
        : Optional.of(new TaskKey(task.slice(0, TaskKey.BYTES)));
  }

  /** The signature; call only when {@link #signed}. */
  public Bytes signature() {
    return canonical.slice(canonical.size() - 64, canonical.size());
  }

  /** The canonical bytes that the signature covers; call only when {@link #signed}. */
  public Bytes unsignedPart() {
    return canonical.slice(0, canonical.size() - SIGNATURE_FIELD_BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry entry && id.equals(entry.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
