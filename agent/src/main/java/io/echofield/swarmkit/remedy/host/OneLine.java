package io.echofield.swarmkit.remedy.host;

import java.nio.charset.StandardCharsets;

/** Makes any text fit for a log line or a task's result. */
final class OneLine {
  /** Longest result of a handler, in bytes of UTF-8. */
  static final int RESULT_BYTES_MAX = 512;

  private OneLine() {}

  /** Control characters as spaces, cut between characters to this many bytes of UTF-8. */
  static String of(String text, int bytesMax) {
    StringBuilder line = new StringBuilder();
    int bytes = 0;
    for (int codePoint : text.codePoints().toArray()) {
      String character = Character.isISOControl(codePoint) ? " " : Character.toString(codePoint);
      bytes += character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > bytesMax) {
        break;
      }
      line.append(character);
    }
    return line.toString();
  }

  static String result(String text) {
    return of(text, RESULT_BYTES_MAX);
  }
}
