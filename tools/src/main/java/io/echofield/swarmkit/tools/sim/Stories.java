package io.echofield.swarmkit.tools.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Scenarios that come with the program: days that a reader should know. */
public final class Stories {
  /** In the order in which they are listed. */
  public static final List<String> NAMES =
      List.of(
          "partition",
          "late-joiner",
          "clock-2099",
          "restored-backup",
          "twin",
          "broker-forgets",
          "broker-puts-back",
          "full-disk",
          "gateway",
          "months-away",
          "any-taker",
          "radio");

  private Stories() {}

  /** The text of a story. */
  static Optional<String> text(String name) {
    if (!NAMES.contains(name)) {
      return Optional.empty();
    }
    try (InputStream in = Stories.class.getResourceAsStream(name + ".sim")) {
      if (in == null) {
        throw new IllegalStateException(name + ".sim is missing in this build");
      }
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a story tells, in one line: its first one. */
  public static String title(String name) {
    return text(name).orElseThrow().lines().findFirst().orElse("").replaceFirst("^# *", "");
  }

  public static Optional<Scenario> scenario(String name) {
    return text(name).map(text -> Scenario.of(name, text));
  }

  /** A run with its log. */
  public record Told(SimRun.Result result, List<String> log) {
    public Told {
      log = List.copyOf(log);
    }
  }

  /** Runs a scenario and writes down what is done and what comes of it. */
  public static Told tell(Scenario scenario, SimRun runner) {
    EventLog log = new EventLog();
    SimRun.Result result = runner.run(scenario, log);
    return new Told(result, log.lines());
  }
}
