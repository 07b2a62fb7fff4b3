package io.echofield.swarmkit.remedy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.remedy.RemedyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectDiagnosticsHandlerTest {
  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir Path data;
  private Instant now = START;

  @Test
  void itWritesDownMachineAndNode() throws Exception {
    Path file = data.resolve("diagnostics/diagnostics-20261123T080000.000Z.txt");
    assertThat(run(true)).isEqualTo("would write " + file);
    assertThat(data.resolve("diagnostics")).doesNotExist();
    assertThat(run(false)).isEqualTo("wrote " + file);
    assertThat(Files.readString(file))
        .startsWith("time: 2026-11-23T08:00:00Z\nsystem: ")
        .contains("\njava: ", "\ncores: ", "\ndisk_free_mb: ")
        .endsWith("--- node\nall is well\n");
  }

  @Test
  void onlyTheNewestFilesAreKept() throws Exception {
    for (int i = 0; i < CollectDiagnosticsHandler.FILES_MAX + 3; i++) {
      now = START.plusSeconds(i);
      run(false);
    }
    try (Stream<Path> files = Files.list(data.resolve("diagnostics"))) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertThat(names).hasSize(CollectDiagnosticsHandler.FILES_MAX);
      assertThat(names.get(0)).isEqualTo("diagnostics-20261123T080003.000Z.txt");
    }
  }

  @Test
  void aLongSummaryIsCut() throws Exception {
    String result =
        new CollectDiagnosticsHandler(data, () -> now, () -> "x".repeat(1_000_000))
            .run(new TreeMap<>(), false, Long.MAX_VALUE);
    assertThat(Files.size(Path.of(result.substring("wrote ".length()))))
        .isEqualTo(CollectDiagnosticsHandler.FILE_CHARACTERS_MAX);
  }

  @Test
  void failuresHaveAReason() throws Exception {
    assertThatThrownBy(
            () ->
                new CollectDiagnosticsHandler(data, () -> now, () -> "")
                    .run(new TreeMap<>(Map.of("a", "b")), false, Long.MAX_VALUE))
        .isInstanceOf(RemedyException.class);
    Files.writeString(data.resolve("diagnostics"), "in the way");
    assertThatThrownBy(() -> run(false))
        .isInstanceOf(RemedyException.class)
        .hasMessageContaining("diagnostics");
  }

  private String run(boolean dryRun) throws RemedyException {
    return new CollectDiagnosticsHandler(data, () -> now, () -> "all is well")
        .run(new TreeMap<>(), dryRun, Long.MAX_VALUE);
  }
}
