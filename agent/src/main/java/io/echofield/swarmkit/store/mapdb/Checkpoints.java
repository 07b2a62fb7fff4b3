package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sealed copies of the ledger file: where to begin again when the file itself cannot be believed.
 * One thread.
 */
final class Checkpoints {
  /** How many copies are kept; with the second one a damaged newest copy costs time only. */
  static final int KEPT = 2;

  private static final String COPY = ".db";
  private static final String SEAL = ".seal";

  private final Path folder;

  Checkpoints(Path folder) {
    this.folder = folder;
  }

  /**
   * Batches with a copy and a seal, newest first; whether they are good shows in {@link #restore}.
   */
  List<Long> batches() throws IOException {
    List<Long> batches = new ArrayList<>();
    for (Path seal : StoreFolder.list(folder, SEAL)) {
      long batch = StoreFolder.numberOf(seal);
      if (batch >= 0 && Files.isRegularFile(copy(batch))) {
        batches.add(batch);
      }
    }
    Collections.reverse(batches);
    return batches;
  }

  /**
   * Copies the ledger file, which nobody may change meanwhile. The copy counts once its seal is
   * there.
   *
   * @param bytes how much of the file is in use
   * @throws IOException if it could not be made; the older ones are still there
   */
  void write(Path ledger, long bytes, long batch) throws IOException {
    Files.createDirectories(folder);
    Path temporary = folder.resolve(StoreFolder.numbered(batch, COPY + StoreFolder.TEMPORARY));
    try {
      Seal seal = copy(ledger, bytes, temporary, true).seal(batch);
      StoreFolder.rename(temporary, copy(batch));
      StoreFolder.replace(seal(batch), seal.text());
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /**
   * Makes the ledger file from a copy.
   *
   * @param notices told why a copy was not good
   * @return whether the copy was as sealed; if not, the ledger file must not be used
   */
  boolean restore(long batch, Path ledger, Consumer<String> notices) throws IOException {
    Optional<Seal> seal = Seal.read(seal(batch));
    if (seal.isEmpty() || seal.get().batch() != batch) {
      notices.accept("the seal " + seal(batch) + " is damaged: this checkpoint is not used");
      return false;
    }
    Files.deleteIfExists(ledger);
    Seal found = copy(copy(batch), Files.size(copy(batch)), ledger, false).seal(batch);
    Optional<String> difference = seal.get().differs(found);
    difference.ifPresent(
        what ->
            notices.accept("the checkpoint " + copy(batch) + " is damaged and not used: " + what));
    return difference.isEmpty();
  }

  /**
   * Removes all but the newest so many, and what unfinished ones left.
   *
   * @return the oldest batch that is kept, 0 if there are not so many
   */
  long keep(int newest) throws IOException {
    for (Path file : StoreFolder.list(folder, StoreFolder.TEMPORARY)) {
      Files.deleteIfExists(file);
    }
    List<Long> batches = batches();
    for (long batch : batches.subList(Math.min(newest, batches.size()), batches.size())) {
      remove(batch);
    }
    for (Path file : StoreFolder.list(folder, COPY)) {
      if (!Files.exists(seal(StoreFolder.numberOf(file)))) {
        Files.deleteIfExists(file);
      }
    }
    return batches.size() < newest ? 0 : batches.get(newest - 1);
  }

  void remove(long batch) throws IOException {
    Files.deleteIfExists(seal(batch));
    Files.deleteIfExists(copy(batch));
  }

  /** Puts a copy that is not good aside, for people. */
  void putAside(long batch, String ending) throws IOException {
    for (Path file : List.of(seal(batch), copy(batch))) {
      if (Files.exists(file)) {
        StoreFolder.rename(file, file.resolveSibling(StoreFolder.name(file) + ending));
      }
    }
  }

  private Path copy(long batch) {
    return folder.resolve(StoreFolder.numbered(batch, COPY));
  }

  private Path seal(long batch) {
    return folder.resolve(StoreFolder.numbered(batch, SEAL));
  }

  /**
   * Copies and stamps.
   *
   * @param sparse true: zeros take no space; false: all space is taken now, as a mapped file needs
   *     it
   */
  private static Seal.Stamp copy(Path from, long bytes, Path to, boolean sparse)
      throws IOException {
    Seal.Stamp stamp = new Seal.Stamp();
    byte[] piece = new byte[Seal.PIECE_BYTES];
    try (RandomAccessFile in = new RandomAccessFile(from.toFile(), "r");
        RandomAccessFile out = new RandomAccessFile(to.toFile(), "rw")) {
      out.setLength(0);
      for (long at = 0; at < bytes; at += piece.length) {
        int length = (int) Math.min(piece.length, bytes - at);
        in.readFully(piece, 0, length);
        stamp.piece(piece, length);
        Sparse.write(out, at, piece, length, sparse);
      }
      out.setLength(bytes);
      if (sparse) {
        out.getFD().sync();
      }
    }
    return stamp;
  }
}
