package io.echofield.swarmkit.app;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The settings that one source gives. One thread. */
final class Layer {
  private final Map<SettingKey<?>, Given<?>> given = new HashMap<>();

  <T> void put(SettingKey<T> key, T value, Origin origin) {
    given.put(key, new Given<>(value, origin));
  }

  <T> void put(SettingKey<T> key, Optional<Given<T>> value) {
    value.ifPresent(present -> given.put(key, present));
  }

  <T> Optional<Given<T>> get(SettingKey<T> key) {
    return Optional.ofNullable(given.get(key)).map(key::cast);
  }
}
