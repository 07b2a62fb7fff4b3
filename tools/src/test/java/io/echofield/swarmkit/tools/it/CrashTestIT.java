package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.tools.show.Doc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The crash laboratory at its small size, as its command. */
class CrashTestIT extends InLab {
  @Test
  void processesThatAreKilledForgetNothing() throws Exception {
    Map<String, Doc> found = run("kill", "syscall");
    Doc kill = found.get("kill");
    assertThat(kill.number("count")).isEqualTo(40);
    assertThat(kill.doc("found").number("killed after opening began")).isPositive();
    assertThat(kill.doc("found").number("killed after writing began")).isPositive();
    assertThat(kill.doc("found").number("batches acknowledged")).isGreaterThan(40);
    assertThat(kill.number("open_ms_max")).isPositive();
    Doc syscall = found.get("syscall");
    assertThat(syscall.number("opens")).isEqualTo(14);
    for (String call : List.of("fdatasync", "fsync", "rename", "unlink", "write", "ftruncate")) {
      assertThat(syscall.doc("found").number("killed in " + call)).as(call).isPositive();
    }
  }

  @Test
  void powerThatGoesAndDisksThatAreFullTakeNothing() throws Exception {
    Map<String, Doc> found = run("power", "full");
    Doc power = found.get("power");
    assertThat(power.number("count")).isEqualTo(60);
    assertThat(power.doc("found").number("folders opened")).isEqualTo(180);
    assertThat(power.doc("found").number("before rename")).isPositive();
    Doc full = found.get("full").doc("found");
    for (String scene :
        List.of(
            "full, then space again",
            "opened on a full disk",
            "read-only in the middle",
            "out of descriptors, then not",
            "batches acknowledged under interrupts")) {
      assertThat(full.number(scene)).as(scene).isPositive();
    }
  }

  @Test
  void everyOperationOfTheDiskMayFail() throws Exception {
    Map<String, Doc> found = run("io");
    Doc io = found.get("io").doc("found");
    assertThat(io.number("operations")).isGreaterThan(100);
    assertThat(io.number("eio once")).isEqualTo(io.number("operations"));
    assertThat(io.number("eio for good")).isEqualTo(io.number("operations"));
    assertThat(io.number("no space")).isPositive();
    assertThat(io.number("short write")).isPositive();
  }

  @Test
  void rotIsMendedOrTold() throws Exception {
    Map<String, Doc> found = run("flip", "rot");
    Doc flip = found.get("flip").doc("found");
    assertThat(flip.number("mended") + flip.number("no effect")).isEqualTo(100);
    assertThat(flip.number("mended")).isGreaterThan(50);
    Doc rot = found.get("rot").doc("found");
    assertThat(rot.number("put aside, the rest salvaged and the loss told")).isPositive();
    assertThat(rot.number("made again from other files")).isPositive();
  }

  /** Runs experiments; all pass, and nothing is left. */
  private Map<String, Doc> run(String... experiments) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("crash-test", "--seed", "1", "-o", "json"));
    arguments.addAll(List.of(experiments));
    Lab.Result result = lab.run(arguments.toArray(String[]::new));
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    Doc report = result.json();
    assertThat(report.text("schema")).isEqualTo("echofield.crash-test/1");
    assertThat(report.flag("passed")).isTrue();
    assertThat(report.docs("experiments"))
        .extracting(experiment -> experiment.text("name") + " " + experiment.text("state"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(experiments).map(name -> name + " ok").toList());
    assertThat(result.err()).contains(experiments[0] + ": 0 of ");
    try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("echofield-crash"));
    }
    return report.docs("experiments").stream()
        .collect(Collectors.toMap(experiment -> experiment.text("name"), Function.identity()));
  }
}
