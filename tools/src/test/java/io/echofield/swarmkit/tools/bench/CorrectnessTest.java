package io.echofield.swarmkit.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The models lose what they are known to lose, and our ledger nothing, in the same schedules. */
class CorrectnessTest {
  private static final long SEEDS = 200;

  @Test
  void theNewestWriteDisplacesADoneAndTheLawNever() {
    assertThat(lost(seed -> DoneSchedule.loses(new NewestWriteWins(), seed))).isPositive();
    assertThat(lost(seed -> DoneSchedule.loses(new LawKeeper(), seed))).isZero();
  }

  @Test
  void aCounterThatIsUsedAgainLosesWritesAndAHashNever() {
    assertThat(lost(seed -> RestoreSchedule.loses(new DotKeeper(), seed))).isPositive();
    assertThat(lost(seed -> RestoreSchedule.loses(new HashKeeper(), seed))).isZero();
  }

  @Test
  void schedulesDoEndTasks() {
    long ended =
        LongStream.range(0, SEEDS)
            .filter(
                seed -> {
                  LawKeeper keeper = new LawKeeper();
                  DoneSchedule.loses(keeper, seed);
                  return keeper.ended();
                })
            .count();
    assertThat(ended).isGreaterThan(SEEDS / 4);
  }

  private static long lost(LongPredicate loses) {
    return LongStream.range(0, SEEDS).filter(loses).count();
  }
}
