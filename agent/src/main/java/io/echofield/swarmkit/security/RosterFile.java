package io.echofield.swarmkit.security;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The roster as a node starts with it: {@code roster.bin} in the keys folder, entries signed by the
 * authority.
 *
 * <p>Form, big-endian: 8 bytes {@code EFROSTR1}, a 32-bit count, for each entry a 32-bit length and
 * its canonical bytes, and the CRC-32C of all before. Newer rosters arrive as entries of the
 * ledger; this file only starts it off.
 */
public final class RosterFile {
  public static final String NAME = "roster.bin";

  /**
   * Most entries in the file; a longer roster is refused when it is written and when it is read.
   */
  public static final int ENTRIES_MAX = 4_096;

  private static final byte[] MAGIC = "EFROSTR1".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAME_BYTES = MAGIC.length + Integer.BYTES + Integer.BYTES;
  private static final int FILE_BYTES_MAX =
      FRAME_BYTES + ENTRIES_MAX * (Integer.BYTES + Entry.BYTES_MAX);

  private RosterFile() {}

  /**
   * The entries in their order; none if there is no file. Signatures are not checked here.
   *
   * @throws KeyException if it is open to others, damaged or unreadable
   */
  public static List<Entry> load(Path keysFolder, EntryCodec codec) throws KeyException {
    Path file = keysFolder.resolve(NAME);
    Optional<Bytes> content = PrivateFiles.read(file, FILE_BYTES_MAX);
    if (content.isEmpty()) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    for (Bytes canonical : split(file, content.get().toArray())) {
      Decoded<Entry> decoded = codec.decode(canonical);
      if (decoded instanceof Decoded.Rejected<Entry> bad) {
        throw damaged(file, "entry " + (entries.size() + 1) + ": " + bad.reason());
      }
      entries.add(((Decoded.Accepted<Entry>) decoded).value());
    }
    return entries;
  }

  static void write(Path keysFolder, List<Entry> entries) throws KeyException {
    if (entries.size() > ENTRIES_MAX) {
      throw new KeyException(
          "a roster has at most " + ENTRIES_MAX + " items but this one has " + entries.size());
    }
    int bytes = FRAME_BYTES;
    for (Entry entry : entries) {
      bytes += Integer.BYTES + entry.canonical().size();
    }
    ByteBuffer buffer = ByteBuffer.allocate(bytes).put(MAGIC).putInt(entries.size());
    for (Entry entry : entries) {
      buffer.putInt(entry.canonical().size()).put(entry.canonical().toArray());
    }
    buffer.putInt(crc(buffer.array(), buffer.position()));
    PrivateFiles.write(keysFolder.resolve(NAME), Bytes.copyOf(buffer.array()));
  }

  private static List<Bytes> split(Path file, byte[] content) throws KeyException {
    int end = content.length - Integer.BYTES;
    if (content.length < FRAME_BYTES) {
      throw damaged(file, "too short");
    }
    if (ByteBuffer.wrap(content).getInt(end) != crc(content, end)) {
      throw damaged(file, "its checksum is wrong");
    }
    ByteBuffer buffer = ByteBuffer.wrap(content, 0, end);
    byte[] magic = new byte[MAGIC.length];
    buffer.get(magic);
    if (!Bytes.copyOf(magic).equals(Bytes.copyOf(MAGIC))) {
      throw damaged(file, "not a roster of this version");
    }
    int count = buffer.getInt();
    List<Bytes> parts = new ArrayList<>();
    while (buffer.remaining() >= Integer.BYTES) {
      int length = buffer.getInt();
      if (length < 0 || length > buffer.remaining()) {
        throw damaged(file, "a length does not fit");
      }
      int from = buffer.position();
      parts.add(Bytes.copyOf(content, from, from + length));
      buffer.position(from + length);
    }
    if (buffer.hasRemaining() || parts.size() != count) {
      throw damaged(file, "it says " + count + " entries but has " + parts.size());
    }
    return parts;
  }

  private static int crc(byte[] content, int end) {
    CRC32C crc = new CRC32C();
    crc.update(content, 0, end);
    return (int) crc.getValue();
  }

  private static KeyException damaged(Path file, String what) {
    return new KeyException(file + " is damaged (" + what + "): copy it again from another node");
  }
}
