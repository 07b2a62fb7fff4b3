package io.echofield.swarmkit.core.id;

/**
 * The first 8 bytes of a task id: how status entries refer to a task and how the ledger indexes it.
 *
 * <p>Two tasks with one key are a collision: both are shown, neither is executed.
 */
public record TaskKey(Bytes bytes) implements Comparable<TaskKey> {
  public static final int BYTES = 8;

  /** The key of {@link TaskId#ROSTER}; no task has it. */
  public static final TaskKey ROSTER = new TaskKey(Bytes.copyOf(new byte[BYTES]));

  public TaskKey {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException(
          "task key must have " + BYTES + " bytes but had " + bytes.size());
    }
  }

  /** Of the task that an entry with this id creates. */
  public static TaskKey of(EntryId create) {
    return new TaskKey(create.bytes().slice(0, BYTES));
  }

  /** Keys are parts of hashes: any four bytes of them are as good as a hash. */
  @Override
  public int hashCode() {
    return bytes.intAt(0);
  }

  @Override
  public int compareTo(TaskKey other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}
