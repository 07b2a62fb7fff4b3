package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.node.Continuity;
import io.echofield.swarmkit.core.node.ContinuityBreak;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of the file {@code continuity}: a line for each value, {@code name value}, and at the
 * end a CRC-32 of all lines before, so that damage shows. Pure.
 *
 * <pre>
 * echofield continuity 1
 * author 4e7f00c2d1e4
 * nonce 5f0c3a9be1d20c44
 * session 17
 * epoch 5eed0001
 * seq 133
 * file 1310722
 * folder 1310721
 * written 1795420800000
 * path /var/lib/echofield/node-a
 * machine product 3a7f00c2d1e4b596
 * break restored 1795420800000 the store and ... are of different times
 * crc 0badcafe
 * </pre>
 *
 * <p>{@code file}, {@code folder} and {@code written} are missing where nothing lasts that they
 * could be compared with; {@code machine} comes once for each mark, {@code break} only after one.
 *
 * @param file the inode number of the file itself; empty if it has none that lasts
 * @param folder the inode number of the folder it lies in
 * @param writtenMillis when it was written, milliseconds since 1970 by this machine's clock
 * @param path the folder, absolute; control characters are replaced
 */
record ContinuityText(
    Continuity record,
    Optional<String> file,
    Optional<String> folder,
    Optional<Long> writtenMillis,
    String path,
    MachineMarks machine) {
  /** Longer files are taken for damaged. */
  static final int BYTES_MAX = 16_384;

  private static final String HEADER = "echofield continuity 1";
  private static final String CRC = "crc ";
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

  String render() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    line(text, "author", record.author().toString());
    line(text, "nonce", HexFormat.of().toHexDigits(record.nonce()));
    line(text, "session", Long.toString(record.session()));
    line(text, "epoch", HexFormat.of().toHexDigits((int) record.epoch()));
    line(text, "seq", Long.toString(record.ownSeq()));
    file.ifPresent(number -> line(text, "file", number));
    folder.ifPresent(number -> line(text, "folder", number));
    writtenMillis.ifPresent(at -> line(text, "written", Long.toString(at)));
    line(text, "path", path);
    machine.hashes().forEach((name, hash) -> line(text, "machine", name + " " + hash));
    record
        .lastBreak()
        .ifPresent(
            b ->
                line(
                    text, "break", b.kind().word() + " " + b.sinceWallMillis() + " " + b.detail()));
    return text + CRC + crc(text.toString()) + "\n";
  }

  /** Empty if the text is damaged, or of a form that this version does not know. */
  static Optional<ContinuityText> parse(String text) {
    int end = text.lastIndexOf(CRC);
    if (end < 0
        || !text.startsWith(HEADER + "\n")
        || !text.substring(end).equals(CRC + crc(text.substring(0, end)) + "\n")) {
      return Optional.empty();
    }
    try {
      return Optional.of(ofLines(text.substring(HEADER.length() + 1, end).lines().toList()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // whole, but not ours: a later version's
    }
  }

  private static ContinuityText ofLines(List<String> lines) {
    SortedMap<String, String> values = new TreeMap<>();
    SortedMap<String, String> marks = new TreeMap<>();
    for (String line : lines) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new IllegalArgumentException("a line without a value");
      }
      String name = line.substring(0, space);
      String value = line.substring(space + 1);
      if (name.equals("machine")) {
        List<String> words = words(value, 2);
        marks.put(words.get(0), words.get(1));
      } else {
        values.put(name, value);
      }
    }
    Continuity record =
        new Continuity(
            new Author(Bytes.ofHex(value(values, "author"))),
            HexFormat.fromHexDigitsToLong(value(values, "nonce")),
            number(value(values, "session")),
            HexFormat.fromHexDigitsToLong(value(values, "epoch")),
            number(value(values, "seq")),
            Optional.ofNullable(values.get("break")).map(ContinuityText::parseBreak));
    return new ContinuityText(
        record,
        Optional.ofNullable(values.get("file")),
        Optional.ofNullable(values.get("folder")),
        Optional.ofNullable(values.get("written")).map(ContinuityText::number),
        value(values, "path"),
        new MachineMarks(marks));
  }

  private static ContinuityBreak parseBreak(String value) {
    List<String> words = words(value, 3);
    for (ContinuityBreak.Kind kind : ContinuityBreak.Kind.values()) {
      if (kind.word().equals(words.get(0))) {
        return new ContinuityBreak(kind, number(words.get(1)), words.get(2));
      }
    }
    throw new IllegalArgumentException("unknown kind of break");
  }

  /** The first words and the rest as the last one. */
  private static List<String> words(String text, int count) {
    List<String> words = new ArrayList<>();
    String rest = text;
    while (words.size() < count - 1) {
      int space = rest.indexOf(' ');
      if (space < 0) {
        throw new IllegalArgumentException("too few words");
      }
      words.add(rest.substring(0, space));
      rest = rest.substring(space + 1);
    }
    words.add(rest);
    return words;
  }

  private static String value(Map<String, String> values, String name) {
    return Optional.ofNullable(values.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }

  private static long number(String digits) {
    if (!NUMBER.matcher(digits).matches()) {
      throw new IllegalArgumentException("not a number");
    }
    return Long.parseLong(digits);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(' ').append(value).append('\n');
  }

  private static String crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
