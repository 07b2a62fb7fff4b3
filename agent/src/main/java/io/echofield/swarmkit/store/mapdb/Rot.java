package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Looks for rot in files that do not change any more, and mends a single flipped bit: in place, or
 * only in what is read. One thread.
 */
final class Rot {
  private final Disk disk;
  private final boolean mend;
  private final Consumer<String> notices;
  private boolean unreadableIsDamaged;

  /** {@code mend} false: no file is changed. The notices are told of each flipped bit. */
  Rot(Disk disk, boolean mend, Consumer<String> notices) {
    this.disk = disk;
    this.mend = mend;
    this.notices = notices;
  }

  /** For repair: what the disk does not give is damaged, and not a reason to give up. */
  Rot takingUnreadableForDamaged() {
    unreadableIsDamaged = true;
    return this;
  }

  /** What is wrong with a run: a phrase for people; empty if it is as sealed. */
  Optional<String> inRun(RunFiles files, Span span) throws IOException {
    Optional<Seal> seal =
        text(files.seal(span), text -> Seal.parse(text).isPresent()).flatMap(Seal::parse);
    if (seal.isEmpty() || !seal.get().span().equals(span)) {
      return Optional.of("its seal cannot be read");
    }
    Path data = files.data(span);
    if (!disk.exists(data)) {
      return Optional.of("it is missing");
    }
    try (DiskFile file = mend ? disk.openToWrite(data) : disk.openToRead(data)) {
      if (file.length() != seal.get().bytes()) {
        return Optional.of(
            "it has %d bytes instead of %d".formatted(file.length(), seal.get().bytes()));
      }
      return inPieces(file, data, seal.get());
    }
  }

  private Optional<String> inPieces(DiskFile file, Path data, Seal seal) throws IOException {
    byte[] piece = new byte[Seal.PIECE_BYTES];
    for (int i = 0; i < seal.crcs().size(); i++) {
      long at = (long) i * Seal.PIECE_BYTES;
      int length = (int) Math.min(Seal.PIECE_BYTES, seal.bytes() - at);
      try {
        file.read(at, piece, 0, length);
      } catch (IOException e) {
        if (unreadableIsDamaged) {
          return Optional.of("it cannot be read behind byte %d: %s".formatted(at, e.getMessage()));
        }
        throw e;
      }
      int pattern = seal.crcs().get(i) ^ Crc.of(piece, 0, length);
      if (pattern != 0) {
        long bit = FlippedBit.find(pattern, length);
        if (bit < 0) {
          return Optional.of("its content changed behind byte " + at);
        }
        int byteInPiece = (int) (bit >>> 3);
        if (!mend) {
          return Optional.of(
              "a bit flipped at byte %d, which the next start mends".formatted(at + byteInPiece));
        }
        piece[byteInPiece] ^= (byte) (1 << (bit & 7));
        file.write(at + byteInPiece, piece, byteInPiece, 1);
        file.force();
        tell(data, at + byteInPiece);
      }
    }
    return Optional.empty();
  }

  /**
   * The text of a small file.
   *
   * @param whole whether a text is one that was written
   * @return empty if it is not, not even with one bit flipped back
   */
  Optional<String> text(Path file, Predicate<String> whole) throws IOException {
    if (!disk.exists(file)) {
      return Optional.empty();
    }
    byte[] bytes = disk.read(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (whole.test(text)) {
      return Optional.of(text);
    }
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
      String candidate = new String(bytes, StandardCharsets.ISO_8859_1);
      if (whole.test(candidate)) {
        overwrite(file, bit >>> 3, bytes[bit >>> 3]);
        return Optional.of(candidate);
      }
      bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
    }
    return Optional.empty();
  }

  /** Puts a byte right, durably if files may be changed, and says so. */
  void overwrite(Path file, long at, byte right) throws IOException {
    if (mend) {
      try (DiskFile open = disk.openToWrite(file)) {
        open.write(at, new byte[] {right}, 0, 1);
        open.force();
      }
    }
    tell(file, at);
  }

  private void tell(Path file, long at) {
    notices.accept(
        "%s a flipped bit in %s at byte %d: the disk may be failing"
            .formatted(mend ? "mended" : "found", file, at));
  }
}
