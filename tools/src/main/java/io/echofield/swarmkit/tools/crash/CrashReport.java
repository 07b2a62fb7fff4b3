package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.tools.show.Paint;
import io.echofield.swarmkit.tools.show.Table;
import io.echofield.swarmkit.tools.show.TimeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a crash test found, as a document and for people. */
public record CrashReport(long seed, List<Result> results) {
  private static final String SCHEMA = "echofield.crash-test/1";

  public CrashReport {
    results = List.copyOf(results);
  }

  /**
   * What one experiment found.
   *
   * @param notRun why it did not run; empty if it did
   * @param count how much of it there was, in its own unit
   */
  record Result(String name, Optional<String> notRun, int count, long millis, Findings findings) {
    static Result notRun(String name, String why) {
      return new Result(name, Optional.of(why), 0, 0, new Findings());
    }

    static Result of(String name, int count, long millis, Findings findings) {
      return new Result(name, Optional.empty(), count, millis, findings);
    }

    private String state() {
      if (notRun.isPresent()) {
        return "not run";
      }
      return findings.failures().isEmpty() ? "ok" : "failed";
    }
  }

  /** Whether no promise was broken. */
  public boolean passed() {
    return results.stream().allMatch(result -> result.findings().failures().isEmpty());
  }

  /** {@code echofield.crash-test/1}. */
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", SCHEMA);
    document.put("passed", passed());
    document.put("seed", seed);
    document.put("experiments", results.stream().map(CrashReport::document).toList());
    return document;
  }

  private static Map<String, Object> document(Result result) {
    Findings findings = result.findings();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", result.name());
    document.put("state", result.state());
    result.notRun().ifPresent(why -> document.put("reason", why));
    document.put("count", result.count());
    document.put("seconds", result.millis() / 1_000.0);
    document.put("found", findings.counts());
    document.put("opens", findings.opens());
    document.put("open_ms_mean", findings.openMicrosMean() / 1_000.0);
    document.put("open_ms_max", findings.openMicrosMax() / 1_000.0);
    document.put(
        "failures", findings.failures().stream().map(failure -> document(failure)).toList());
    return document;
  }

  private static Map<String, Object> document(Findings.Failure failure) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("seed", failure.seed());
    document.put("what", failure.what());
    document.put("replay", failure.replay());
    failure.kept().ifPresent(folder -> document.put("folder", folder.toString()));
    return document;
  }

  /** A table, what was seen along the way, and each failure with its command line. */
  public List<String> lines(Paint paint) {
    Table table =
        new Table(paint, "EXPERIMENT", "RESULT", ">COUNT", ">TIME", ">OPENS", "MEAN, MAX");
    for (Result result : results) {
      Findings findings = result.findings();
      table.row(
          result.name(),
          result.state(),
          result.count(),
          TimeText.tenths(result.millis()),
          findings.opens(),
          findings.opens() == 0
              ? ""
              : "%.1f ms, %.0f ms"
                  .formatted(
                      findings.openMicrosMean() / 1_000.0, findings.openMicrosMax() / 1_000.0));
    }
    List<String> lines = new ArrayList<>(table.lines());
    for (Result result : results) {
      result.notRun().ifPresent(why -> lines.add(result.name() + ": not run, " + why));
      if (!result.findings().counts().isEmpty()) {
        lines.add(result.name() + ": " + counts(result.findings()));
      }
    }
    for (Result result : results) {
      for (Findings.Failure failure : result.findings().failures()) {
        lines.add(paint.red("failed") + " " + Table.printable(failure.what()));
        lines.add("  again: " + failure.replay());
        failure.kept().ifPresent(folder -> lines.add("  folder: " + folder));
      }
    }
    return lines;
  }

  private static String counts(Findings findings) {
    return findings.counts().entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
