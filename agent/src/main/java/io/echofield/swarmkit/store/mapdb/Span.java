package io.echofield.swarmkit.store.mapdb;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Consecutive batches, both ends included; also the beginning of the name of a run. */
record Span(long first, long last) implements Comparable<Span> {
  private static final Pattern NAME = Pattern.compile("([0-9]{20})-([0-9]{20})\\..*");

  Span {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("no batches go from " + first + " to " + last);
    }
  }

  /** The batches that a file is about; empty if its name does not say. */
  static Optional<Span> of(Path file) {
    Matcher name = NAME.matcher(StoreFolder.name(file));
    if (!name.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(name.group(1));
    long last = Long.parseLong(name.group(2));
    return first < 1 || last < first ? Optional.empty() : Optional.of(new Span(first, last));
  }

  boolean covers(Span other) {
    return first <= other.first && other.last <= last;
  }

  boolean overlaps(Span other) {
    return first <= other.last && other.first <= last;
  }

  /** By the first batch, the longer one first. */
  @Override
  public int compareTo(Span other) {
    return first != other.first ? Long.compare(first, other.first) : Long.compare(other.last, last);
  }

  @Override
  public String toString() {
    return StoreFolder.digits(first) + "-" + StoreFolder.digits(last);
  }
}
