package io.echofield.swarmkit.tools.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchPageTest {
  private static final Paint PLAIN = new Paint(false);

  @Test
  void aWorkloadIsNamedOnceAndEachPeerHasItsRatio() {
    Doc answer =
        new Doc(
            Map.of(
                "benchmarks",
                List.of(
                    Map.of(
                        "name",
                        "append",
                        "measures",
                        "Entries a second.",
                        "rounds",
                        5,
                        "parameters",
                        Map.of("entries", 100),
                        "load_before",
                        0.25,
                        "load_after",
                        1.5,
                        "rows",
                        List.of(
                            row("echofield", 80.0, Map.of()),
                            row("raw", 100.0, Map.of("ours_ratio", 0.8))),
                        "targets",
                        List.of(
                            Map.of("target", "at least 1 x raw", "reached", 0.8, "met", false))))));
    assertThat(BenchPage.lines(answer, PLAIN))
        .containsExactly(
            "append: Entries a second.",
            "5 rounds, entries 100, load 0.25 before and 1.5 after",
            "",
            "WORKLOAD  METRIC           SIDE       MEDIAN  LOWEST  HIGHEST   OURS",
            "1 writer  rate, entries/s  echofield      80       1      200",
            "                           raw           100       1      200  0.8 x",
            "",
            "TARGET            REACHED",
            "at least 1 x raw      0.8  not met");
  }

  private static Map<String, Object> row(String side, double median, Map<String, Object> more) {
    Map<String, Object> row =
        new HashMap<>(
            Map.of(
                "workload",
                "1 writer",
                "metric",
                "rate",
                "unit",
                "entries/s",
                "side",
                side,
                "median",
                median,
                "min",
                1,
                "max",
                200));
    row.putAll(more);
    return row;
  }
}
