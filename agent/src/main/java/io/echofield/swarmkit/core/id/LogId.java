package io.echofield.swarmkit.core.id;

/** A log: one author in one epoch (32 random bits). */
public record LogId(Author author, int epoch) implements Comparable<LogId> {
  /** Bytes of a {@link #key}. */
  public static final int KEY_BYTES = Author.BYTES + Integer.BYTES;

  /** Author and epoch, big-endian: in the order of these bytes are logs compared. */
  public Bytes key() {
    byte[] key = new byte[KEY_BYTES];
    author.bytes().copyTo(key, 0);
    for (int i = 0; i < Integer.BYTES; i++) {
      key[Author.BYTES + i] = (byte) (epoch >>> (24 - 8 * i));
    }
    return Bytes.copyOf(key);
  }

  /** The log whose key these bytes begin with. */
  public static LogId ofKey(Bytes bytes) {
    return new LogId(new Author(bytes.slice(0, Author.BYTES)), bytes.intAt(Author.BYTES));
  }

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
