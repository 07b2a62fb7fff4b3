package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;

/** Writes files with or without holes where there are only zeros. */
final class Sparse {
  /** Size and place of holes; the block size of common file systems. */
  private static final int BLOCK_BYTES = 4_096;

  private static final byte[] ZEROS = new byte[BLOCK_BYTES];

  private Sparse() {}

  /** Writes the first bytes of the buffer at a place of a file that has nothing there yet. */
  static void write(RandomAccessFile file, long at, byte[] buffer, int length, boolean holes)
      throws IOException {
    if (!holes) {
      file.seek(at);
      file.write(buffer, 0, length);
      return;
    }
    int begin = 0;
    while (begin < length) {
      int end = begin;
      while (end < length && !isZero(buffer, end, length)) {
        end = Math.min(length, end + BLOCK_BYTES);
      }
      if (end > begin) {
        file.seek(at + begin);
        file.write(buffer, begin, end - begin);
      }
      begin = Math.min(length, end + BLOCK_BYTES);
    }
  }

  private static boolean isZero(byte[] buffer, int from, int length) {
    int to = Math.min(length, from + BLOCK_BYTES);
    return Arrays.equals(buffer, from, to, ZEROS, 0, to - from);
  }
}
