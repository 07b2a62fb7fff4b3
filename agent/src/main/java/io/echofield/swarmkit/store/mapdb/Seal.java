package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a closed ledger file must look like to be believed.
 *
 * @param batch the last batch that is applied in it
 * @param bytes its length
 * @param crcs CRC-32C of each piece of {@value #PIECE_BYTES} bytes
 */
record Seal(long batch, long bytes, List<Integer> crcs) {
  static final int PIECE_BYTES = 1 << 20;
  private static final String TITLE = "echofield-seal 1";

  Seal {
    crcs = List.copyOf(crcs);
  }

  /** Takes what passes by as the content of a file, in pieces of {@link #PIECE_BYTES}. */
  static final class Stamp {
    private final List<Integer> crcs = new ArrayList<>();
    private long bytes;

    void piece(byte[] buffer, int length) {
      CRC32C crc = new CRC32C();
      crc.update(buffer, 0, length);
      crcs.add((int) crc.getValue());
      bytes += length;
    }

    Seal seal(long batch) {
      return new Seal(batch, bytes, crcs);
    }
  }

  /** Reads a file to its end. */
  static Seal of(Path file, long batch) throws IOException {
    Stamp stamp = new Stamp();
    byte[] piece = new byte[PIECE_BYTES];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      for (long at = 0; at < in.length(); at += PIECE_BYTES) {
        int length = (int) Math.min(PIECE_BYTES, in.length() - at);
        in.readFully(piece, 0, length);
        stamp.piece(piece, length);
      }
    }
    return stamp.seal(batch);
  }

  /**
   * Where a file with this seal differs from what was sealed: a phrase for people; empty if it does
   * not.
   */
  Optional<String> differs(Seal found) {
    if (found.bytes != bytes) {
      return Optional.of("it has %d bytes instead of %d".formatted(found.bytes, bytes));
    }
    for (int i = 0; i < crcs.size(); i++) {
      if (!crcs.get(i).equals(found.crcs.get(i))) {
        return Optional.of("its content changed behind byte " + (long) i * PIECE_BYTES);
      }
    }
    return Optional.empty();
  }

  String text() {
    StringBuilder text = new StringBuilder(TITLE);
    text.append("\nbatch ").append(batch).append("\nbytes ").append(bytes).append("\ncrc32c");
    for (int crc : crcs) {
      text.append(' ').append(Integer.toHexString(crc));
    }
    text.append('\n');
    byte[] covered = text.toString().getBytes(StandardCharsets.US_ASCII);
    return text + "check " + Integer.toHexString(Crc.of(covered, 0, covered.length)) + "\n";
  }

  /** Reads a seal; empty if there is none or it is damaged itself. */
  static Optional<Seal> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    return parse(text.replaceFirst("\\x00+$", ""));
  }

  private static Optional<Seal> parse(String text) {
    List<String> lines = text.lines().toList();
    try {
      if (lines.size() != 5 || !lines.get(3).startsWith("crc32c")) {
        return Optional.empty();
      }
      List<Integer> crcs = new ArrayList<>();
      for (String crc : lines.get(3).substring("crc32c".length()).strip().split(" ", -1)) {
        crcs.add(Integer.parseUnsignedInt(crc, 16));
      }
      Seal seal = new Seal(number(lines.get(1), "batch "), number(lines.get(2), "bytes "), crcs);
      // Compared as text: also what is not a number here is covered.
      return seal.text().equals(text) ? Optional.of(seal) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static long number(String line, String name) {
    if (!line.startsWith(name)) {
      throw new NumberFormatException(line);
    }
    return Long.parseLong(line.substring(name.length()));
  }
}
