package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.node.Continuity;
import io.echofield.swarmkit.core.node.ContinuityBreak;
import io.echofield.swarmkit.core.node.ContinuityFound;
import io.echofield.swarmkit.core.node.ContinuityFound.Place;
import io.echofield.swarmkit.store.ContinuityKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The record beside the store, in a file of the data folder (0600) that also says where and when it
 * was written: the machine, the folder's path, the inode numbers of itself and of its folder, and
 * the time.
 *
 * <p>A file that has another number than it says, or that was changed after it says it was written,
 * was copied or put back; one that was moved within its file system keeps both. A new owner or new
 * rights look like that too, which costs a new epoch and a notice. What it cannot tell: an image of
 * a whole disk put back on the same machine, a snapshot of btrfs or zfs, and anything on a file
 * system that {@link FileMark} does not rely on. Peers and brokers show those. One thread.
 */
final class ContinuityFile implements ContinuityKeeper {
  /** A file that was changed more than this after it was written was not left alone. */
  static final long LATE_MILLIS = 2_000;

  /** A file is believed to be written in time if writing it took at most this. */
  private static final long SETTLE_MILLIS = 1_000;

  /** On a disk that takes longer each time the file does not say when it was written. */
  private static final int TRIES = 3;

  private final Path file;
  private final MachineMarks machine;
  private final Function<Path, FileMark> marks;
  private final LongSupplier wallMillis;

  /**
   * Does nothing yet.
   *
   * @param machine what the machine can be told by now
   * @param marks what the file system says of a path
   */
  ContinuityFile(
      Path file, MachineMarks machine, Function<Path, FileMark> marks, LongSupplier wallMillis) {
    this.file = file.toAbsolutePath().normalize();
    this.machine = machine;
    this.marks = marks;
    this.wallMillis = wallMillis;
  }

  /** For a file of this machine. */
  static ContinuityFile of(Path file) {
    return new ContinuityFile(
        file, MachineMarks.ofThisMachine(), FileMark::of, System::currentTimeMillis);
  }

  @Override
  public ContinuityFound look() {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return ContinuityFound.nothing();
    }
    try {
      return ContinuityText.parse(PrivateText.read(file, ContinuityText.BYTES_MAX))
          .map(this::compare)
          .orElseGet(() -> ContinuityFound.damaged(detail("the file " + file + " is damaged")));
    } catch (IOException e) {
      String why = "the file " + file + " cannot be read: " + Reasons.of(e);
      return ContinuityFound.damaged(detail(why));
    }
  }

  @Override
  public void keep(Continuity record) throws IOException {
    try {
      boolean settled = false;
      for (int i = 0; i < TRIES && !settled; i++) {
        long now = wallMillis.getAsLong();
        write(record, Optional.of(now));
        settled = marks.apply(file).changedMillis().map(at -> at - now).orElse(0L) <= SETTLE_MILLIS;
      }
      if (!settled) {
        write(record, Optional.empty());
      }
      PrivateText.sync(file.getParent());
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + Reasons.of(e), e);
    }
  }

  private void write(Continuity record, Optional<Long> writtenMillis) throws IOException {
    PrivateText.write(
        file,
        temporary -> {
          FileMark mark = marks.apply(temporary);
          return new ContinuityText(
                  record,
                  mark.inode(),
                  marks.apply(file.getParent()).inode(),
                  mark.changedMillis().isPresent() ? writtenMillis : Optional.empty(),
                  path(),
                  machine)
              .render();
        });
  }

  private ContinuityFound compare(ContinuityText read) {
    Place place = place(read);
    String detail =
        switch (place) {
          case SAME -> "";
          case PUT_BACK -> "it or its file continuity was put back from a copy, or changed by hand";
          case COPIED -> "it is a copy of the one in " + read.path();
          case OTHER_MACHINE -> "it was written on another machine, in " + read.path();
        };
    return new ContinuityFound(false, Optional.of(read.record()), place, detail(detail));
  }

  private Place place(ContinuityText read) {
    FileMark mark = marks.apply(file);
    if (machine.differ(read.machine())) {
      return Place.OTHER_MACHINE;
    } else if (differ(read.file(), mark.inode())
        || differ(read.folder(), marks.apply(file.getParent()).inode())
        || late(read.writtenMillis(), mark.changedMillis())) {
      return read.path().equals(path()) ? Place.PUT_BACK : Place.COPIED;
    }
    return Place.SAME;
  }

  /** Nothing can be said where one of the two has no number. */
  private static boolean differ(Optional<String> said, Optional<String> has) {
    return said.isPresent() && has.isPresent() && !said.equals(has);
  }

  private static boolean late(Optional<Long> writtenMillis, Optional<Long> changedMillis) {
    return writtenMillis.isPresent()
        && changedMillis.isPresent()
        && changedMillis.get() - writtenMillis.get() > LATE_MILLIS;
  }

  private String path() {
    return oneLine(file.getParent().toString());
  }

  private static String detail(String text) {
    String line = oneLine(text);
    return line.substring(0, Math.min(line.length(), ContinuityBreak.DETAIL_CHARACTERS_MAX));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
