package io.echofield.swarmkit.tools.measure;

import io.echofield.swarmkit.tools.show.NumberText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What we aim at: a multiple of the best of some peers, or a number. Printed with what was reached,
 * never asserted.
 *
 * @param ours what is looked at
 * @param peers compared with the one whose median is the best, all of one workload; none: the goal
 *     is a number itself
 * @param goal reached from above or from below, as the metric of {@code ours} says
 */
public record Target(Series ours, List<Series> peers, double goal) {
  public Target {
    peers = List.copyOf(peers);
  }

  /** So many times as good a number as the best of the peers has. */
  public static Target times(double goal, Series ours, Series... peers) {
    return new Target(ours, List.of(peers), goal);
  }

  /** A number that shall be reached. */
  public static Target number(double goal, Series ours) {
    return new Target(ours, List.of(), goal);
  }

  /** What was reached: the median over rounds of the ratio, or of the number. */
  Reached reached(Map<Series, Samples> measured) {
    Samples mine = measured.get(ours);
    double value =
        peers.isEmpty() ? mine.median() : mine.per(measured.get(best(measured))).median();
    return new Reached(this, value, ours.metric().reaches(value, goal));
  }

  private Series best(Map<Series, Samples> measured) {
    Comparator<Series> byMedian = Comparator.comparingDouble(s -> measured.get(s).median());
    boolean higher = ours.metric().better() == Metric.Better.HIGHER;
    return peers.stream().max(higher ? byMedian : byMedian.reversed()).orElseThrow();
  }

  /** In words: {@code 1 writer, acknowledged: at least 0.7 x raw append}. */
  public String text() {
    Metric metric = ours.metric();
    String bound = metric.better() == Metric.Better.HIGHER ? "at least " : "at most ";
    String of = peers.isEmpty() ? " " + metric.unit() : " x " + peerText();
    return ours.workload() + ", " + metric.name() + ": " + bound + NumberText.of(goal) + of;
  }

  private String peerText() {
    List<String> names = peers.stream().map(Series::side).toList();
    String text = names.size() == 1 ? names.get(0) : "the best of " + String.join(", ", names);
    String workload = peers.get(0).workload();
    return workload.equals(ours.workload()) ? text : text + " (" + workload + ")";
  }

  /** A target and what came out. */
  public record Reached(Target target, double value, boolean met) {}
}
