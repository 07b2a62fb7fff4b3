package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.ledger.SwarmHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this machine can be told by: a hash for each source that could be read, never the numbers
 * themselves.
 *
 * <p>Some sources are for root only, and a container may have none; so each is compared only where
 * both sides have it. Where hardware can be compared it decides alone: a system that was installed
 * anew on the same board is the same machine, and a cloned card carries its system's id along.
 */
record MachineMarks(SortedMap<String, String> hashes) {
  /** The mark of the installed system, which a clone of the disk shares. */
  static final String SYSTEM = "system";

  private static final int SOURCE_BYTES_MAX = 256;
  private static final int HASH_BYTES = 8;
  private static final String DOMAIN = "echofield machine v1";

  private static final Map<String, String> SOURCES =
      Map.of(
          "board",
          "proc/device-tree/serial-number",
          "product",
          "sys/class/dmi/id/product_uuid",
          "mainboard",
          "sys/class/dmi/id/board_serial",
          SYSTEM,
          "etc/machine-id");

  static MachineMarks ofThisMachine() {
    return read(Path.of("/"));
  }

  /** The marks of the machine whose file system begins at {@code root}. */
  static MachineMarks read(Path root) {
    SortedMap<String, String> hashes = new TreeMap<>();
    SOURCES.forEach(
        (name, source) -> {
          String text = text(root.resolve(source));
          if (!text.isEmpty()) {
            hashes.put(name, hash(name, text));
          }
        });
    return new MachineMarks(hashes);
  }

  /** Whether these are marks of two machines; false if nothing can be compared. */
  boolean differ(MachineMarks other) {
    boolean hardware = false;
    for (Map.Entry<String, String> mark : hashes.entrySet()) {
      String theirs = other.hashes.get(mark.getKey());
      if (theirs != null && !mark.getKey().equals(SYSTEM)) {
        hardware = true;
        if (!theirs.equals(mark.getValue())) {
          return true;
        }
      }
    }
    String here = hashes.get(SYSTEM);
    String there = other.hashes.get(SYSTEM);
    return !hardware && here != null && there != null && !here.equals(there);
  }

  /** Without the zero bytes and line ends that some sources end with; empty if it says nothing. */
  private static String text(Path source) {
    try (InputStream stream = Files.newInputStream(source)) {
      byte[] bytes = stream.readNBytes(SOURCE_BYTES_MAX);
      return new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "").strip();
    } catch (IOException e) {
      return ""; // not there, or not for this user
    }
  }

  private static String hash(String name, String text) {
    byte[] input = (DOMAIN + "\0" + name + "\0" + text).getBytes(StandardCharsets.ISO_8859_1);
    return HexFormat.of().formatHex(SwarmHash.sha256().digest(input), 0, HASH_BYTES);
  }
}
