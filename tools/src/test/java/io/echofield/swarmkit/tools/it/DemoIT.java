package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demo as programs and impatient people use it. */
class DemoIT extends InLab {
  @Test
  void threeNodesConvergeAfterARealCut() throws Exception {
    Lab.Result result =
        lab.run("demo", "--headless", "--seconds", "60", "--cut", "4s", "-o", "json");
    assertThat(result.exit()).as(result.err()).isZero();
    Doc demo = result.json();
    assertThat(demo.text("schema")).isEqualTo("echofield.demo/1");
    assertThat(demo.flag("converged")).isTrue();
    assertThat(demo.docs("nodes")).hasSize(3);
    assertThat(demo.docs("nodes"))
        .extracting(node -> node.text("ledger"))
        .hasSameElementsAs(List.of(demo.docs("nodes").get(0).text("ledger")));
    assertThat(demo.docs("nodes"))
        .allSatisfy(
            node -> {
              assertThat(node.text("ledger")).hasSize(64);
              assertThat(node.number("tasks")).isGreaterThanOrEqualTo(6);
              assertThat(node.number("done")).isEqualTo(node.number("tasks"));
            });
    assertThat(demo.docs("tasks"))
        .extracting(task -> task.text("side"))
        .contains("together", "cut-off", "rest");
    assertThat(demo.doc("cut").flag("ledgers_differed")).isTrue();
    assertThat(result.err()).contains("mosquitto_sub -h 127.0.0.1 -p").contains("Converged");
    nothingIsLeft();
  }

  @Test
  void whoHasNoTimeGetsTwo() throws Exception {
    Lab.Result result = lab.run("demo", "--headless", "--seconds", "1", "-o", "json");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.json().flag("converged")).isFalse();
    assertThat(result.err()).contains("not converged within 1.0 s");
    nothingIsLeft();
  }

  @Test
  void aSignalInTheMiddleLeavesNothing() throws Exception {
    Path out = folder.resolve("out");
    Process demo = lab.startCommand(out, out, "demo", "--headless");
    await("its broker runs").atMost(Lab.START_MAX).until(() -> lab.leftovers().size() >= 3);
    demo.destroy();
    assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(130);
    nothingIsLeft();
  }

  private void nothingIsLeft() throws IOException {
    await("no process of it runs")
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(lab.leftovers()).isEmpty());
    for (String name : List.of("tmp", "echofield")) {
      Path below = folder.resolve(name);
      if (Files.exists(below)) {
        try (Stream<Path> files = Files.list(below)) {
          assertThat(files.filter(file -> !file.toString().contains("hsperf"))).isEmpty();
        }
      }
    }
  }
}
