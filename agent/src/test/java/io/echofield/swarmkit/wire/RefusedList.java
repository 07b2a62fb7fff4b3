package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The tables of what is refused as files that any implementation can read: a line is the statement
 * of PROTOCOL.md, the reason, what it is, and the bytes in hex.
 */
final class RefusedList {
  /** A larger one stays in the code. */
  static final int BYTES_MAX = 16_384;

  private static final String ANY_LIMIT = "too many ";

  private static final Map<String, String> OF_ENTRIES =
      Map.ofEntries(
          Map.entry("header malformed", "E-3"),
          Map.entry("seq out of range", "E-3"),
          Map.entry("entry too large", "E-4"),
          Map.entry("no body", "E-5"),
          Map.entry("a field comes twice", "E-5"),
          Map.entry("two fields of one choice", "E-5"),
          Map.entry("unknown body or field", "E-5"),
          Map.entry("wrong wire type", "E-5"),
          Map.entry("varint not minimal", "E-5"),
          Map.entry("default value written out", "E-5"),
          Map.entry("number beyond its type", "E-5"),
          Map.entry("cut short", "E-5"),
          Map.entry("text is not UTF-8", "E-5"),
          Map.entry("signature not the last 66 bytes", "E-5"),
          Map.entry("phase unknown", "E-5"),
          Map.entry("repeat unknown", "E-5"),
          Map.entry("cause unknown", "E-5"),
          Map.entry("capability unknown", "E-5"),
          Map.entry("task reference does not fit the kind", "E-7"),
          Map.entry("signature missing", "E-8"),
          Map.entry("signature on a kind without one", "E-8"),
          Map.entry("epoch start not at seq 1", "E-9"));

  private static final Map<String, String> OF_FRAMES =
      Map.ofEntries(
          Map.entry("two MACs", "F-1"),
          Map.entry("signature not the last field before the MAC", "F-2"),
          Map.entry("message kind unknown", "F-5"),
          Map.entry("message kind not in this version", "F-5"),
          Map.entry("two bodies", "F-5"),
          Map.entry("delta without entries", "F-10"),
          Map.entry("heads not in order", "F-13"),
          Map.entry("head outside the bounds", "F-13"),
          Map.entry("heads bounds not in order", "F-13"),
          Map.entry("heads bound too long", "F-13"));

  /** One thing that must be refused. */
  record Row(String statement, String reason, String what, Bytes bytes) {
    private static final String BETWEEN = "; ";
    private static final String NO_BYTES = "-";

    static Row of(String line) {
      String[] parts = line.split(BETWEEN, -1);
      String hex = parts[3].equals(NO_BYTES) ? "" : parts[3];
      return new Row(parts[0], parts[1], parts[2], Bytes.ofHex(hex));
    }

    String line() {
      String hex = bytes.isEmpty() ? NO_BYTES : bytes.hex();
      return String.join(BETWEEN, statement, reason, what, hex) + "\n";
    }
  }

  private RefusedList() {}

  static List<Row> entries() {
    List<Arguments> table = new ArrayList<>(EntryRefusalTest.malformed());
    table.addAll(EntryRefusalTest.outOfRange());
    table.addAll(EntryRefusalTest.outOfRangeInARoster());
    table.addAll(RefusedByKind.rows());
    return table.stream().map(RefusedList::entry).toList();
  }

  /** With good MACs. */
  static List<Row> frames() {
    Stream<Row> malformed = rows("F-3", FrameRefusalTest.malformed());
    Stream<Row> compressed = rows("F-15", FrameRefusalTest.compressed());
    Stream<Row> beacons = rows("F-3", FrameRefusalTest.beacons());
    Stream<Row> descriptions = rows("F-3", FrameRefusalTest.descriptions());
    Stream<Row> ranges = rows("F-11", FrameRefusalTest.ranges());
    Stream<Row> requests = rows("F-3", FrameRefusalTest.requests());
    return Stream.of(malformed, compressed, beacons, descriptions, ranges, requests)
        .flatMap(rows -> rows)
        .toList();
  }

  /** The file, without what is too large for it. */
  static String text(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.bytes().size() <= BYTES_MAX)
        .map(Row::line)
        .collect(Collectors.joining());
  }

  private static Row entry(Arguments row) {
    String what = (String) row.get()[0];
    String reason = (String) row.get()[2];
    // The seq in a revocation is not that of the entry.
    String statement = what.startsWith("revoke") ? "E-6" : OF_ENTRIES.getOrDefault(reason, "E-6");
    return new Row(statement, reason, what, Bytes.ofHex((String) row.get()[1]));
  }

  private static Stream<Row> rows(String statement, List<Arguments> table) {
    return table.stream().map(row -> frame(statement, row));
  }

  private static Row frame(String otherwise, Arguments row) {
    String what = (String) row.get()[0];
    String reason = (String) row.get()[2];
    Bytes covered = (Bytes) row.get()[1];
    return new Row(
        statement(what, reason, otherwise), reason, what, FrameCodecTest.withMac(covered));
  }

  private static String statement(String what, String reason, String otherwise) {
    if (reason.startsWith(ANY_LIMIT)) {
      return "F-7";
    } else if (reason.startsWith("entry: ")) {
      return "F-6";
    } else if (reason.startsWith("fragment ")) {
      return "F-12";
    } else if (what.startsWith("delta ") && reason.equals("seq out of range")) {
      return "F-10";
    }
    return OF_FRAMES.getOrDefault(reason, otherwise);
  }
}
