package io.echofield.swarmkit.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the user typed behind a command, as text; only {@link SettingsLoader} says whether it is
 * right. Every flag may be missing.
 */
public record AgentFlags(Map<Flag, List<String>> given) {
  /** The flags that become settings. */
  public enum Flag {
    /** A configuration file. */
    CONFIG("--config"),
    NODE_ID("--node-id"),
    DATA_DIR("--data-dir"),
    /** The topic root. */
    SWARM("--swarm"),
    /** May be given several times. */
    LINK("--link"),
    /** A drop folder. */
    SYNC_PATH("--sync-path"),
    HEALTH_INTERVAL("--health-interval"),
    SYNC_INTERVAL("--sync-interval"),
    MAX_SYNC_AGE("--max-sync-age"),
    /** Several values, each one or several node ids with spaces or commas. */
    PEERS("--peers"),
    /** HOST:PORT, or empty: just on. */
    BROKER("--broker"),
    /** HOST:PORT. */
    HTTP("--http"),
    LOG_LEVEL("--log-level"),
    TASK_STORE("--task-store"),
    STATE_STORE("--state-store");

    private final String text;

    Flag(String text) {
      this.text = text;
    }

    /** As it is typed. */
    public String text() {
      return text;
    }
  }

  public AgentFlags {
    EnumMap<Flag, List<String>> copy = new EnumMap<>(Flag.class);
    given.forEach((flag, values) -> copy.put(flag, List.copyOf(values)));
    given = Collections.unmodifiableMap(copy);
  }

  public static AgentFlags none() {
    return new AgentFlags(Map.of());
  }

  /**
   * These flags and one more value.
   *
   * @param value null: the flag was not typed
   */
  public AgentFlags with(Flag flag, String value) {
    return value == null ? this : withAll(flag, List.of(value));
  }

  /**
   * These flags and more values of one.
   *
   * @param values null: the flag was not typed
   */
  public AgentFlags withAll(Flag flag, List<String> values) {
    if (values == null) {
      return this;
    }
    EnumMap<Flag, List<String>> more = new EnumMap<>(Flag.class);
    more.putAll(given);
    List<String> all = new ArrayList<>(more.getOrDefault(flag, List.of()));
    all.addAll(values);
    more.put(flag, all);
    return new AgentFlags(more);
  }

  /** All values of a flag, empty if it was not typed. */
  List<String> all(Flag flag) {
    return given.getOrDefault(flag, List.of());
  }

  /** The value of a flag; the last one if it was typed several times. */
  Optional<String> last(Flag flag) {
    List<String> values = all(flag);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }
}
