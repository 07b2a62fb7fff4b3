package io.echofield.swarmkit.link.drop;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.FrameCodec;
import io.echofield.swarmkit.link.Incoming;
import io.echofield.swarmkit.link.drop.FileNames.Batch;
import io.echofield.swarmkit.link.drop.FileNames.Kept;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What another node wrote, and how far we have read it. One thread at a time.
 *
 * <p>Everything here may be made by a stranger: names that are not ours, links, and files above
 * their caps are refused, each one once, and never keep the files beside them from being read.
 */
final class PeerFolder {
  /**
   * Entries looked at in one folder; a folder has 19 files and a ring of 256. Of a longer ring the
   * newest are read.
   */
  static final int LIST_FILES_MAX = 1_024;

  /**
   * A file younger than this may still grow, or change without a new time on a stick that counts in
   * steps of 2 s.
   */
  static final long SETTLE_MILLIS = 3_000;

  /** The folder itself, among the names of its files. */
  private static final String WHOLE = "";

  /** Where payloads and complaints go. */
  interface Sink {
    /** False: no room now. */
    boolean take(Incoming incoming);

    void refuse(String file, String why);
  }

  /** What tells a changed file from the one we know. */
  private record Stamp(long modifiedMillis, long size, Optional<Object> key) {
    /** For a file that is replaced: a new one of the same time and length is told by its key. */
    static Stamp ofKept(BasicFileAttributes attributes) {
      return new Stamp(
          attributes.lastModifiedTime().toMillis(),
          attributes.size(),
          Optional.ofNullable(attributes.fileKey()));
    }

    /** For a file that is written once. Keys are not stable on every stick. */
    static Stamp ofBatch(BasicFileAttributes attributes) {
      return new Stamp(
          attributes.lastModifiedTime().toMillis(), attributes.size(), Optional.empty());
    }

    boolean mayChangeUnseen(long nowWallMillis) {
      return Math.abs(nowWallMillis - modifiedMillis) < SETTLE_MILLIS;
    }
  }

  /**
   * How far a file was read.
   *
   * @param taken frames of it that the node took
   * @param done nothing more is expected of this file as it is
   */
  private record Progress(Stamp stamp, int taken, boolean done, Optional<String> fault) {}

  private static final Stamp NO_STAMP = new Stamp(0, 0, Optional.empty());

  private final Path folder;
  private final NodeId writer;
  private final Sink sink;
  private final LongSupplier wallMillis;

  // While the process lives; only names that are in the folder now.
  private final Map<String, Progress> progress = new HashMap<>();
  private final Map<Kept, Bytes> newest = new HashMap<>(); // hash of what the node took

  PeerFolder(Path folder, NodeId writer, Sink sink, LongSupplier wallMillis) {
    this.folder = folder;
    this.writer = writer;
    this.sink = sink;
    this.wallMillis = wallMillis;
  }

  /** The retained files will be read again, as if never seen. */
  void forgetKept() {
    newest.clear();
    progress.keySet().removeIf(name -> FileNames.kept(name).isPresent());
  }

  /**
   * Reads what is new.
   *
   * @param retained whether it was there before we came and so may be stale
   * @return false: the node has no room, come again soon
   */
  boolean read(boolean retained) {
    Set<String> present = new HashSet<>();
    boolean room = true;
    try {
      room = readKept(present, retained) && readOut(present, retained);
    } catch (NoSuchFileException e) {
      // Its owner moved it away just now; the list of nodes tells next time.
    } catch (DirectoryIteratorException e) {
      refuse(WHOLE, present, "cannot be listed: " + e.getCause().getMessage());
    } catch (IOException e) {
      refuse(WHOLE, present, "cannot be listed: " + e.getMessage());
    }
    if (room) {
      progress.keySet().retainAll(present);
    }
    return room;
  }

  /**
   * Own retained files, if they changed: to learn how far our past went, and whether another writes
   * them.
   */
  void readOwn(List<Channel> channels, boolean retained) throws IOException {
    for (Channel channel : channels) {
      Kept place = new Kept(channel, 0);
      Optional<BasicFileAttributes> attributes =
          attributes(folder.resolve(FileNames.nameOf(place)));
      if (attributes.filter(BasicFileAttributes::isRegularFile).isPresent()) {
        readKept(FileNames.nameOf(place), place, Stamp.ofKept(attributes.get()), retained);
      }
    }
  }

  /** Files that were refused and are still there. */
  long refusedFiles() {
    return progress.values().stream().filter(each -> each.fault().isPresent()).count();
  }

