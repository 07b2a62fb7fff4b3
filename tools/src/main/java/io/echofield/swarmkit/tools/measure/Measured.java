package io.echofield.swarmkit.tools.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of a benchmark gave.
 *
 * @param samples in the order in which they were first read
 */
public record Measured(
    Benchmark benchmark,
    Values values,
    int rounds,
    Plan plan,
    Map<Series, Samples> samples,
    Load load) {

  /** The machine's one-minute load average before and after; negative where there is none. */
  public record Load(double before, double after) {}

  /** For programs; numbers as they were read. */
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", benchmark.name());
    document.put("measures", benchmark.measures());
    document.put("command", command());
    document.put("parameters", values.document());
    document.put("rounds", rounds);
    document.put("versions", plan.versions());
    document.put("not_measured", plan.missing());
    document.put("load_before", load.before());
    document.put("load_after", load.after());
    document.put("rows", rows());
    document.put(
        "targets", plan.targets().stream().map(t -> document(t.reached(samples))).toList());
    return document;
  }

  /** What does the same again, whatever the defaults will be then. */
  private String command() {
    StringBuilder command = new StringBuilder("echofield bench " + benchmark.name());
    command.append(" --rounds ").append(rounds);
    values
        .document()
        .forEach((name, value) -> command.append(" --").append(name).append(' ').append(value));
    return command.toString();
  }

  /** All metrics of a workload, and in each ours first and then the peers. */
  private List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    samples.keySet().stream()
        .map(s -> new Series(s.workload(), Trial.OURS, s.metric()))
        .distinct()
        .forEach(
            ours ->
                samples.keySet().stream()
                    .filter(s -> s.metric().equals(ours.metric()))
                    .filter(s -> s.workload().equals(ours.workload()))
                    .forEach(s -> rows.add(row(s, ours))));
    return rows;
  }

  private Map<String, Object> row(Series series, Series ours) {
    Samples numbers = samples.get(series);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("workload", series.workload());
    row.put("metric", series.metric().name());
    row.put("unit", series.metric().unit());
    row.put("side", series.side());
    row.put("median", numbers.median());
    row.put("min", numbers.min());
    row.put("max", numbers.max());
    if (!series.equals(ours) && samples.containsKey(ours)) {
      row.put("ours_ratio", samples.get(ours).per(numbers).median());
    }
    row.put("values", numbers.values());
    return row;
  }

  private static Map<String, Object> document(Target.Reached reached) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("target", reached.target().text());
    document.put("goal", reached.target().goal());
    document.put("reached", reached.value());
    document.put("met", reached.met());
    return document;
  }
}
