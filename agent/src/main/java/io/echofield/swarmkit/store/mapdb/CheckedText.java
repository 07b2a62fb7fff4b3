package io.echofield.swarmkit.store.mapdb;

import java.nio.charset.StandardCharsets;

/** Small text files that end with a line over all lines before. */
final class CheckedText {
  private CheckedText() {}

  /** The line that ends a text. */
  static String line(String before) {
    byte[] covered = before.getBytes(StandardCharsets.ISO_8859_1);
    return "check %08x\n".formatted(Crc.of(covered, 0, covered.length));
  }

  /** Whether the last line fits the lines before. */
  static boolean isWhole(String text) {
    int last = text.lastIndexOf('\n', text.length() - 2) + 1;
    return text.endsWith("\n") && text.substring(last).equals(line(text.substring(0, last)));
  }
}
