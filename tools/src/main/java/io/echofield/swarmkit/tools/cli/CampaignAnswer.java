package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.show.Counted;
import io.echofield.swarmkit.tools.sim.Campaign;
import io.echofield.swarmkit.tools.sim.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** What {@code sim run} says of a campaign. */
final class CampaignAnswer {
  /** Violations of one failure that people are told. */
  private static final int VIOLATIONS_MAX = 3;

  private final Campaign.Summary summary;
  private final LongFunction<String> again;

  /** {@code again}: the command that runs a seed again. */
  CampaignAnswer(Campaign.Summary summary, LongFunction<String> again) {
    this.summary = summary;
    this.again = again;
  }

  ApiAnswer document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.sim.run/1");
    document.put("schedules", summary.schedules());
    document.put("statements", summary.statements());
    document.put("frames", summary.frames());
    document.put("bytes", summary.bytes());
    document.put("virtual_seconds", summary.virtualMillis() / 1_000);
    document.put("schedules_per_second", Math.round(summary.perSecond() * 100) / 100.0);
    document.put("failed", summary.failures().size());
    document.put("failures", summary.failures().stream().map(this::failure).toList());
    return new ApiAnswer(summary.failures().isEmpty() ? Exit.OK : Exit.FAILED, document);
  }

  private Map<String, Object> failure(Campaign.Failure failure) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("seed", failure.seed());
    document.put("violations", failure.violations().stream().map(Violation::line).toList());
    document.put("replay", again.apply(failure.seed()));
    failure.shortest().ifPresent(s -> document.put("shortest", s.text().lines().toList()));
    return document;
  }

  /** Each failure with what runs it again, and the sum in the last line. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Campaign.Failure failure : summary.failures()) {
      failure.violations().stream().map(Violation::line).limit(VIOLATIONS_MAX).forEach(lines::add);
      lines.add("  again: " + again.apply(failure.seed()));
      failure
          .shortest()
          .ifPresent(
              shortest -> {
                lines.add("  the shortest found, as a file for echofield sim run FILE:");
                shortest.text().lines().map("    "::concat).forEach(lines::add);
              });
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%s, %s, %s, %d failed%s",
            Counted.of(summary.schedules(), "schedule"),
            Counted.of(summary.statements(), "statement"),
            Counted.of(summary.frames(), "frame"),
            summary.failures().size(),
            rate()));
    return lines;
  }

  /** Of one alone it would say how fast the JVM starts. */
  private String rate() {
    return summary.schedules() > 1
        ? String.format(Locale.ROOT, ", %.1f schedules a second", summary.perSecond())
        : "";
  }
}
