package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.app.LedgerCare;
import io.echofield.swarmkit.app.RunningAgent;
import io.echofield.swarmkit.app.Settings;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.mapdb.StoreCheck;
import io.echofield.swarmkit.tools.show.LedgerPages;
import io.echofield.swarmkit.tools.show.ProgressLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verbs that take care of a ledger as a whole. */
final class LedgerCareVerbs {
  /** An agent may take long to compact a large ledger. */
  private static final int COMPACT_TIMEOUT_MILLIS = 3_600_000;

  private LedgerCareVerbs() {}

  @Command(
      name = "verify",
      customSynopsis = "echofield ledger verify [-o json|jsonl]",
      description = {
        "Compares everything in the ledger with everything else; changes nothing.",
        "Looked at are checksums, entries and their ids, indexes, logs and their chains, the lists that",
        "decide tasks. It may run beside the agent. Each fault is told with its place."
      },
      footerHeading = "%nExit code 0 if everything fits, 1 if not.%n%nExamples%n",
      footer = "  echofield ledger verify -n node-a")
  static final class Verify implements Callable<Integer> {
    private final Globals globals;

    Verify(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() {
      StoreCheck.Report report =
          withProgress(globals, line -> LedgerPlace.look(globals, care -> care.verify(line::at)));
      Map<String, Object> document = document("ledger.verify");
      document.putAll(of(report));
      ApiAnswer answer = new ApiAnswer(report.good() ? Exit.OK : Exit.FAILED, document);
      return Answers.print(
          globals, answer, "faults", (doc, paint, now) -> LedgerPages.verified(doc, paint));
    }
  }

  @Command(
      name = "snapshot",
      customSynopsis = "echofield ledger snapshot FILE [-o json]",
      description = {
        "Writes the whole ledger into one file.",
        "Every entry is in it, with a checksum over all and this node's signature. The file is there",
        "whole or not at all, and may be written beside the agent. It has no keys: it makes a ledger good",
        "again, not a node."
      },
      footerHeading = "%nExamples%n",
      footer = {
        "  echofield ledger snapshot /media/stick/node-a.bundle",
        "  echofield ledger repair --snapshot /media/stick/node-a.bundle"
      })
  static final class Snapshot implements Callable<Integer> {
    private final Globals globals;

    @Parameters(paramLabel = "FILE", description = "where; an older snapshot is written over")
    private Path file;

    Snapshot(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() {
      if (globals.isDryRun()) {
        return DryRun.say(globals, "write the ledger to " + file);
      }
      LedgerCare.Snapshot written =
          withProgress(
              globals,
              line ->
                  LedgerPlace.look(
                      globals, care -> care.snapshot(file, globals.isYes(), line::at)));
      Map<String, Object> document = document("ledger.snapshot");
      document.put("file", written.file().toString());
      document.put("entries", written.entries());
      document.put("bytes", written.bytes());
      return Answers.print(
          globals,
          new ApiAnswer(Exit.OK, document),
          "",
          (doc, paint, now) -> LedgerPages.snapshot(doc));
    }
  }

  @Command(
      name = "repair",
      customSynopsis = "echofield ledger repair [--snapshot FILE] [-o json]",
      description = {
        "Makes a damaged ledger good again; the agent must not run.",
        "It takes from the ledger's other files, from the journal, entry by entry from the ruins, and",
        "from a snapshot. Damaged files are put aside, never removed, and all that was done is told. What",
        "is missing then comes from peers."
      },
      footerHeading =
          "%nExit code 0 if everything fits afterwards and the snapshot was good, else 1.%n%nExamples%n",
      footer = {
        "  echofield ledger repair -n node-a",
        "  echofield ledger repair --snapshot /media/stick/node-a.bundle"
      })
  static final class Repair implements Callable<Integer> {
    private final Globals globals;

    @Option(
        names = "--snapshot",
        paramLabel = "FILE",
        description = "take from it what is missing: a file that ledger snapshot wrote")
    private Path snapshot;

