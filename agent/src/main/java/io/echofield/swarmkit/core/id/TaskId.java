package io.echofield.swarmkit.core.id;

/** The first 16 bytes of the id of the entry that created the task. All zero: the roster. */
public record TaskId(Bytes bytes) implements Comparable<TaskId> {
  public static final int BYTES = 16;
  public static final TaskId ROSTER = new TaskId(Bytes.copyOf(new byte[BYTES]));

  public TaskId {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException(
          "task id must have " + BYTES + " bytes but had " + bytes.size());
    }
  }

  public static TaskId of(EntryId create) {
    return new TaskId(create.bytes().slice(0, BYTES));
  }

  public TaskKey key() {
    return new TaskKey(bytes.slice(0, TaskKey.BYTES));
  }

  @Override
  public int compareTo(TaskId other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}
