package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the file of a run must look like to be believed.
 *
 * @param span the batches in it
 * @param bytes its length
 * @param crcs CRC-32C of each piece of {@value #PIECE_BYTES} bytes
 */
record Seal(Span span, long bytes, List<Integer> crcs) {
  static final int PIECE_BYTES = 1 << 20;
  private static final String TITLE = "echofield-seal 1";

  Seal {
    crcs = List.copyOf(crcs);
  }

  /** Reads a file to its end. */
  static Seal of(DiskFile file, Span span) throws IOException {
    List<Integer> crcs = new ArrayList<>();
    long bytes = file.length();
    byte[] piece = new byte[PIECE_BYTES];
    for (long at = 0; at < bytes; at += PIECE_BYTES) {
      int length = (int) Math.min(PIECE_BYTES, bytes - at);
      file.read(at, piece, 0, length);
      crcs.add(Crc.of(piece, 0, length));
    }
    return new Seal(span, bytes, crcs);
  }

  String text() {
    StringBuilder text = new StringBuilder(TITLE);
    text.append("\nbatches ").append(span.first()).append(' ').append(span.last());
    text.append("\nbytes ").append(bytes).append("\ncrc32c");
    for (int crc : crcs) {
      text.append(' ').append(Integer.toHexString(crc));
    }
    text.append('\n');
    return text + CheckedText.line(text.toString());
  }

  /** Empty if the text is not exactly what a seal says of itself. */
  static Optional<Seal> parse(String text) {
    List<String> lines = text.lines().toList();
    try {
      if (lines.size() != 5 || !lines.get(3).startsWith("crc32c")) {
        return Optional.empty();
      }
      List<Integer> crcs = new ArrayList<>();
      for (String crc : lines.get(3).substring("crc32c".length()).strip().split(" ", -1)) {
        crcs.add(Integer.parseUnsignedInt(crc, 16));
      }
      String[] batches = after(lines.get(1), "batches ").split(" ", -1);
      if (batches.length != 2) {
        return Optional.empty();
      }
      Span span = new Span(Long.parseLong(batches[0]), Long.parseLong(batches[1]));
      Seal seal = new Seal(span, Long.parseLong(after(lines.get(2), "bytes ")), crcs);
      // Compared as text: also what is not a number here is covered.
      return seal.text().equals(text) ? Optional.of(seal) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String after(String line, String name) {
    if (!line.startsWith(name)) {
      throw new NumberFormatException(line);
    }
    return line.substring(name.length());
  }
}
