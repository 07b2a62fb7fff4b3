package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.bench.Benchmarks;
import io.echofield.swarmkit.tools.measure.BenchDocument;
import io.echofield.swarmkit.tools.measure.Benchmark;
import io.echofield.swarmkit.tools.measure.Folders;
import io.echofield.swarmkit.tools.measure.Machine;
import io.echofield.swarmkit.tools.measure.MeasureException;
import io.echofield.swarmkit.tools.measure.Measured;
import io.echofield.swarmkit.tools.measure.Parameter;
import io.echofield.swarmkit.tools.measure.Progress;
import io.echofield.swarmkit.tools.measure.ResultsFile;
import io.echofield.swarmkit.tools.measure.Rounds;
import io.echofield.swarmkit.tools.measure.Values;
import io.echofield.swarmkit.tools.show.BenchListPage;
import io.echofield.swarmkit.tools.show.BenchPage;
import io.echofield.swarmkit.tools.show.Counted;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    customSynopsis = "echofield bench NAME | --all | --list [--rounds N] [--record FILE] [-o json]",
    description = {
      "Measures this program beside its peers, on this machine.",
      "In each round every side takes its turn; shown are medians, what we are in times of each peer,",
      "and what we aim at. The numbers never make it fail."
    },
    footerHeading = "%nExit code 0 whatever the numbers, 1 when something broke.%n%nExamples%n",
    footer = {
      "  echofield bench --list                      what can be measured, and its flags",
      "  echofield bench durable-append",
      "  echofield bench ledger-open --entries 100000 --folder /mnt/card",
      "  echofield bench --all -o json"
    })
final class BenchVerb implements Callable<Integer> {
  private static final String LIST_SCHEMA = "echofield.bench.list/1";

