package io.echofield.swarmkit.tools.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A file on a disk that may lose its power: what is durable of it, and what happened since.
 *
 * <p>After a power loss each sector has the content that it had at the last force, or at any moment
 * since, independently of all others; so has the length. What was written through a mapping is one
 * more such moment, the last one. Sectors that never had content read as zeros or, as on a file
 * system that does not order data before lengths, as noise.
 */
final class LostFile {
  /** What a disk writes as a whole or not at all. */
  static final int SECTOR_BYTES = 512;

  /** Stands for all content that is zero, whatever its length. */
  private static final byte[] ZEROS = new byte[0];

  /** Where the content is now; moves with renames. */
  private Path place;

  /** What is durable; empty while that is just what the file has. */
  private Optional<byte[]> durable = Optional.empty();

  private final List<Change> pending = new ArrayList<>();

  /** Bytes put at a place; null: the file was cut or lengthened to there. */
  private static final class Change {
    final long at;
    final long end;
    final byte[] bytes;

    Change(long at, long end, byte[] bytes) {
      this.at = at;
      this.end = end;
      this.bytes = bytes;
    }

    boolean resizes() {
      return bytes == null;
    }
  }

  private LostFile(Path place) {
    this.place = place;
  }

  /** A file that was just made, empty. */
  static LostFile created(Path place) {
    LostFile file = new LostFile(place);
    file.durable = Optional.of(new byte[0]);
    return file;
  }

  /** A file that has been there for long. */
  static LostFile found(Path place) {
    return new LostFile(place);
  }

  Path place() {
    return place;
  }

  void moved(Path to) {
    place = to;
  }

  /** Must come before the bytes are written. */
  void writing(long at, byte[] from, int offset, int bytes) throws IOException {
    remember();
    boolean zero = true;
    for (int i = offset; zero && i < offset + bytes; i++) {
      zero = from[i] == 0;
    }
    byte[] content = zero ? ZEROS : Arrays.copyOfRange(from, offset, offset + bytes);
    pending.add(new Change(at, at + bytes, content));
  }

  /** Must come before the length changes. */
  void resizing(long bytes) throws IOException {
    remember();
    pending.add(new Change(bytes, bytes, null));
  }

  /** All that is in the file now is durable, also what came through a mapping. */
  void forced() {
    durable = Optional.empty();
    pending.clear();
  }

  private void remember() throws IOException {
    if (durable.isEmpty()) {
      durable = Optional.of(Files.readAllBytes(place));
    }
  }

  /** Lays out the content after a power loss. */
  void afterPowerLoss(Path target, Luck luck) throws IOException {
    if (durable.isEmpty()) {
      Files.copy(place, target);
    } else {
      byte[] now = Files.readAllBytes(place);
      Files.write(target, afterPowerLoss(durable.get(), now, luck));
    }
  }

  private byte[] afterPowerLoss(byte[] before, byte[] now, Luck luck) {
    List<Change> changes = new ArrayList<>(pending);
    changes.add(new Change(now.length, now.length, null));
    long length = before.length;
    for (Change change : changes.subList(0, luck.prefix(changes.size()))) {
      length = change.resizes() ? change.at : Math.max(length, change.end);
    }
    byte[] content = new byte[(int) length];
    SplittableRandom noise = luck.noise();
    for (int at = 0; at < content.length; at += SECTOR_BYTES) {
      int end = Math.min(content.length, at + SECTOR_BYTES);
      List<Change> touching = touching(changes, at, end);
      int versions = touching.size() + (isMapped(at, end, before, touching, now) ? 1 : 0);
      int chosen = luck.prefix(versions);
      if (chosen > touching.size()) {
        copy(now, 0, content, at, end);
      } else if (chosen == 0 && at >= before.length && noise != null) {
        byte[] stale = new byte[end - at];
        noise.nextBytes(stale);
        copy(stale, at, content, at, end);
      } else {
        replay(content, at, end, before, touching.subList(0, chosen));
      }
    }
    return content;
  }

  private static List<Change> touching(List<Change> changes, int at, int end) {
    List<Change> touching = new ArrayList<>();
    for (Change change : changes) {
      if (change.at < end && (change.resizes() || change.end > at)) {
        touching.add(change);
      }
    }
    return touching;
  }

  /** Whether the sector has content that no operation of the disk gave it. */
  private static boolean isMapped(
      int at, int end, byte[] before, List<Change> touching, byte[] now) {
    byte[] tracked = new byte[SECTOR_BYTES];
    int known = Math.min(end, now.length);
    if (known <= at) {
      return false;
    }
    replay(tracked, at, at, end, before, touching);
    return Arrays.mismatch(tracked, 0, known - at, now, at, known) >= 0;
  }

  private static void replay(byte[] content, int at, int end, byte[] before, List<Change> changes) {
    replay(content, 0, at, end, before, changes);
  }

  /** Fills what lies between two places of a file; {@code content} begins at {@code origin}. */
  private static void replay(
      byte[] content, int origin, int at, int end, byte[] before, List<Change> changes) {
    copy(before, -origin, content, at - origin, end - origin);
    for (Change change : changes) {
      int first = (int) Math.max(at, Math.min(end, change.at));
      int last = change.resizes() ? end : (int) Math.min(end, change.end);
      if (change.resizes() || change.bytes == ZEROS) {
        Arrays.fill(content, first - origin, Math.max(first, last) - origin, (byte) 0);
      } else {
        copy(change.bytes, (int) change.at - origin, content, at - origin, end - origin);
      }
    }
  }

  /** Copies what lies between two places; {@code from} begins at {@code fromAt}. */
  private static void copy(byte[] from, int fromAt, byte[] to, int at, int end) {
    int first = Math.max(at, fromAt);
    int last = Math.min(end, fromAt + from.length);
    if (first < last) {
      System.arraycopy(from, first - fromAt, to, first, last - first);
    }
  }
}
