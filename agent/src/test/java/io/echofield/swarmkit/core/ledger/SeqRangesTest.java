package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeqRangesTest {
  private static final int SEQS = 60;

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theyAreASet(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SeqRanges ranges = SeqRanges.NONE;
    TreeSet<Long> set = new TreeSet<>();
    for (int i = 0; i < SEQS; i++) {
      long seq = 1L + random.nextInt(SEQS);
      ranges = ranges.plus(seq);
      set.add(seq);
      check(ranges, set);
      long cut = random.nextInt(SEQS);
      check(ranges.above(cut), new TreeSet<>(set.tailSet(cut, false)));
    }
  }

  private static void check(SeqRanges ranges, NavigableSet<Long> set) {
    assertThat(ranges.max()).isEqualTo(set.isEmpty() ? 0 : set.last());
    long prefix = 0;
    while (set.contains(prefix + 1)) {
      prefix++;
    }
    assertThat(ranges.prefix()).isEqualTo(prefix);
    for (long seq = 0; seq <= SEQS + 1; seq++) {
      assertThat(ranges.contains(seq)).isEqualTo(set.contains(seq));
      assertThat(ranges.countTo(seq)).isEqualTo(set.headSet(seq, true).size());
    }
    for (int i = 1; i < ranges.ranges().size(); i++) {
      assertThat(ranges.ranges().get(i).from()).isGreaterThan(ranges.ranges().get(i - 1).to() + 1);
    }
    for (long to : List.of(0L, 1L, 30L, (long) SEQS, SEQS + 5L)) {
      TreeSet<Long> missing = new TreeSet<>();
      LongStream.rangeClosed(1, to).filter(seq -> !set.contains(seq)).forEach(missing::add);
      List<SeqRanges.Range> all = ranges.missing(1, to, Integer.MAX_VALUE);
      assertThat(seqs(all)).isEqualTo(new ArrayList<>(missing));
      assertThat(ranges.missing(1, to, 2)).isEqualTo(all.subList(0, Math.min(2, all.size())));
      for (long from : List.of(2L, 17L, (long) SEQS)) {
        assertThat(seqs(ranges.missing(from, to, Integer.MAX_VALUE)))
            .isEqualTo(new ArrayList<>(missing.tailSet(from)));
      }
    }
  }

  private static List<Long> seqs(List<SeqRanges.Range> ranges) {
    List<Long> seqs = new ArrayList<>();
    for (SeqRanges.Range range : ranges) {
      LongStream.rangeClosed(range.from(), range.to()).forEach(seqs::add);
    }
    return seqs;
  }

  @Test
  void anEmptyOrBackwardRangeIsNone() {
    assertThatThrownBy(() -> new SeqRanges.Range(0, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SeqRanges.Range(4, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
