package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.tools.show.Doc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small benchmarks in the distribution: every row is there, and no number is looked at. */
class BenchIT extends InLab {
  @Test
  void durableAppendMeasuresEverySideInEveryRound() throws Exception {
    Path results = folder.resolve("RESULTS.md");
    Lab.Result result =
        lab.run(
            "bench",
            "durable-append",
            "--rounds=2",
            "--entries=200",
            "--single=20",
            "--writers=8",
            "--record=" + results,
            "-o",
            "json");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.json().text("schema")).isEqualTo("echofield.bench/1");
    Doc benchmark = result.json().docs("benchmarks").get(0);
    assertThat(benchmark.doc("versions").text("SQLite")).startsWith("3.");
    assertThat(sides(benchmark, "1 writer"))
        .containsExactly("echofield", "raw append", "raw append preallocated", "SQLite FULL");
    assertThat(sides(benchmark, "8 writers")).containsExactly("echofield", "SQLite FULL");
    assertThat(benchmark.docs("rows"))
        .allSatisfy(row -> assertThat(row.reals("values")).as(row.text("side")).hasSize(2));
    assertThat(benchmark.docs("targets")).hasSize(4);
    assertThat(Files.readString(results)).contains("## durable-append");
    assertThat(result.err()).contains("round 2 of 2: 8 writers, SQLite FULL");
    nothingIsLeft();
  }

  @Test
  void ledgerOpenFindsEveryEntryAfterAKillAndAfterAStop() throws Exception {
    Lab.Result result =
        lab.run("bench", "ledger-open", "--entries", "5000", "--rounds", "1", "-q", "-o", "json");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    Doc benchmark = result.json().docs("benchmarks").get(0);
    assertThat(benchmark.docs("rows").stream().map(row -> row.text("workload")).distinct())
        .containsExactly(
            "fill", "open after kill -9", "open after a stop", "compact", "open when compact");
    assertThat(benchmark.docs("targets")).hasSize(3);
    nothingIsLeft();
  }

  @Test
  void mergeRateMeasuresOursAndEveryPeerThatRunsHere() throws Exception {
    Doc benchmark = withPeers("merge-rate", "--tasks", "60", "--rounds", "1");
    assertThat(workloads(benchmark)).containsExactly("merge", "with signatures");
    peersAreMeasuredOrMissing(benchmark, "merged", "yjs", "automerge");
  }

  @Test
  void stateSizeMeasuresOursAndEveryPeerThatRunsHere() throws Exception {
    Doc benchmark = withPeers("state-size", "--tasks", "60", "--rounds", "2");
    assertThat(workloads(benchmark)).containsExactly("state", "state without signatures");
    peersAreMeasuredOrMissing(benchmark, "size", "automerge", "yjs");
    assertThat(benchmark.docs("rows"))
        .allSatisfy(row -> assertThat(row.real("min")).isEqualTo(row.real("max")));
  }

  @Test
  void correctnessCountsNothingLostOnOurSide() throws Exception {
    Lab.Result result =
        lab.run(
            "bench", "correctness", "--runs=100", "--tasks=6", "--rounds=1", "-q", "-o", "json");
    assertThat(result.exit()).as(result.err()).isZero();
    Doc benchmark = result.json().docs("benchmarks").get(0);
    assertThat(benchmark.docs("rows"))
        .filteredOn(row -> row.text("side").equals("echofield"))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.real("median")).as(row.text("workload")).isZero());
    assertThat(benchmark.docs("rows"))
        .filteredOn(row -> row.text("side").equals("retained map"))
        .hasSize(1)
        .allSatisfy(row -> assertThat(row.real("median")).isPositive());
    assertThat(benchmark.docs("targets")).allSatisfy(t -> assertThat(t.flag("met")).isTrue());
    nothingIsLeft();
  }

  /**
   * With the user's own npm and a cache that outlives the test; a registry that does not answer at
   * once is none.
   */
  private Doc withPeers(String... arguments) throws Exception {
    String user = System.getenv().getOrDefault("HOME", "/");
    List<String> command = new ArrayList<>(List.of("env"));
    command.add("XDG_CACHE_HOME=" + lab.home().resolveSibling("bench-cache"));
    command.add("npm_config_userconfig=" + user + "/.npmrc");
    command.add("npm_config_cache=" + user + "/.npm");
    command.add("npm_config_fetch_retries=0");
    command.add("npm_config_fetch_timeout=20000");
    command.add(lab.home().resolve("bin/echofield").toString());
    command.add("bench");
    command.addAll(List.of(arguments));
    command.addAll(List.of("-q", "-o", "json"));
    Lab.Result result = lab.runProgram(command);
    assertThat(result.exit()).as(result.err()).isZero();
    nothingIsLeft();
    return result.json().docs("benchmarks").get(0);
  }

  private static List<String> workloads(Doc benchmark) {
    return benchmark.docs("rows").stream().map(row -> row.text("workload")).distinct().toList();
  }

  private static void peersAreMeasuredOrMissing(Doc benchmark, String metric, String... peers) {
    for (String peer : peers) {
      String missing = benchmark.doc("not_measured").text(peer);
      List<Doc> measured =
          benchmark.docs("rows").stream()
              .filter(row -> row.text("side").equals(peer) && row.text("metric").equals(metric))
              .toList();
      if (missing.isEmpty()) {
        assertThat(measured).as(peer).hasSize(1);
        assertThat(measured.get(0).real("ours_ratio")).isPositive();
        assertThat(benchmark.doc("versions").text(peer)).contains("Node.js");
      } else {
        assertThat(measured).isEmpty();
        assertThat(missing).containsAnyOf("install Node.js", "try again with a network");
      }
    }
  }

  @Test
  void peersAreOnTheClassPathOfBenchmarksAlone() throws Exception {
    assertThat(names(lab.home().resolve("lib/bench"))).anyMatch(name -> name.contains("sqlite"));
    assertThat(names(lab.home().resolve("lib/bench/peers")))
        .contains("peer.mjs", "package-lock.json", ".npmrc", "sides")
        .doesNotContain("node_modules");
    assertThat(names(lab.home().resolve("lib"))).noneMatch(name -> name.contains("sqlite"));
    assertThat(names(lab.home().resolve("lib/broker"))).noneMatch(name -> name.contains("sqlite"));
  }

  private static List<String> sides(Doc benchmark, String workload) {
    return benchmark.docs("rows").stream()
        .filter(row -> row.text("workload").equals(workload))
        .filter(row -> row.text("metric").equals("acknowledged"))
        .map(row -> row.text("side"))
        .toList();
  }

  private void nothingIsLeft() throws Exception {
    assertThat(names(folder.resolve("tmp"))).isEmpty();
    assertThat(lab.leftovers()).isEmpty();
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
