package io.echofield.swarmkit.core.id;

/** Key id of an author: the first 6 bytes of SHA-256(Ed25519 public key). */
public record Author(Bytes bytes) implements Comparable<Author> {
  public static final int BYTES = 6;

  public Author {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException(
          "key id must have " + BYTES + " bytes but had " + bytes.size());
    }
  }

  /** First four hex digits, for people. */
  public String brief() {
    return bytes.hex().substring(0, 4);
  }

  @Override
  public int compareTo(Author other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}
