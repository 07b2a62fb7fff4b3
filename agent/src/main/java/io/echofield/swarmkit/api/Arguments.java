package io.echofield.swarmkit.api;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The arguments of one call, read with types. A wrong one is an {@link IllegalArgumentException}
 * that names it.
 */
final class Arguments {
  private final Map<String, Object> values;

  Arguments(Map<String, Object> values) {
    this.values = values;
  }

  String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> new IllegalArgumentException("`" + name + "` is missing"));
  }

  Optional<String> optionalText(String name) {
    return Optional.ofNullable(values.get(name)).map(Object::toString);
  }

  long number(String name, long standard, long min, long max) {
    Object value = values.get(name);
    if (value == null) {
      return standard;
    }
    if (!(value instanceof Number number) || number.longValue() < min || number.longValue() > max) {
      throw new IllegalArgumentException(
          "`" + name + "` must be " + min + " to " + max + " but was " + value);
    }
    return number.longValue();
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  SortedMap<String, String> texts(String name) {
    SortedMap<String, String> texts = new TreeMap<>();
    if (values.get(name) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    }
    return texts;
  }
}
