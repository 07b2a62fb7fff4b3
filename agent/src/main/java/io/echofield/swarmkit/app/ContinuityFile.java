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
import java.util.Set;
import java.util.function.Function;

/**
 * The record beside the store, in a file of the data folder (0600) that also says where it lies:
 * the machine, the folder's path, and the inode numbers of itself and of its folder.
 *
 * <p>Every way of copying files makes new inodes, so a file that says another number than it has
 * was copied or put back; one that was moved within its file system keeps its number. This is
 * believed only where inode numbers last: ext2, ext3, ext4, xfs, btrfs, zfs, f2fs, tmpfs. Not on
 * network and FUSE file systems, FAT and the like, which number at each mount; nor on overlay,
 * which gives a new number to what it copies up, so that every new container would look like a
 * restore. What it cannot tell: an image of a whole disk put back on the same machine, a btrfs or
 * zfs snapshot, and files that happen to get their old numbers again. Peers and brokers show those.
 * One thread.
 */
final class ContinuityFile implements ContinuityKeeper {
  private static final Set<String> LASTING_INODES =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs");

  private final Path file;
  private final MachineMarks machine;
  private final Function<Path, Optional<String>> inodes;

  /**
   * Does nothing yet.
   *
   * @param machine what the machine can be told by now
   * @param inodes the inode number of a path; empty where such numbers do not last
   */
  ContinuityFile(Path file, MachineMarks machine, Function<Path, Optional<String>> inodes) {
    this.file = file.toAbsolutePath().normalize();
    this.machine = machine;
    this.inodes = inodes;
  }

  /** For a file of this machine. */
  static ContinuityFile of(Path file) {
    return new ContinuityFile(file, MachineMarks.ofThisMachine(), ContinuityFile::lastingInode);
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
      PrivateText.write(file, temporary -> textOf(record, temporary).render());
      PrivateText.sync(file.getParent());
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + Reasons.of(e), e);
    }
  }

  private ContinuityText textOf(Continuity record, Path written) {
    return new ContinuityText(
        record, inodes.apply(written), inodes.apply(file.getParent()), path(), machine);
  }

  private ContinuityFound compare(ContinuityText read) {
    Place place = place(read);
    String detail =
        switch (place) {
          case SAME -> "";
          case PUT_BACK -> "the data folder, or its file continuity, was put back from a copy";
          case COPIED -> "the data folder is a copy of the one in " + read.path();
          case OTHER_MACHINE -> "the data folder was written on another machine, in " + read.path();
        };
    return new ContinuityFound(false, Optional.of(read.record()), place, detail(detail));
  }

  private Place place(ContinuityText read) {
    if (machine.differ(read.machine())) {
      return Place.OTHER_MACHINE;
    } else if (differ(read.file(), inodes.apply(file))
        || differ(read.folder(), inodes.apply(file.getParent()))) {
      return read.path().equals(path()) ? Place.PUT_BACK : Place.COPIED;
    }
    return Place.SAME;
  }

  /** Nothing can be said where one of the two has no number. */
  private static boolean differ(Optional<String> said, Optional<String> has) {
    return said.isPresent() && has.isPresent() && !said.equals(has);
  }

  private static Optional<String> lastingInode(Path path) {
    try {
      return LASTING_INODES.contains(Files.getFileStore(path).type())
          ? Optional.of(inode(path))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty(); // then it says nothing
    }
  }

  /** As a decimal number. */
  static String inode(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS).toString();
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
