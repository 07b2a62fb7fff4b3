package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The seal of the ledger file while nobody has it open.
 *
 * <p>Between two clean stops the same file waits under another name, so that a stop needs no space:
 * a full disk must not cost the clean stop.
 */
final class CleanMark {
  /**
   * What the waiting file takes; enough for a ledger of 400 MiB, a larger one takes more when it
   * stops.
   */
  private static final int RESERVED_BYTES = 4_096;

  private final Path mark;
  private final Path waiting;

  CleanMark(StoreFolder folder) {
    this.mark = folder.clean();
    this.waiting = mark.resolveSibling(StoreFolder.name(mark) + StoreFolder.TEMPORARY);
  }

  boolean isSet() {
    return Files.exists(mark);
  }

  /** The seal; empty if it is damaged. */
  Optional<Seal> seal() throws IOException {
    return Seal.read(mark);
  }

  /** From here on the ledger file may change. */
  void remove() throws IOException {
    if (isSet()) {
      StoreFolder.rename(mark, waiting);
    } else if (!Files.exists(waiting)) {
      write(new byte[0]);
    }
  }

  /** The ledger file is durable and will not change. */
  void set(Seal seal) throws IOException {
    write(seal.text().getBytes(StandardCharsets.US_ASCII));
    StoreFolder.rename(waiting, mark);
  }

  private void write(byte[] text) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(waiting.toFile(), "rw")) {
      file.write(Arrays.copyOf(text, Math.max(RESERVED_BYTES, text.length)));
      file.setLength(Math.max(RESERVED_BYTES, text.length));
      file.getFD().sync();
    }
  }
}
