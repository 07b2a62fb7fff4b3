package io.echofield.swarmkit.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.tools.show.JsonText;
import io.echofield.swarmkit.tools.show.Paint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrashReportTest {
  private static final Paint PLAIN = new Paint(false);
  private static final String REPLAY = "echofield crash-test power --count 10 --seed 7";

  @Test
  void aFailureComesWithTheCommandThatDoesItAgain() {
    Findings findings = new Findings();
    findings.count("before rename", 2);
    findings.opened(new Inspection(3, 1_500, List.of("cut 9 bytes of an unfinished batch")));
    findings.fail(
        new Findings.Failure(
            7,
            "batch 3 was acknowledged but only 2 are there",
            REPLAY,
            Optional.of(Path.of("/k"))));
    CrashReport report =
        new CrashReport(7, List.of(CrashReport.Result.of("power", 10, 2_300, findings)));
    assertThat(report.passed()).isFalse();
    assertThat(report.lines(PLAIN))
        .containsExactly(
            "EXPERIMENT  RESULT  COUNT   TIME  OPENS  MEAN, MAX",
            "power       failed     10  2.3 s      1  1.5 ms, 2 ms",
            "power: 2 before rename, 1 unfinished batch cut",
            "failed batch 3 was acknowledged but only 2 are there",
            "  again: " + REPLAY,
            "  folder: /k");
    assertThat(JsonText.of(report.document()))
        .startsWith("{\"schema\":\"echofield.crash-test/1\",\"passed\":false,\"seed\":7,")
        .contains("\"found\":{\"before rename\":2,\"unfinished batch cut\":1}")
        .contains("\"open_ms_mean\":1.5,\"open_ms_max\":1.5")
        .contains("\"replay\":\"" + REPLAY + "\",\"folder\":\"/k\"");
  }

  @Test
  void whatDidNotRunIsNoFailureAndIsSaid() {
    CrashReport report =
        new CrashReport(1, List.of(CrashReport.Result.notRun("syscall", "it needs strace")));
    assertThat(report.passed()).isTrue();
    assertThat(report.lines(PLAIN))
        .contains("syscall     not run      0  0.0 s      0", "syscall: not run, it needs strace");
    assertThat(JsonText.of(report.document()))
        .contains("\"state\":\"not run\",\"reason\":\"it needs strace\"");
  }
}
