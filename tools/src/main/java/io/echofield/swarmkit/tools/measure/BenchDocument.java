package io.echofield.swarmkit.tools.measure;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answer of {@code echofield bench}. */
public final class BenchDocument {
  public static final String SCHEMA = "echofield.bench/1";

  private BenchDocument() {}

  /**
   * For programs.
   *
   * @param machine as {@link Machine#document} says
   * @param version of this program
   */
  public static Map<String, Object> of(
      Instant date, String version, Map<String, Object> machine, List<Measured> measured) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", SCHEMA);
    document.put("date", date.truncatedTo(ChronoUnit.SECONDS).toString());
    document.put("version", version);
    document.put("machine", machine);
    document.put("benchmarks", measured.stream().map(Measured::document).toList());
    return document;
  }
}
