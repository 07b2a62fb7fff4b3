package io.echofield.swarmkit.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command's words and exit codes, before an agent that answers as told. */
class CommandLineTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> asked = new ArrayList<>();
  private Map<String, Object> document = Map.of("schema", "echofield.x/1");
  private int exit = Exit.OK;

  @Test
  void noVerbShowsTheFirstPage() {
    assertThat(run()).isZero();
    assertThat(out()).contains("Start here").contains("echofield demo");
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbIsOnTheFirstPageAndHasHelp(String verb) {
    assertThat(run((verb + " --help").split(" "))).isZero();
    assertThat(out()).startsWith("Usage: echofield " + verb);
    assertThat(out()).doesNotContain("--no-color").contains("echofield help");
    assertThat(out().split("\n\n")[1].lines().findFirst().orElseThrow())
        .as("what a list of verbs says of it")
        .endsWith(".");
    assertThat(run("help")).isZero();
    assertThat(out()).containsPattern("(?m)^ +" + verb.replace(" ", "[^\\n]* ") + "\\b");
  }

  static List<String> verbs() {
    return Verbs.names();
  }

  @Test
  void helpBeforeAVerbIsItsHelp() {
    assertThat(run("help", "task", "add")).isZero();
    assertThat(out()).contains("echofield task add ACTION").contains("--expires");
  }

  @ParameterizedTest
  @CsvSource({
    "demoo, did you mean \"demo\"?",
    "task lst, did you mean \"list\"?",
    "task add x --prio 3, did you mean \"--priority\"?",
    "status --node-di x, did you mean \"--node-id\"?",
    "task add x --any --on node-b, for one node or for any",
    "task add x --idempotent --exclusive, exclude each other",
    "task retry, missing required parameter: 'ID'",
    "status extra, unexpected word \"extra\"",
    "task add, missing required parameter: 'ACTION'",
    "task add x --expires soon, is not a time; write 500ms",
    "status -o xml, xml",
    "demo --nodes 1, nodes must be 2 to 9",
    "bench, which benchmark?",
    "bench ledger-opne, there is no benchmark ledger-opne",
    "bench --all ledger-open, exclude each other",
    "bench ledger-open --entries 0, ledger-open: --entries must be 1 to",
    "bench ledger-open --single 3, ledger-open: --single means nothing",
    "bench ledger-open --rounds 0, --rounds must be 1 to 1000",
    "crash-test kil, unknown experiment",
    "crash-test --kills 0, the count must be positive",
    "sim run, a scenario, a file or --random is missing",
    "sim run nowhere.sim, there is no scenario and no file nowhere.sim",
    "sim run --random partition, exclude each other",
    "sim run --random --seeds 9..1, --seeds is N or A..B with A up to B, but was \"9..1\"",
    "sim run --random --seeds 1.., --seeds is N or A..B",
    "sim run --random --seeds 3-4, --seeds is N or A..B",
    "sim run --random --seeds -9223372036854775808..9223372036854775807, --seeds is N or A..B",
    "sim run --random --nodes 1..4, --nodes must be 2 to 32000",
    "sim run --random --nodes x, --nodes is N or A..B",
    "sim run --random --ops many, 'many' is no whole number in range",
    "sim run cells --nodes 20..30, one number of nodes",
    "sim run cells --shape star, '[chain, ring, tree]'",
    "sim run cells --cell 1, --cell must be 2 or more",
    "sim run cells --tasks 0, --tasks must be 1 or more",
    "sim run cells --jobs 2, on one thread",
    "sim run cells --seeds 2..3, one seed",
    "sim run partition --shape ring, for cells alone",
    "sim run partition --ops 5, --ops is for --random alone",
    "sim run partition --nodes 5, a scenario says itself",
    "sim replay partition --nodes 5, a scenario says itself",
    "sim replay 99999999999999999999, a seed has 64 bits",
    "sim replay 7 --seed 5, --seed is for scenarios",
    "sim replay 7 --nodes 1, --nodes must be 2 to 32000",
    "sim run partition --report day.svg, a page of HTML",
    "sim replay 7 --ops -1, --ops must be 1 or more"
  })
  void aWrongWordIsOneLineWithTheNearest(String words, String expected) {
    assertThat(run(words.split(" "))).isEqualTo(Exit.USAGE);
    assertThat(err()).startsWith("echofield: ").contains(expected);
    assertThat(err().strip().lines()).hasSize(1);
    assertThat(out()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/none/x.html", "/proc/x.html", "/proc"})
  void aReportThatCannotBeWrittenIsSaidBeforeTheRun(String file) {
    assertThat(run("sim", "run", "partition", "--report", file)).isEqualTo(Exit.CANNOT_CREATE);
    assertThat(err()).containsOnlyOnce(file).contains("name a file in a folder that");
    assertThat(err().strip().lines()).hasSize(1);
    assertThat(out()).isEmpty();
  }

  @Test
  void aScheduleIsPrintedAsTheFileThatDoesTheSame() {
    assertThat(run("sim", "replay", "7", "--nodes", "3", "--ops", "2", "--statements")).isZero();
    assertThat(out()).startsWith("seed 7\ncell c0");
    out.reset();
    assertThat(run("sim", "replay", "7", "--ops", "2", "--statements", "-o", "json")).isZero();
    assertThat(out()).contains("\"statements\":[\"seed 7\"");
  }

  @Test
  void aGroupAloneShowsItsVerbs() {
    assertThat(run("task")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("add").contains("history");
  }

  @Test
  void flagsOfEveryVerbStandBeforeOrAfterIt() {
    document = Map.of("schema", "echofield.ledger.hash/1", "ledger", "abc");
    assertThat(run("-o", "json", "ledger", "hash")).isZero();
    assertThat(out()).contains("\"ledger\":\"abc\"");
    assertThat(run("ledger", "hash", "-o", "json")).isZero();
    assertThat(out()).contains("\"ledger\":\"abc\"");
    assertThat(asked).containsExactly("ledger.hash {}", "ledger.hash {}");
  }

  @Test
  void whatIsSaidOfATaskReachesTheAgent() {
    document = Map.of("schema", "echofield.task.add/1", "id", "0123");
    assertThat(
            run(
                ("task add notify --on node-b --param text=a=b --param k=v --priority 7"
                        + " --expires 2h --exclusive")
                    .split(" ")))
        .isZero();
    assertThat(asked)
        .containsExactly(
            "task.add {action=notify, on=node-b, params={text=a=b, k=v}, priority=7,"
                + " expires_s=7200, exclusive=true}");
    assertThat(out()).isEqualTo("added 0123\n");
  }

  @Test
  void aTaskForAnyNodeSaysWhatTheNodeMustHaveAndWhatComesBefore() {
    document = Map.of("schema", "echofield.task.add/1", "id", "0123");
    assertThat(run("task", "add", "notify", "--any", "--after", "3f2a", "--idempotent")).isZero();
    assertThat(
            run(
                "task",
                "add",
                "notify",
                "--label",
                "site=north",
                "--label",
                "role=a",
                "--exclusive"))
        .isZero();
    assertThat(run("task", "add", "notify", "--any", "--exclusive", "--yes")).isZero();
    assertThat(asked)
        .containsExactly(
            "task.add {action=notify, any=true, params={}, after=3f2a}",
            "task.add {action=notify, labels={site=north, role=a}, params={}, exclusive=true}",
            "task.add {action=notify, any=true, params={}, exclusive=true, risked=true}");
  }

  @Test
  void aTaskIsTriedAgainOrReopened() {
    document = Map.of("schema", "echofield.task.retry/1", "id", "0123");
    assertThat(run("task", "retry", "3f2a")).isZero();
    assertThat(out()).isEqualTo("one attempt more for 0123\n");
    assertThat(run("task", "reopen", "3f2a")).isZero();
    assertThat(out()).isEqualTo("reopened 0123\n");
    assertThat(asked).containsExactly("task.retry {id=3f2a}", "task.reopen {id=3f2a}");
    assertThat(run("task", "reopen", "3f2a", "--dry-run")).isZero();
    assertThat(asked).hasSize(2);
  }

  @Test
  void aDryRunAsksNobody() throws IOException {
    assertThat(run("task", "add", "notify", "--dry-run", "-o", "json")).isZero();
    assertThat(JSON.std.mapFrom(out())).containsKey("would");
    assertThat(asked).isEmpty();
  }

  @Test
  void nothingIsMeasuredThatCannotBeRecorded() {
    assertThat(run("bench", "ledger-open", "--record", "/no/such/folder/results.md"))
        .isEqualTo(Exit.CANNOT_CREATE);
    assertThat(err()).startsWith("echofield: cannot write /no/such/folder/results.md");
  }

  @Test
  void benchmarksAreListedWithTheirFlags() throws IOException {
    assertThat(run("bench", "--list")).isZero();
    assertThat(out()).contains("durable-append", "ledger-open", "--writers");
    assertThat(run("bench", "--list", "-o", "json")).isZero();
    assertThat(JSON.std.mapFrom(out())).containsEntry("schema", "echofield.bench.list/1");
  }

  @Test
  void theExitCodeIsTheAgents() {
    exit = Exit.DEGRADED;
    assertThat(run("status")).isEqualTo(Exit.DEGRADED);
  }

  @Test
  void anErrorIsOneLineAndADocumentWhereOneWasAskedFor() throws IOException {
    document = ApiAnswer.error(Exit.DENIED, "not\nallowed", "ask the operator").document();
    exit = Exit.DENIED;
    assertThat(run("task", "list")).isEqualTo(Exit.DENIED);
    assertThat(err()).isEqualTo("echofield: not allowed; ask the operator\n");
    assertThat(out()).isEmpty();
    assertThat(run("task", "list", "-o", "json")).isEqualTo(Exit.DENIED);
    assertThat(JSON.std.mapFrom(out())).containsEntry("schema", "echofield.error/1");
  }

  @Test
  void aFaultOfOursIsOneLineUnlessMoreIsWanted() {
    document = null;
    assertThat(run("status")).isEqualTo(Exit.FAILED);
    assertThat(err().strip().lines()).hasSize(1);
    assertThat(run("status", "-v")).isEqualTo(Exit.FAILED);
    assertThat(err()).contains("at io.echofield");
  }

  @Test
  void jsonLinesHaveOneElementEach() {
    document =
        Map.of("schema", "x", "tasks", List.of(Map.of("id", "1"), Map.of("id", "2")), "next", "2");
    assertThat(run("task", "list", "-o", "jsonl")).isZero();
    assertThat(out()).isEqualTo("{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    Terminal terminal = new Terminal(print(out), print(err), false, false);
    return CommandLineRun.run(arguments, terminal, true, globals -> new Told());
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private final class Told implements AgentCalls {
    @Override
    public ApiAnswer call(String verb, Map<String, Object> arguments) {
      asked.add(verb + " " + arguments);
      return new ApiAnswer(exit, document);
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
