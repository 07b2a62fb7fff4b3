package io.echofield.swarmkit.core.node;

/** Texts from outside, made fit for an entry. Pure. */
final class Texts {
  private static final int REPLACEMENT = 0xfffd;

  private Texts() {}

  /**
   * The longest beginning that has at most so many bytes as UTF-8; halves of surrogate pairs become
   * U+FFFD.
   */
  static String clip(String text, int utf8BytesMax) {
    StringBuilder clipped = new StringBuilder();
    int bytes = 0;
    for (int codePoint : text.codePoints().toArray()) {
      boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      int kept = half ? REPLACEMENT : codePoint;
      bytes += utf8Bytes(kept);
      if (bytes > utf8BytesMax) {
        return clipped.toString();
      }
      clipped.appendCodePoint(kept);
    }
    return clipped.toString();
  }

  private static int utf8Bytes(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    } else if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
