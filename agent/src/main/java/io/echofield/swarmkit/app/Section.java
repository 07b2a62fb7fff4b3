package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.Decoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the keys of one mapping of a configuration file.
 *
 * <p>Whatever was asked for is a known key; {@link #finish} tells the others as faults. A key with
 * nothing behind it counts as not there.
 */
final class Section {
  private static final String NOT_SUPPORTED = " is not supported by this version; ";

  private final String path;
  private final Yaml.Mapping mapping;
  private final Faults faults;
  private final TreeSet<String> known = new TreeSet<>();

  /**
   * A section.
   *
   * @param path what stands before its keys in fault lines: empty, or ending with a dot
   */
  Section(String path, Yaml.Mapping mapping, Faults faults) {
    this.path = path;
    this.mapping = mapping;
    this.faults = faults;
  }

  Origin at() {
    return mapping.at();
  }

  List<Yaml.Entry> entries() {
    return mapping.entries();
  }

  /** What stands behind a key. */
  Optional<Yaml.Entry> entry(String key) {
    known.add(key);
    return mapping.entries().stream()
        .filter(entry -> entry.key().equals(key) && !(entry.value() instanceof Yaml.Nothing))
        .findFirst();
  }

  /** A single value; a bad one is told and counts as not there. */
  <T> Optional<Given<T>> value(String key, Function<String, Decoded<T>> read) {
    return entry(key).flatMap(entry -> value(path + key, entry.value(), read));
  }

  /**
   * A single value that stands somewhere.
   *
   * @param name of the key, for the fault line
   */
  <T> Optional<Given<T>> value(String name, Yaml value, Function<String, Decoded<T>> read) {
    if (!(value instanceof Yaml.Scalar scalar)) {
      fault(value.at(), name + ": must be a single value, not " + value.kind() + "; write one");
      return Optional.empty();
    }
    return read.apply(scalar.text())
        .fold(
            good -> Optional.of(new Given<>(good, scalar.at())),
            reason -> {
              fault(scalar.at(), name + ": " + reason);
              return Optional.empty();
            });
  }

  Optional<Given<Boolean>> flag(String key) {
    return value(key, Texts::flag);
  }

  Optional<Given<Integer>> whole(String key, int min, int max) {
    return value(key, text -> Texts.whole(text, min, max));
  }

  Optional<Given<Long>> duration(String key, long minMillis, long maxMillis) {
    return value(key, text -> Texts.duration(text, minMillis, maxMillis));
  }

  /** The mapping behind a key; {@link #finish} it after reading. */
  Optional<Section> section(String key) {
    return entry(key).flatMap(entry -> section(path + key, entry.value()));
  }

  /** A mapping that stands somewhere. */
  Optional<Section> section(String name, Yaml value) {
    if (value instanceof Yaml.Mapping below) {
      return Optional.of(new Section(name + ".", below, faults));
    }
    fault(
        value.at(), name + ": must be keys with values, not " + value.kind() + "; see the sample");
    return Optional.empty();
  }

  /** The list behind a key; a longer one is told and cut. */
  Optional<Given<List<Yaml>>> items(String key, int itemsMax) {
    Optional<Yaml.Entry> entry = entry(key);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    Yaml value = entry.get().value();
    if (!(value instanceof Yaml.Items list)) {
      fault(
          value.at(),
          path
              + key
              + ": must be a list, not "
              + value.kind()
              + "; write [a, b] or lines with `-`");
      return Optional.empty();
    }
    List<Yaml> items = new ArrayList<>(list.items());
    if (items.size() > itemsMax) {
      fault(
          items.get(itemsMax).at(),
          path + key + ": more than " + itemsMax + " items; remove those that are too many");
      items.subList(itemsMax, items.size()).clear();
    }
    return Optional.of(new Given<>(items, value.at()));
  }

  /** A key that other versions know. */
  void unsupported(String key) {
    entry(key).ifPresent(entry -> unsupported(entry, "remove it"));
  }

  /** A key that other versions know, and that here may only have one value. */
  void unsupportedUnless(String key, String only) {
    entry(key)
        .filter(
            entry -> !(entry.value() instanceof Yaml.Scalar scalar && scalar.text().equals(only)))
        .ifPresent(entry -> unsupported(entry, "remove it or write " + only));
  }

  private void unsupported(Yaml.Entry entry, String next) {
    fault(entry.at(), "`" + path + entry.key() + "`" + NOT_SUPPORTED + next);
  }

  /** Tells every key that was not asked for. */
  void finish() {
    for (Yaml.Entry entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        String nearest =
            Wording.nearest(entry.key(), known)
                .map(key -> "the nearest known key is `" + path + key + "`")
                .orElse("remove it");
        fault(entry.at(), "unknown key " + Wording.shown(path + entry.key()) + "; " + nearest);
      }
    }
  }

  /** Tells a fault. */
  void fault(Origin at, String message) {
    faults.add(at, message);
  }

  /** The name of this section. */
  String name() {
    return path.substring(0, Math.max(0, path.length() - 1));
  }

  /** The name of a key in this section. */
  String name(String key) {
    return path + key;
  }
}
