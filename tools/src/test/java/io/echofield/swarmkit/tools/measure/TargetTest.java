package io.echofield.swarmkit.tools.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final Metric RATE = new Metric("rate", "entries/s", Metric.Better.HIGHER);
  private static final Metric TIME = new Metric("time", "s", Metric.Better.LOWER);
  private static final Series OURS = new Series("one", Trial.OURS, RATE);
  private static final Series A = new Series("one", "a", RATE);
  private static final Series B = new Series("one", "b", RATE);

  private static Samples samples(double value) {
    return new Samples(List.of(value));
  }

  @Test
  void theBestPeerIsTheOneThatCounts() {
    Map<Series, Samples> measured = Map.of(OURS, samples(80), A, samples(100), B, samples(50));
    assertThat(Target.times(0.7, OURS, A, B).reached(measured).value()).isEqualTo(0.8);
    assertThat(Target.times(0.7, OURS, A, B).reached(measured).met()).isTrue();
    assertThat(Target.times(0.9, OURS, A, B).reached(measured).met()).isFalse();
  }

  @Test
  void whereLessIsBetterTheLeastPeerCountsAndTheGoalIsReachedFromAbove() {
    Series ours = new Series("open", Trial.OURS, TIME);
    Series a = new Series("open", "a", TIME);
    Series b = new Series("open", "b", TIME);
    Map<Series, Samples> measured = Map.of(ours, samples(3), a, samples(2), b, samples(6));
    assertThat(Target.times(1.5, ours, a, b).reached(measured).value()).isEqualTo(1.5);
    assertThat(Target.times(1.5, ours, a, b).reached(measured).met()).isTrue();
    assertThat(Target.number(2, ours).reached(measured).met()).isFalse();
    assertThat(Target.number(3, ours).reached(measured).met()).isTrue();
  }

  @Test
  void aTargetSaysWhatItWants() {
    Series many = new Series("many", Trial.OURS, RATE);
    assertThat(Target.times(0.7, OURS, A).text()).isEqualTo("one, rate: at least 0.7 x a");
    assertThat(Target.times(10, many, A, B).text())
        .isEqualTo("many, rate: at least 10 x the best of a, b (one)");
    assertThat(Target.number(2, new Series("open", Trial.OURS, TIME)).text())
        .isEqualTo("open, time: at most 2 s");
  }
}
