package io.echofield.swarmkit.tools.crash;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** What happens to files at rest. */
public enum Damage {
  /** One bit is another one. */
  FLIPPED_BIT {
    @Override
    String apply(Path file, SplittableRandom random) throws IOException {
      byte[] content = Files.readAllBytes(file);
      int at = place(content, random);
      flip(file, at, random.nextInt(8));
      return "bit flipped in byte " + at;
    }
  },
  /** Two bits near each other are others: no checksum tells which. */
  TWO_FLIPPED_BITS {
    @Override
    String apply(Path file, SplittableRandom random) throws IOException {
      byte[] content = Files.readAllBytes(file);
      int at = place(content, random);
      int other = Math.min(content.length - 1, at + random.nextInt(LostFile.SECTOR_BYTES));
      int bit = random.nextInt(8);
      flip(file, at, bit);
      flip(file, other, (bit + 1) % 8);
      return "bits flipped in bytes %d and %d".formatted(at, other);
    }
  },
  /** A sector reads as zeros. */
  ZERO_SECTOR {
    @Override
    String apply(Path file, SplittableRandom random) throws IOException {
      byte[] content = Files.readAllBytes(file);
      int at = place(content, random) / LostFile.SECTOR_BYTES * LostFile.SECTOR_BYTES;
      try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
        open.seek(at);
        open.write(new byte[Math.min(LostFile.SECTOR_BYTES, content.length - at)]);
      }
      return "zeros for a sector from byte " + at;
    }
  },
  /** The file ends earlier. */
  CUT {
    @Override
    String apply(Path file, SplittableRandom random) throws IOException {
      try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
        long bytes = random.nextLong(open.length());
        open.setLength(bytes);
        return "cut at byte " + bytes;
      }
    }
  },
  /** The file is gone. */
  MISSING {
    @Override
    String apply(Path file, SplittableRandom random) throws IOException {
      Files.delete(file);
      return "removed";
    }
  };

  /**
   * What was done.
   *
   * @param file which file, relative to the folder
   * @param what in words
   */
  public record Done(Path file, String what) {
    @Override
    public String toString() {
      return file + ": " + what;
    }
  }

  /** Damages a file, which is not empty, and says how. */
  abstract String apply(Path file, SplittableRandom random) throws IOException;

  /**
   * Damages any file of a store's folder that nobody has open. The same seed does the same to the
   * same folder.
   */
  public Done in(Path folder, SplittableRandom random) throws IOException {
    List<Path> files =
        Folders.files(folder).stream().filter(file -> !file.endsWith("lock")).toList();
    Path file = files.get(random.nextInt(files.size()));
    return new Done(folder.relativize(file), apply(file, random));
  }

  /** Half of the places have content: files of runs are zeros for the most part. */
  private static int place(byte[] content, SplittableRandom random) {
    int at = random.nextInt(content.length);
    if (random.nextBoolean()) {
      for (int i = 0; i < content.length && content[at] == 0; i++) {
        at = (at + 1) % content.length;
      }
    }
    return at;
  }

  private static void flip(Path file, long at, int bit) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(at);
      int value = open.read();
      open.seek(at);
      open.write(value ^ (1 << bit));
    }
  }
}
