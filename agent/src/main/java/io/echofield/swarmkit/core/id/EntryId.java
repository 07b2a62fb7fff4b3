package io.echofield.swarmkit.core.id;

/** SHA-256 of an entry's canonical bytes under the swarm's domain: 32 bytes. */
public record EntryId(Bytes bytes) implements Comparable<EntryId> {
  public static final int BYTES = 32;
  public static final int PREFIX_BYTES = 8;

  public EntryId {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException(
          "entry id must have " + BYTES + " bytes but had " + bytes.size());
    }
  }

  /** The first 8 bytes, for indexes and digests. */
  public Bytes prefix() {
    return bytes.slice(0, PREFIX_BYTES);
  }

  /** Ids are hashes: any four bytes of them are as good as another. */
  @Override
  public int hashCode() {
    return bytes.intAt(0);
  }

  @Override
  public int compareTo(EntryId other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}
