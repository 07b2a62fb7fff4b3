package io.echofield.swarmkit.tools.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.tools.show.Doc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
  @TempDir private Path folder;

  @Test
  void aSectionSaysEverything() throws Exception {
    Path file = folder.resolve("RESULTS.md");
    ResultsFile.record(file, answer("append", 1_234.4));
    assertThat(Files.readString(file))
        .startsWith("# Benchmark results\n")
        .contains("## append\n")
        .contains("| command | `echofield bench append --rounds 2` |")
        .contains("| date | 2026-11-26T07:30:00Z |")
        .contains("| SQLite | 3.50 |")
        .contains("| file system | ext4 |")
        .contains("| load | 0.5 before, 1.25 after |")
        .contains(
            "| 1 writer | rate, entries/s | peer | 1,234 | 1,000 | 2,000 | 0.94 x | 1,000 2,000 |")
        .contains("| a goal | 0.94 | met |")
        .endsWith("|\n");
  }

  @Test
  void aBenchmarkThatIsRecordedAgainReplacesItsSectionAlone() throws Exception {
    Path file = folder.resolve("RESULTS.md");
    ResultsFile.record(file, answer("b", 1));
    ResultsFile.record(file, answer("a", 2));
    String before = Files.readString(file);
    ResultsFile.record(file, answer("b", 3));
    String after = Files.readString(file);
    assertThat(after.indexOf("## a")).isPositive().isLessThan(after.indexOf("## b"));
    assertThat(after.lines()).hasSameSizeAs(before.lines().toList());
    assertThat(after)
        .contains("| peer | 3 |")
        .contains("| peer | 2 |")
        .doesNotContain("| peer | 1 |");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  private static Doc answer(String name, double median) {
    Map<String, Object> row =
        Map.of(
            "workload",
            "1 writer",
            "metric",
            "rate",
            "unit",
            "entries/s",
            "side",
            "peer",
            "median",
            median,
            "min",
            1_000.0,
            "max",
            2_000.0,
            "ours_ratio",
            0.94,
            "values",
            List.of(1_000.0, 2_000.0));
    Map<String, Object> benchmark =
        Map.of(
            "name",
            name,
            "measures",
            "Something.",
            "command",
            "echofield bench " + name + " --rounds 2",
            "versions",
            Map.of("SQLite", "3.50"),
            "load_before",
            0.5,
            "load_after",
            1.25,
            "rows",
            List.of(row),
            "targets",
            List.of(Map.of("target", "a goal", "reached", 0.94, "met", true)));
    return new Doc(
        Map.of(
            "date",
            "2026-11-26T07:30:00Z",
            "version",
            "1",
            "machine",
            Map.of("file_system", "ext4"),
            "benchmarks",
            List.of(benchmark)));
  }
}