  private final Globals globals;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "which benchmark")
  private String name;

  @Option(names = "--all", description = "all of them, one after the other")
  private boolean all;

  @Option(names = "--list", description = "name them and their flags, measure nothing")
  private boolean list;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "how often each side takes its turn (default: ${DEFAULT-VALUE})",
      defaultValue = "" + Rounds.BY_DEFAULT)
  private int rounds;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "measure the disk that this is on (default: the temporary folder)")
  private Path folder;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "write the results into this file too, in place of older ones")
  private Path record;

  private BenchVerb(Globals globals) {
    this.globals = globals;
  }

  /** The verb with the flags of all benchmarks. */
  static CommandSpec of(Globals globals) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new BenchVerb(globals));
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (Benchmark benchmark : Benchmarks.ALL) {
      for (Parameter parameter : benchmark.parameters()) {
        texts
            .computeIfAbsent(flag(parameter.name()), flag -> new ArrayList<>())
            .add(
                "%s: %s (default: %d)"
                    .formatted(benchmark.name(), parameter.what(), parameter.byDefault()));
      }
    }
    texts.forEach(
        (flag, text) ->
            spec.addOption(
                OptionSpec.builder(flag)
                    .type(Long.class)
                    .paramLabel("N")
                    .description(text.toArray(String[]::new))
                    .build()));
    return spec;
  }

  private static String flag(String parameter) {
    return "--" + parameter;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (list) {
      return printList();
    }
    List<Benchmark> chosen = chosen();
    List<Values> values = chosen.stream().map(this::values).toList();
    if (globals.isDryRun()) {
      return DryRun.say(globals, "run " + Counted.of(rounds, "round") + " of " + names(chosen));
    }
    checkRecordable();
    Path scratch = scratch();
    Thread hook = new Thread(() -> sweep(scratch), "bench-sweep");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      ApiAnswer answer = new ApiAnswer(Exit.OK, measure(chosen, values, scratch));
      if (record != null) {
        ResultsFile.record(record, new Doc(answer.document()));
      }
      return Answers.print(
          globals, answer, "benchmarks", (doc, paint, now) -> BenchPage.lines(doc, paint));
    } catch (MeasureException e) {
      throw new Failure(Exit.FAILED, e.getMessage(), "", e);
    } catch (IOException e) {
      throw new Failure(Exit.CANNOT_CREATE, "cannot write: " + e.getMessage(), "", e);
    } finally {
      sweep(scratch);
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private Map<String, Object> measure(List<Benchmark> chosen, List<Values> values, Path scratch)
      throws MeasureException, IOException, InterruptedException {
    Rounds runner = new Rounds(scratch, progress());
    Instant date = Instant.now();
    List<Measured> measured = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      measured.add(runner.run(chosen.get(i), values.get(i), rounds));
    }
    return BenchDocument.of(date, VersionVerb.version(), Machine.document(scratch), measured);
  }

  private List<Benchmark> chosen() {
    if (all == (name != null)) {
      throw usage(all ? "--all and a name exclude each other" : "which benchmark?");
    }
    if (rounds < 1 || rounds > Rounds.MAX) {
      throw usage("--rounds must be 1 to " + Rounds.MAX + " but was " + rounds);
    }
    return all
        ? Benchmarks.ALL
        : List.of(Benchmarks.named(name).orElseThrow(() -> usage("there is no benchmark " + name)));
  }

  /** What was typed and means something here; with one benchmark everything must. */
  private Values values(Benchmark benchmark) {
    List<String> own = benchmark.parameters().stream().map(Parameter::name).toList();
    Map<String, Long> typed = new LinkedHashMap<>();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      String parameter = option.longestName().replaceFirst("^--", "");
      if (isOfBenchmarks(parameter) && (!all || own.contains(parameter))) {
        typed.put(parameter, option.getValue());
      }
    }
    try {
      return new Values(benchmark.parameters(), typed);
    } catch (IllegalArgumentException e) {
      throw usage(benchmark.name() + ": " + e.getMessage());
    }
  }

  private static boolean isOfBenchmarks(String parameter) {
    return Benchmarks.ALL.stream()
        .flatMap(benchmark -> benchmark.parameters().stream())
        .anyMatch(p -> p.name().equals(parameter));
  }

  private static Failure usage(String what) {
    return new Failure(Exit.USAGE, what, "see echofield bench --list");
  }

  private int printList() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", LIST_SCHEMA);
    document.put("benchmarks", Benchmarks.ALL.stream().map(BenchVerb::listed).toList());
    return Answers.print(
        globals,
        new ApiAnswer(Exit.OK, document),
        "benchmarks",
        (doc, paint, now) -> BenchListPage.lines(doc, paint));
  }

  private static Map<String, Object> listed(Benchmark benchmark) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", benchmark.name());
    document.put("measures", benchmark.measures());
    document.put("parameters", benchmark.parameters().stream().map(BenchVerb::listed).toList());
    return document;
  }

  private static Map<String, Object> listed(Parameter parameter) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", parameter.name());
    document.put("what", parameter.what());
    document.put("default", parameter.byDefault());
    document.put("min", parameter.min());
    document.put("max", parameter.max());
    return document;
  }

  private static String names(List<Benchmark> chosen) {
    return String.join(", ", chosen.stream().map(Benchmark::name).toList());
  }

  private Progress progress() {
    return line -> {
      if (!globals.isQuiet()) {
        globals.terminal().err().println(line);
      }
    };
  }

  /** Minutes of measuring are not thrown away for a folder that is not there. */
  private void checkRecordable() {
    if (record != null && !Files.isWritable(record.toAbsolutePath().getParent())) {
      throw new Failure(
          Exit.CANNOT_CREATE,
          "cannot write " + record + ": there is no such folder to write in",
          "");
    }
  }

  private Path scratch() {
    try {
      return folder == null
          ? Files.createTempDirectory("echofield-bench-")
          : Files.createTempDirectory(folder, "echofield-bench-");
    } catch (IOException e) {
      throw new Failure(
          Exit.CANNOT_CREATE, "cannot make a folder to measure in: " + e.getMessage(), "", e);
    }
  }

  private void sweep(Path scratch) {
    try {
      Folders.remove(scratch);
    } catch (IOException e) {
      globals.terminal().err().println("cannot remove " + scratch + ": " + e.getMessage());
    }
  }
}
