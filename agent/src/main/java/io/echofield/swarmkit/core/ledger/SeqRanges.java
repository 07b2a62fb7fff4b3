package io.echofield.swarmkit.core.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * An immutable set of seqs as ascending, disjoint, non-touching closed ranges.
 *
 * <p>A log without gaps is one range; its size in memory grows with the number of gaps only.
 */
public record SeqRanges(List<Range> ranges) {
  public static final SeqRanges NONE = new SeqRanges(List.of());

  /** Both ends inclusive. */
  public record Range(long from, long to) {
    public Range {
      if (from < 1 || to < from) {
        throw new IllegalArgumentException(
            "a seq range must satisfy 1 <= from <= to but was " + from + ".." + to);
      }
    }
  }

  public SeqRanges {
    ranges = List.copyOf(ranges);
  }

  /** The greatest seq in the set, 0 if empty. */
  public long max() {
    return ranges.isEmpty() ? 0 : ranges.get(ranges.size() - 1).to();
  }

  /** The greatest n such that 1..n are all in the set. */
  public long prefix() {
    return ranges.isEmpty() || ranges.get(0).from() != 1 ? 0 : ranges.get(0).to();
  }

  public boolean contains(long seq) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Range range = ranges.get(middle);
      if (seq < range.from()) {
        high = middle - 1;
      } else if (seq > range.to()) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /** How many seqs up to {@code to} are in the set. */
  public long countTo(long to) {
    long count = 0;
    for (Range range : ranges) {
      count += Math.max(0, Math.min(to, range.to()) - range.from() + 1);
    }
    return count;
  }

  /** The set of these, which ascend. */
  public static SeqRanges ofAscending(Iterable<Long> seqs) {
    List<Range> ranges = new ArrayList<>();
    for (long seq : seqs) {
      int last = ranges.size() - 1;
      if (last >= 0 && ranges.get(last).to() + 1 == seq) {
        ranges.set(last, new Range(ranges.get(last).from(), seq));
      } else {
        ranges.add(new Range(seq, seq));
      }
    }
    return new SeqRanges(ranges);
  }

  /** The part of the set that is greater than {@code seq}. */
  public SeqRanges above(long seq) {
    List<Range> above = new ArrayList<>();
    for (Range range : ranges) {
      if (range.to() > seq) {
        above.add(new Range(Math.max(range.from(), seq + 1), range.to()));
      }
    }
    return new SeqRanges(above);
  }

  public SeqRanges plus(long seq) {
    if (!ranges.isEmpty() && seq == max() + 1) {
      Range last = ranges.get(ranges.size() - 1);
      Range longer = new Range(last.from(), seq);
      if (ranges.size() == 1) {
        return new SeqRanges(List.of(longer));
      }
      List<Range> grown = new ArrayList<>(ranges);
      grown.set(grown.size() - 1, longer);
      return new SeqRanges(grown);
    }
    return contains(seq) ? this : inserted(seq);
  }

  /**
   * The ranges of {@code from}..{@code to} that are not in the set, ascending, at most {@code max}
   * of them.
   *
   * @param from at least 1
   */
  public List<Range> missing(long from, long to, int max) {
    List<Range> missing = new ArrayList<>();
    long next = from;
    for (Range range : ranges) {
      if (missing.size() == max || next > to) {
        return missing;
      }
      if (range.from() > next) {
        missing.add(new Range(next, Math.min(to, range.from() - 1)));
      }
      next = Math.max(next, range.to() + 1);
    }
    if (next <= to && missing.size() < max) {
      missing.add(new Range(next, to));
    }
    return missing;
  }

  private SeqRanges inserted(long seq) {
    List<Range> merged = new ArrayList<>(ranges.size() + 1);
    long from = seq;
    long to = seq;
    boolean placed = false;
    for (Range range : ranges) {
      if (range.to() + 1 < from) {
        merged.add(range);
      } else if (range.from() - 1 > to) {
        if (!placed) {
          merged.add(new Range(from, to));
          placed = true;
        }
        merged.add(range);
      } else {
        from = Math.min(from, range.from());
        to = Math.max(to, range.to());
      }
    }
    if (!placed) {
      merged.add(new Range(from, to));
    }
    return new SeqRanges(merged);
  }
}
