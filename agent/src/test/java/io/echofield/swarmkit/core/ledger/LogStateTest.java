package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.testkit.TaskHistories;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogStateTest {
  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows({"D-1", "E-11"})
  void itCountsAndSumsWhatIsHeldInAnyOrder(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<Entry> ofOneLog =
        histories.ofOneTask(60).stream()
            .filter(entry -> entry.author().equals(histories.target.author()))
            .toList();
    LogState forward = LogState.empty(ofOneLog.get(0).log());
    LogState backward = forward;
    TreeSet<Long> seqs = new TreeSet<>();
    IdSum sum = IdSum.ZERO;
    for (int i = 0; i < ofOneLog.size(); i++) {
      forward = forward.plus(ofOneLog.get(i));
      backward = backward.plus(ofOneLog.get(ofOneLog.size() - 1 - i));
      seqs.add(ofOneLog.get(i).seq());
      sum = sum.plus(ofOneLog.get(i).id());
      assertThat(forward.count()).isEqualTo(i + 1L);
      assertThat(forward.sum()).isEqualTo(sum);
      assertThat(forward.maxSeq()).isEqualTo(seqs.last());
      assertThat(forward.forked()).isEqualTo(seqs.size() < i + 1);
    }
    assertThat(backward).isEqualTo(forward);
    assertThat(forward.provenSeq()).isZero();
  }
}
