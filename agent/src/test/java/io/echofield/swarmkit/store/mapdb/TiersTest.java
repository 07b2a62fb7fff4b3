package io.echofield.swarmkit.store.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TiersTest {
  @Test
  void fourOfASizeAreMerged() {
    assertThat(Tiers.firstToMerge(List.of(), 10)).isZero();
    assertThat(Tiers.firstToMerge(List.of(10L, 10L, 10L), 10)).isEqualTo(3);
    assertThat(Tiers.firstToMerge(List.of(10L, 10L, 10L, 10L), 10)).isZero();
    assertThat(Tiers.firstToMerge(List.of(40L, 10L, 10L, 10L), 10)).isEqualTo(4);
    assertThat(Tiers.firstToMerge(List.of(40L, 10L, 3L, 10L, 12L), 10)).isEqualTo(1);
    assertThat(Tiers.firstToMerge(List.of(40L, 40L, 40L, 40L, 10L), 10)).isZero();
  }

  @Test
  void runsStayFewAndAnEntryIsRewrittenRarely() {
    List<Long> runs = new ArrayList<>();
    long rewritten = 0;
    int flushes = 1_000;
    for (int i = 0; i < flushes; i++) {
      runs.add(10L);
      int first = Tiers.firstToMerge(runs, 10);
      while (first < runs.size()) {
        List<Long> merged = runs.subList(first, runs.size());
        long sum = merged.stream().mapToLong(Long::longValue).sum();
        rewritten += sum;
        merged.clear();
        runs.add(sum);
        first = Tiers.firstToMerge(runs, 10);
      }
      assertThat(runs.size()).isLessThanOrEqualTo(3 * 5 + 1);
    }
    assertThat(rewritten).isLessThan(5L * flushes * 10);
  }
}
