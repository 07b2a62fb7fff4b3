package io.echofield.swarmkit.security;

import io.echofield.swarmkit.core.id.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The small text form of key files: lines {@code name: value}, the first one names the kind and its
 * version.
 *
 * <p>Empty lines and lines that begin with {@code #} are skipped. Every name of the form must be
 * there exactly once and no other. Error messages give file and line but never a value: it may be a
 * secret.
 */
final class KeyText {
  /** Largest key file in bytes; a longer one is refused unread. */
  static final int FILE_BYTES_MAX = 4_096;

  private final Path file;
  private final Map<String, String> values;

  private KeyText(Path file, Map<String, String> values) {
    this.file = file;
    this.values = values;
  }

  /** The text of a file with these values, in this order: name, value, name, value ... */
  static Bytes write(String kind, int version, String... namesAndValues) {
    StringBuilder text = new StringBuilder(kind).append(": ").append(version).append('\n');
    for (int i = 0; i < namesAndValues.length; i += 2) {
      text.append(namesAndValues[i]).append(": ").append(namesAndValues[i + 1]).append('\n');
    }
    return Bytes.copyOf(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a file's text.
   *
   * @param names all that it must have after its first line
   * @throws KeyException naming file and line if it is anything else
   */
  static KeyText read(Path file, Bytes content, String kind, int version, List<String> names)
      throws KeyException {
    String[] lines = new String(content.toArray(), StandardCharsets.UTF_8).split("\n", -1);
    String first = kind + ": " + version;
    if (!lines[0].strip().equals(first)) {
      throw new KeyException(
          file + ":1: damaged or of another version: the first line must be \"" + first + "\"");
    }
    Map<String, String> values = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      if (!names.contains(name)) {
        throw new KeyException(
            file + ":" + (i + 1) + ": damaged: expected \"name: value\" with one of " + names);
      }
      if (values.put(name, line.substring(colon + 1).strip()) != null) {
        throw new KeyException(file + ":" + (i + 1) + ": " + name + " is there twice");
      }
    }
    for (String name : names) {
      if (!values.containsKey(name)) {
        throw new KeyException(file + ": damaged: " + name + " is missing");
      }
    }
    return new KeyText(file, values);
  }

  String text(String name) {
    return values.get(name);
  }

  /** The value as bytes of exactly this length. */
  Bytes hex(String name, int bytes) throws KeyException {
    try {
      Bytes value = Bytes.ofHex(values.get(name));
      if (value.size() == bytes) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      throw new KeyException(file + ": damaged: " + name + " is not hex", e);
    }
    throw new KeyException(file + ": damaged: " + name + " must have " + 2 * bytes + " hex digits");
  }
}
