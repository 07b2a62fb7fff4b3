package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.tools.show.Doc;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents work on both sides of a cut, and become equal when it heals. */
class PartitionHealIT {
  private static final int TASKS = 300;

  @Test
  void bothSidesHoldAllTasksAndOneHistoryAfterACut(@TempDir Path folder) throws Exception {
    try (Lab lab = new Lab(folder)) {
      Lab.Result result =
          lab.run("bench", "partition-heal", "--tasks=" + TASKS, "--rounds=1", "-q", "-o", "json");
      // It ends with 1 unless ledger hash, heads and number of entries are equal on both sides.
      assertThat(result.exit()).as(result.err()).isZero();
      Doc benchmark = result.json().docs("benchmarks").get(0);
      assertThat(median(benchmark, "tasks")).isEqualTo(2.0 * TASKS);
      assertThat(median(benchmark, "entries")).isGreaterThanOrEqualTo(2.0 * TASKS);
      assertThat(lab.leftovers()).isEmpty();
      assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }
  }

  private static double median(Doc benchmark, String metric) {
    return benchmark.docs("rows").stream()
        .filter(row -> row.text("metric").equals(metric))
        .findFirst()
        .orElseThrow()
        .real("median");
  }
}
