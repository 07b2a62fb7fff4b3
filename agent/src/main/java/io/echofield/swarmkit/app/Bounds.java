package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.node.NodeSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Limits and words that flags and files share. A value beyond a limit is a fault. */
final class Bounds {
  /** Faster cycles would only measure themselves. */
  static final long INTERVAL_MILLIS_MIN = 100;

  static final long INTERVAL_MILLIS_MAX = 86_400_000;
  static final long MAX_AGE_MILLIS_MIN = 1_000;

  /** One year. */
  static final long MAX_AGE_MILLIS_MAX = 31_536_000_000L;

  /** Shorter ones would be lost by a pause of the machine. */
  static final long LEASE_MILLIS_MIN = 1_000;

  static final long LEASE_MILLIS_MAX = NodeSettings.LEASE_MILLIS_MAX;
  static final int TOPIC_ROOT_CHARACTERS = 8;
  static final int CELL_CHARACTERS = 32;
  static final int PEERS_MAX = 1_024;
  static final int LINKS_MAX = 16;
  static final int LABELS_MAX = 16;
  static final int LABEL_CHARACTERS_MAX = 64;
  static final int ACTIONS_MAX = 64;
  static final int RULES_MAX = 64;

  private static final Map<String, LogLevel> LOG_LEVELS = logLevels();

  private Bounds() {}

  /** In any case; {@code warning}, as other programs have it, is {@code warn}. */
  static Decoded<LogLevel> logLevel(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return Texts.word(word.equals("warning") ? "warn" : word, LOG_LEVELS);
  }

  /** An address on which only this machine can reach us. */
  static Decoded<HostPort> loopback(String text) {
    Decoded<HostPort> address = HostPort.parse(text);
    return address.fold(
        good -> Texts.loopback(good.host()).fold(host -> address, Decoded.Rejected::new),
        reason -> address);
  }

  private static Map<String, LogLevel> logLevels() {
    Map<String, LogLevel> words = new LinkedHashMap<>();
    for (LogLevel level : LogLevel.values()) {
      words.put(level.word(), level);
    }
    return words;
  }
}
