package io.echofield.swarmkit.core.id;

/** A log: one author in one epoch (32 random bits). */
public record LogId(Author author, int epoch) implements Comparable<LogId> {
  @Override
  public int compareTo(LogId other) {
    int byAuthor = author.compareTo(other.author);
    return byAuthor != 0 ? byAuthor : Integer.compareUnsigned(epoch, other.epoch);
  }

  @Override
  public String toString() {
    return author + "/" + Integer.toHexString(epoch);
  }
}
