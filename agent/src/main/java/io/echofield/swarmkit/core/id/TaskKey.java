package io.echofield.swarmkit.core.id;

/**
 * The first 8 bytes of a task id: how status entries refer to a task and how the ledger indexes it.
 *
 * <p>Two tasks with one key are a collision: both are shown, neither is executed.
 */
public record TaskKey(Bytes bytes) implements Comparable<TaskKey> {
  public static final int BYTES = 8;

  public TaskKey {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException(
          "task key must have " + BYTES + " bytes but had " + bytes.size());
    }
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
