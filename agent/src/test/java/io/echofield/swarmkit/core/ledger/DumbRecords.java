package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What a {@link FingerprintTree} says, said by walking through a sorted set. */
final class DumbRecords {
  final NavigableSet<Bytes> all = new TreeSet<>();

  List<Bytes> range(Bytes from, Bytes to) {
    if (!to.isEmpty() && from.compareTo(to) >= 0) {
      return List.of();
    }
    NavigableSet<Bytes> above = all.tailSet(from, true);
    return List.copyOf(to.isEmpty() ? above : above.headSet(to, false));
  }

  FingerprintTree.Summary summary(Bytes from, Bytes to) {
    IdSum sum = IdSum.ZERO;
    List<Bytes> range = range(from, to);
    for (Bytes record : range) {
      sum = sum.plus(new EntryId(record.slice(record.size() - IdSum.BYTES, record.size())));
    }
    return new FingerprintTree.Summary(range.size(), sum);
  }

  /** The first prefix of the record at the index that is above the record before it. */
  static Bytes boundAt(List<Bytes> range, int index) {
    Bytes record = range.get(index);
    for (int size = 1; size <= record.size(); size++) {
      Bytes prefix = record.slice(0, size);
      if (range.get(index - 1).compareTo(prefix) < 0) {
        return prefix;
      }
    }
    throw new AssertionError("records of one range differ");
  }

  /** The counts between the bounds. */
  List<Integer> parts(Bytes from, Bytes to, List<Bytes> bounds) {
    List<Integer> parts = new ArrayList<>();
    Bytes begin = from;
    for (Bytes bound : bounds) {
      parts.add(range(begin, bound).size());
      begin = bound;
    }
    parts.add(range(begin, to).size());
    return parts;
  }
}
