package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.testkit.Shows;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nearly always one answers, however many could. */
class RepairBackoffTest {
  private static final long MAX_MILLIS = 10_000;
  private static final long PROPAGATION_MILLIS = MAX_MILLIS / 20;
  private static final int ROUNDS = 400;

  static LongStream seeds() {
    return LongStream.range(0, 4);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void ofAThousandMembersFewerThanTwoAnswerInTheMean(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    assertThat(meanAnswers(random, 1_000, 1_000)).isBetween(1.2, 2.0);
    assertThat(meanAnswers(random, 1, 1_000)).as("with no notion of the group").isGreaterThan(20);
  }

  @ParameterizedTest(name = "{0} members taken for {1}")
  @CsvSource({"10, 10, 2.0", "100, 100, 2.0", "200, 1000, 2.0", "10, 1000, 2.0", "1, 1, 1.0"})
  void aGroupThatIsTakenForALargerOneAnswersAsSeldom(int members, int group, double most) {
    SplittableRandom random = new SplittableRandom(17);
    assertThat(meanAnswers(random, group, members)).isBetween(1.0, most);
  }

  @ParameterizedTest(name = "group of {0}")
  @ValueSource(ints = {1, 10, 1_000, 1_000_000})
  @Shows("X-14")
  void aTimeIsWithinItsBoundAndSeldomEarly(int group) {
    SplittableRandom random = new SplittableRandom(3);
    int early = 0;
    for (int i = 0; i < 10_000; i++) {
      long millis = RepairBackoff.millis(random, 500, group);
      assertThat(millis).isBetween(0L, 500L);
      early += millis < 250 ? 1 : 0;
    }
    // The chance of the first half is 1 / (e^(lambda / 2) + 1), lambda = ln(group) + 1.
    double share = 1 / (Math.sqrt(Math.E * group) + 1);
    assertThat(early / 10_000.0).isBetween(share * 0.7 - 0.002, share * 1.3 + 0.002);
  }

  @ParameterizedTest(name = "{0} heard: {1}")
  @CsvSource({
    "-1, 1",
    "0, 1",
    "1, 1",
    "2, 10",
    "10, 10",
    "11, 100",
    "1000, 1000",
    "1001, 10000",
    "1000001, 1000000",
    "2147483647, 1000000"
  })
  @Shows("X-14")
  void aGroupIsRoundedUpToAPowerOfTen(int heard, int group) {
    assertThat(RepairBackoff.group(heard)).isEqualTo(group);
  }

  @ParameterizedTest(name = "{0} ms among {1}")
  @CsvSource({"-1, 1", "1, 0", "1, 1000001"})
  void thereIsNoBackOffOfThat(long maxMillis, int group) {
    assertThatThrownBy(() -> RepairBackoff.millis(new SplittableRandom(1), maxMillis, group))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(maxMillis + " ms among " + group);
  }

  /** Members that answer before they can have heard the first answer, in the mean. */
  private static double meanAnswers(SplittableRandom random, int group, int members) {
    long answers = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long[] times = new long[members];
      for (int i = 0; i < members; i++) {
        times[i] = RepairBackoff.millis(random, MAX_MILLIS, group);
      }
      long heard = LongStream.of(times).min().orElseThrow() + PROPAGATION_MILLIS;
      answers += LongStream.of(times).filter(time -> time < heard).count();
    }
    return (double) answers / ROUNDS;
  }
}
