package io.echofield.swarmkit.app;

import java.util.List;

/** A piece of a YAML file that remembers where it stands. */
sealed interface Yaml {
  Origin at();

  /** What it is, for a fault line. */
  String kind();

  /** A single value, as text whatever it looks like. */
  record Scalar(Origin at, String text) implements Yaml {
    @Override
    public String kind() {
      return Wording.shown(text);
    }
  }

  /** Nothing behind a key, or {@code null}. */
  record Nothing(Origin at) implements Yaml {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  /** Items in order. */
  record Items(Origin at, List<Yaml> items) implements Yaml {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys with values; no key is there twice. */
  record Mapping(Origin at, List<Entry> entries) implements Yaml {
    @Override
    public String kind() {
      return "keys with values";
    }
  }

  /**
   * One key with its value.
   *
   * @param at where the key stands
   */
  record Entry(Origin at, String key, Yaml value) {}
}
