package io.echofield.swarmkit.tools.measure;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.NumberText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The results that are kept beside the sources: one section for each benchmark, with everything
 * that was read. Recording a benchmark replaces its section and leaves the others.
 */
public final class ResultsFile {
  private static final String HEAD =
      """
      # Benchmark results

      Written by `echofield bench NAME --record FILE`, not by hand. Within a run all sides took turns on one machine and
      one file system. Times of another run or another machine differ; the ratios are what counts.
      "Ours" is our number divided by that of the side, the median over the rounds.

      """;

  private static final String SECTION = "## ";

  private ResultsFile() {}

  /** Puts the benchmarks of an answer into the file; makes it if there is none. */
  public static void record(Path file, Doc answer) throws IOException {
    SortedMap<String, String> sections = sections(read(file));
    for (Doc benchmark : answer.docs("benchmarks")) {
      sections.put(benchmark.text("name"), section(answer, benchmark));
    }
    Path absolute = file.toAbsolutePath();
    Path whole = absolute.resolveSibling(absolute.getFileName() + ".new");
    Files.writeString(whole, HEAD + String.join("\n", sections.values()));
    Files.move(whole, absolute, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static SortedMap<String, String> sections(String text) {
    SortedMap<String, String> sections = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith(SECTION)) {
        keep(sections, lines);
        lines.clear();
      }
      lines.add(line);
    }
    keep(sections, lines);
    return sections;
  }

  private static void keep(SortedMap<String, String> sections, List<String> lines) {
    if (!lines.isEmpty() && lines.get(0).startsWith(SECTION)) {
      String section = String.join("\n", lines).strip() + "\n";
      sections.put(lines.get(0).substring(SECTION.length()).strip(), section);
    }
  }

  private static String section(Doc answer, Doc benchmark) {
    StringBuilder text = new StringBuilder();
    text.append(SECTION).append(benchmark.text("name")).append("\n\n");
    text.append(benchmark.text("measures")).append("\n\n");
    circumstances(text, answer, benchmark);
    row(text, "workload", "metric", "side", "median", "lowest", "highest", "ours", "rounds");
    text.append("|---|---|---|---:|---:|---:|---:|---|\n");
    for (Doc row : benchmark.docs("rows")) {
      row(
          text,
          row.text("workload"),
          row.text("metric") + ", " + row.text("unit"),
          row.text("side"),
          NumberText.of(row.real("median")),
          NumberText.of(row.real("min")),
          NumberText.of(row.real("max")),
          row.has("ours_ratio") ? NumberText.of(row.real("ours_ratio")) + " x" : "",
          rounds(row));
    }
    text.append('\n');
    row(text, "target", "reached", "");
    text.append("|---|---:|---|\n");
    for (Doc target : benchmark.docs("targets")) {
      String reached = NumberText.of(target.real("reached"));
      row(text, target.text("target"), reached, target.flag("met") ? "met" : "not met");
    }
    return text.toString();
  }

  private static void circumstances(StringBuilder text, Doc answer, Doc benchmark) {
    Doc machine = answer.doc("machine");
    row(text, "", "");
    text.append("|---|---|\n");
    row(text, "command", "`" + benchmark.text("command") + "`");
    row(text, "date", answer.text("date"));
    row(text, "echofield", answer.text("version"));
    benchmark.doc("versions").fields().forEach((name, version) -> row(text, name, "" + version));
    benchmark
        .doc("not_measured")
        .fields()
        .forEach((name, why) -> row(text, name, "not measured: " + why));
    row(text, "Java", machine.text("java") + ", `" + machine.text("java_flags") + "`");
    row(text, "system", machine.text("os") + ", " + machine.text("kernel"));
    row(text, "processors", machine.text("cpus") + " of " + machine.text("cpu"));
    row(text, "file system", machine.text("file_system"));
    row(
        text,
        "load",
        "%s before, %s after"
            .formatted(
                NumberText.of(benchmark.real("load_before")),
                NumberText.of(benchmark.real("load_after"))));
    text.append('\n');
  }

  private static String rounds(Doc row) {
    return row.reals("values").stream().map(NumberText::of).collect(Collectors.joining(" "));
  }

  private static void row(StringBuilder text, String... cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(' ').append(cell.replace("|", "\\|")).append(" |");
    }
    text.append('\n');
  }
}
