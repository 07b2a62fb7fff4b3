package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.tools.show.Doc;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An empty node joins a full one over a broker that knows nothing. */
class JoinerIT {
  private static final int TASKS = 2_000;

  /** 16 segments of the tail, a beacon, heads and health. */
  private static final double RETAINED_MEGABYTES_MAX = 0.8;

  @Test
  void aJoinerGetsEveryTaskThoughTheBrokerKeepsAFewHints(@TempDir Path folder) throws Exception {
    try (Lab lab = new Lab(folder)) {
      Lab.Result result =
          lab.run("bench", "joiner-100k", "--tasks=" + TASKS, "--rounds=1", "-q", "-o", "json");
      // It ends with 1 unless ledger hash, heads and number of entries are equal on both nodes.
      assertThat(result.exit()).as(result.err()).isZero();
      Doc benchmark = result.json().docs("benchmarks").get(0);
      assertThat(medians(benchmark, "tasks"))
          .isEqualTo(
              Map.of(
                  "echofield",
                  (double) TASKS,
                  "retained map",
                  (double) TASKS,
                  "retained map, signed",
                  (double) TASKS));
      assertThat(medians(benchmark, "retained").get("echofield"))
          .isBetween(0.0, RETAINED_MEGABYTES_MAX);
      assertThat(benchmark.docs("targets")).hasSize(3);
      assertThat(lab.leftovers()).isEmpty();
      assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }
  }

  /** By side. */
  private static Map<String, Double> medians(Doc benchmark, String metric) {
    return benchmark.docs("rows").stream()
        .filter(row -> row.text("metric").equals(metric))
        .collect(Collectors.toMap(row -> row.text("side"), row -> row.real("median")));
  }
}