    Repair(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() {
      Settings settings = LedgerPlace.notRunning(globals);
      if (globals.isDryRun()) {
        return DryRun.say(globals, "repair the ledger in " + settings.dataDir());
      }
      Logging.setUp("error", globals.isVerbose());
      LedgerCare.Repaired repaired =
          withProgress(
              globals,
              line ->
                  LedgerPlace.atRest(
                      settings,
                      care -> care.repair(settings, Optional.ofNullable(snapshot), line::at)));
      Map<String, Object> document = document("ledger.repair");
      document.put("done", repaired.done());
      if (repaired.entriesBefore() >= 0) {
        document.put("entries_before", repaired.entriesBefore());
      }
      document.put("missing", repaired.after().missing());
      document.put("snapshot_whole", repaired.snapshotWhole());
      document.put("after", of(repaired.after()));
      boolean good = repaired.after().good() && repaired.snapshotWhole();
      ApiAnswer answer = new ApiAnswer(good ? Exit.OK : Exit.FAILED, document);
      return Answers.print(
          globals, answer, "done", (doc, paint, now) -> LedgerPages.repaired(doc, paint));
    }
  }

  @Command(
      name = "compact",
      customSynopsis = "echofield ledger compact [-o json]",
      description = {
        "Rewrites the ledger's files as one and gives space back.",
        "What later writes replaced goes, no entry does: the history stays whole. The agent may run",
        "meanwhile; needs as much free space as the ledger takes."
      },
      footerHeading = "%nExamples%n",
      footer = "  echofield ledger compact -n node-a")
  static final class Compact implements Callable<Integer> {
    private final Globals globals;

    Compact(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() {
      if (globals.isDryRun()) {
        return DryRun.say(globals, "compact the ledger");
      }
      Optional<RunningAgent> running = AgentChoice.running(globals);
      ApiAnswer answer = running.isPresent() ? beside(running.get()) : atRest();
      return Answers.print(globals, answer, "", (doc, paint, now) -> LedgerPages.compacted(doc));
    }

    private static ApiAnswer beside(RunningAgent agent) {
      try (AgentCalls calls = AgentChoice.calls(agent, COMPACT_TIMEOUT_MILLIS)) {
        return calls.call("ledger.compact", Map.of());
      }
    }

    private ApiAnswer atRest() {
      Settings settings = AgentChoice.stored(globals);
      Logging.setUp("error", globals.isVerbose());
      NodeStore.Compacted compacted =
          withProgress(
              globals, line -> LedgerPlace.atRest(settings, care -> care.compact(line::at)));
      Map<String, Object> document = document("ledger.compact");
      document.put("bytes_before", compacted.bytesBefore());
      document.put("bytes_after", compacted.bytesAfter());
      return new ApiAnswer(Exit.OK, document);
    }
  }

  private static <T> T withProgress(Globals globals, Function<ProgressLine, T> work) {
    Terminal terminal = globals.terminal();
    boolean shown = terminal.errIsTerminal() && !globals.isQuiet();
    try (ProgressLine line = new ProgressLine(terminal.err(), shown, System::nanoTime)) {
      return work.apply(line);
    }
  }

  private static Map<String, Object> document(String verb) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield." + verb + "/1");
    return document;
  }

  private static Map<String, Object> of(StoreCheck.Report report) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("good", report.good());
    document.put("compared", report.compared());
    document.put("entries", report.entries());
    document.put("tasks", report.tasks());
    document.put("logs", report.logs());
    document.put("batches", report.batches());
    document.put("runs", report.runs());
    document.put("missing", report.missing());
    document.put("fault_count", report.faultCount());
    List<Object> faults = new ArrayList<>();
    report
        .faults()
        .forEach(
            fault -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("place", fault.place());
              row.put("what", fault.what());
              faults.add(row);
            });
    document.put("faults", faults);
    return document;
  }
}