  private boolean readKept(Set<String> present, boolean retained) throws IOException {
    int entries = 0;
    boolean room = true;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (++entries > LIST_FILES_MAX) {
          refuse(WHOLE, present, "more than " + LIST_FILES_MAX + " files");
          break;
        }
        if (name.startsWith(FileNames.HIDDEN) || name.equals(FileNames.OUT)) {
          continue;
        }
        Optional<Kept> place = FileNames.kept(name);
        Optional<Stamp> stamp = regular(file, name, present, place.isPresent()).map(Stamp::ofKept);
        if (place.isPresent() && stamp.isPresent() && place.get().channel() != Channel.HEALTH) {
          room &= readKept(name, place.get(), stamp.get(), retained);
        }
      }
    }
    return room;
  }

  private boolean readKept(String name, Kept place, Stamp stamp, boolean retained) {
    Progress before = progress.get(name);
    if (before != null && before.done() && before.stamp().equals(stamp)) {
      return true;
    }
    Optional<Bytes> content = content(name, stamp, FrameCodec.FRAME_BYTES_MAX);
    if (content.isEmpty()) {
      return true;
    }
    Bytes hash = sha256(content.get());
    boolean news = !hash.equals(newest.get(place));
    if (news
        && !sink.take(
            new Incoming(place.channel(), Optional.of(writer), retained, content.get()))) {
      return false;
    }
    newest.put(place, hash);
    boolean done = !stamp.mayChangeUnseen(wallMillis.getAsLong());
    progress.put(name, new Progress(stamp, 0, done, Optional.empty()));
    return true;
  }

  private boolean readOut(Set<String> present, boolean retained) throws IOException {
    Path out = folder.resolve(FileNames.OUT);
    if (!Files.isDirectory(out, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
        refuse(FileNames.OUT, present, "is not a folder");
      }
      return true;
    }
    NavigableMap<Batch, Stamp> batches = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.startsWith(FileNames.HIDDEN)) {
          continue;
        }
        Optional<Batch> batch = FileNames.batch(name);
        regular(file, FileNames.OUT + "/" + name, present, batch.isPresent())
            .map(Stamp::ofBatch)
            .ifPresent(stamp -> batches.put(batch.get(), stamp));
        if (batches.size() > LIST_FILES_MAX) {
          batches.pollFirstEntry();
        }
      }
    }
    for (Map.Entry<Batch, Stamp> batch : batches.entrySet()) {
      String name = FileNames.OUT + "/" + FileNames.nameOf(batch.getKey());
      if (!readBatch(name, batch.getValue(), retained)) {
        return false; // order matters: the next file waits too
      }
    }
    return true;
  }

  private boolean readBatch(String name, Stamp stamp, boolean retained) {
    Progress before = progress.get(name);
    boolean same = before != null && before.stamp().equals(stamp);
    if (same && before.done()) {
      return true;
    }
    Optional<Bytes> file = content(name, stamp, FrameFile.FILE_BYTES_MAX);
    if (file.isEmpty()) {
      return true;
    }
    FrameFile.Content content = FrameFile.decode(file.get().toArray());
    int taken = same ? Math.min(before.taken(), content.frames().size()) : 0;
    for (FrameFile.Frame frame : content.frames().subList(taken, content.frames().size())) {
      if (!sink.take(new Incoming(frame.channel(), writerOf(frame), retained, frame.payload()))) {
        progress.put(name, new Progress(stamp, taken, false, Optional.empty()));
        return false;
      }
      taken++;
    }
    if (content.fault().isPresent() && stamp.mayChangeUnseen(wallMillis.getAsLong())) {
      // Somebody may be copying it right now, without a rename.
      progress.put(name, new Progress(stamp, taken, false, Optional.empty()));
    } else {
      finish(name, stamp, taken, content.fault());
    }
    return true;
  }

  /** As on a broker, where the sync topic names no writer. */
  private Optional<NodeId> writerOf(FrameFile.Frame frame) {
    return frame.channel() == Channel.SYNC ? Optional.empty() : Optional.of(writer);
  }

  /** Of a file that may be read at all; others are refused. */
  private Optional<BasicFileAttributes> regular(
      Path file, String name, Set<String> present, boolean legal) throws IOException {
    Optional<BasicFileAttributes> attributes = attributes(file);
    if (attributes.isEmpty()) {
      return Optional.empty(); // its writer removed it just now
    }
    if (legal && attributes.get().isRegularFile()) {
      present.add(name);
      return attributes;
    }
    refuse(name, present, legal ? "is not a plain file" : "is not a name of the swarm");
    return Optional.empty();
  }

  /** Not there any more, or refused: empty. */
  private Optional<Bytes> content(String name, Stamp stamp, int bytesMax) {
    if (stamp.size() > bytesMax) {
      finish(name, stamp, 0, Optional.of("is larger than " + bytesMax + " bytes"));
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) stamp.size() + 1);
    // Never through a link that took the place of the file since we looked.
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            folder.resolve(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until the end, or one byte more than the file had
      }
    } catch (NoSuchFileException e) {
      return Optional.empty(); // its writer removed or replaced it just now
    } catch (IOException e) {
      record(name, new Progress(stamp, 0, false, Optional.of("cannot be read: " + e.getMessage())));
      return Optional.empty();
    }
    if (buffer.position() != stamp.size() || stamp.size() == 0) {
      return Optional.empty(); // it changes; the next look sees another stamp
    }
    return Optional.of(Bytes.copyOf(buffer.array(), 0, buffer.position()));
  }

  private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** For what has no content of interest: refused once, for as long as it is there. */
  private void refuse(String name, Set<String> present, String why) {
    present.add(name);
    finish(name, NO_STAMP, 0, Optional.of(why));
  }

  private void finish(String name, Stamp stamp, int taken, Optional<String> fault) {
    record(name, new Progress(stamp, taken, true, fault));
  }

  private static Bytes sha256(Bytes content) {
    try {
      return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(content.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  /** Complains of a new fault, and not again while nothing changes. */
  private void record(String name, Progress now) {
    Progress before = progress.put(name, now);
    boolean known =
        before != null && before.stamp().equals(now.stamp()) && before.fault().equals(now.fault());
    if (!known) {
      now.fault()
          .ifPresent(why -> sink.refuse(name.isEmpty() ? writer.text() : writer + "/" + name, why));
    }
  }
}
