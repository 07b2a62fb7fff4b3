package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.tools.show.Doc;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The simulator as a user runs it. */
class SimIT extends InLab {
  private static final int SCHEDULES = 300;
  private static final long CAMPAIGN_SECONDS_MAX = 600;

  /** As many bad days as a build has time for. */
  @Test
  void everyPromiseIsKeptOnEveryBadDay() throws Exception {
    Lab.Result result =
        lab.runLong(
            CAMPAIGN_SECONDS_MAX,
            "sim",
            "run",
            "--random",
            "--seeds",
            "1.." + SCHEDULES,
            "-o",
            "json");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    Doc campaign = result.json();
    assertThat(campaign.number("schedules")).isEqualTo(SCHEDULES);
    assertThat(campaign.number("failed")).isZero();
    assertThat(campaign.docs("failures")).isEmpty();
    assertThat(campaign.number("statements")).isGreaterThan(SCHEDULES * 600L);
  }

  @Test
  void aScenarioThatFailsSaysWhyAndHowToRunItAgain() throws Exception {
    Path file = folder.resolve("mine.sim");
    Files.writeString(file, "cell c\nnode a on c\nstart all\nexpect task nothing done within 5s\n");
    Lab.Result result = lab.run("sim", "run", file.toString(), "--seeds", "4..5");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out())
        .contains("there is no such task", "again: echofield sim replay " + file + " --seed 4\n")
        .contains("2 schedules", "2 failed");
  }

  @Test
  void aScenarioThatMeansNothingIsRefusedWithItsLine() throws Exception {
    Path file = folder.resolve("mine.sim");
    Files.writeString(file, "cell c\nnode a on c\nstart all\nwait 1s\nb adds noop for a\n");
    Lab.Result result = lab.run("sim", "run", file.toString());
    assertThat(result.exit()).isEqualTo(64);
    assertThat(result.err()).contains(file + ":5: \"b adds noop for a\": there is no node \"b\"");
  }

  /** What was done and what came of it, with the names that the scenario gives. */
  @Test
  void aScenarioIsToldStepByStep() throws Exception {
    Lab.Result told = lab.run("sim", "replay", "any-taker");
    assertThat(told.exit()).as(told.out() + told.err()).isZero();
    assertThat(told.out())
        .contains("> crash gate\n", "> expect runs two 2\n")
        .containsOnlyOnce("carries out one in term 1")
        .containsPattern("(?s)carries out two in term 1.*carries out two in term 1");
    Lab.Result again = lab.run("sim", "replay", "any-taker", "-o", "json");
    assertThat(told.out()).endsWith("trace " + again.json().text("trace") + "\n");
  }

  @Test
  void cellsTellWhatNewsCostsAndDrawHowItSpread() throws Exception {
    Path page = folder.resolve("cells.html");
    Lab.Result result =
        lab.run(
            "sim",
            "run",
            "cells",
            "--nodes",
            "60",
            "--cell",
            "10",
            "--report",
            page.toString(),
            "-o",
            "json");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.json().number("cells")).isEqualTo(6);
    assertThat(result.json().number("converged_ms")).isPositive();
    assertThat(result.json().number("heap_bytes_per_node")).isPositive();
    assertThat(Files.readString(page))
        .contains("<title>60 nodes in cells, seed 1</title>", "<td>cell-5</td>")
        .contains("60 nodes in 6 cells, 4 hops: 50 tasks everywhere after")
        .containsPattern("points=\"90\\.0,[0-9.]+ ([0-9.]+,[0-9.]+ ){3,}");
  }

  @Test
  void aScheduleDrawsHowItsNodesCameTogether() throws Exception {
    Path page = folder.resolve("day.html");
    Lab.Result result = lab.run("sim", "run", "partition", "--report", page.toString());
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(Files.readString(page))
        .contains("<title>Scenario partition, seed 1</title>", "every promise was kept")
        .containsPattern("points=\"90\\.0,[0-9.]+ ([0-9.]+,[0-9.]+ ){3,}");
  }
}
