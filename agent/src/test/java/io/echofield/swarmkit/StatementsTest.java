package io.echofield.swarmkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What PROTOCOL.md marks as now, tests check, and they say which test it is: by the annotation
 * {@code Shows}, or by a line of the lists of refusals.
 */
class StatementsTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");
  private static final Path GOLDEN = ROOT.resolve("proto/src/test/resources/golden");
  private static final String NOW = "now";

  private static final Pattern STATEMENT = Pattern.compile("\\*\\*([A-Z]-\\d+) \\((\\w+)\\)\\*\\*");
  private static final Pattern ANNOTATION = Pattern.compile("@Shows\\(([^)]*)\\)");
  private static final Pattern NAMED = Pattern.compile("\"([^\"]*)\"");

  @Test
  void everyStatementOfNowIsNamedByATest() throws IOException {
    SortedSet<String> unnamed = now();
    unnamed.removeAll(named().keySet());
    assertThat(unnamed).as("marked now in PROTOCOL.md, and no test names them").isEmpty();
  }

  @Test
  void testsNameStatementsOfNowOnly() throws IOException {
    SortedMap<String, SortedSet<String>> others = named();
    others.keySet().removeAll(now());
    assertThat(others).as("named by tests, and not marked now in PROTOCOL.md").isEmpty();
  }

  @Test
  void whatIsComparedIsFound() throws IOException {
    assertThat(now()).hasSizeGreaterThan(100);
    assertThat(states().values()).contains(NOW, "schema", "later");
    assertThat(named().values().stream().flatMap(files -> files.stream()))
        .contains("HybridTimeTest.java", "refused-entries.list", "refused-frames.list");
  }

  private static SortedSet<String> now() throws IOException {
    SortedMap<String, String> states = states();
    states.values().removeIf(state -> !state.equals(NOW));
    return new TreeSet<>(states.keySet());
  }

  /** Number of the statement to its mark. */
  private static SortedMap<String, String> states() throws IOException {
    SortedMap<String, String> states = new TreeMap<>();
    Matcher statement = STATEMENT.matcher(Files.readString(ROOT.resolve("proto/PROTOCOL.md")));
    while (statement.find()) {
      assertThat(states.put(statement.group(1), statement.group(2)))
          .as("another statement %s", statement.group(1))
          .isNull();
    }
    return states;
  }

  /** Number of the statement to the files that name it. */
  private static SortedMap<String, SortedSet<String>> named() throws IOException {
    SortedMap<String, SortedSet<String>> named = new TreeMap<>();
    for (Path source : sources()) {
      Matcher annotation = ANNOTATION.matcher(Files.readString(source));
      while (annotation.find()) {
        Matcher name = NAMED.matcher(annotation.group(1));
        while (name.find()) {
          put(named, name.group(1), source);
        }
      }
    }
    for (String list : List.of("refused-entries.list", "refused-frames.list")) {
      for (String line : Files.readAllLines(GOLDEN.resolve(list))) {
        put(named, line.substring(0, line.indexOf(';')), GOLDEN.resolve(list));
      }
    }
    return named;
  }

  private static void put(SortedMap<String, SortedSet<String>> named, String name, Path in) {
    named.computeIfAbsent(name, n -> new TreeSet<>()).add(in.getFileName().toString());
  }

  /** Of the tests of all modules. */
  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
