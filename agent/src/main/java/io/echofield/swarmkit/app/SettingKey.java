package io.echofield.swarmkit.app;

import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;
import io.echofield.swarmkit.check.host.Limit;
import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.remedy.Action;
import io.echofield.swarmkit.remedy.RemedyMode;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * A setting that a flag or a file may give, with the type of its value.
 *
 * @param name as the structured file has it, with dots
 */
record SettingKey<T>(String name) {
  static final SettingKey<NodeId> NODE_ID = new SettingKey<>("node_id");
  static final SettingKey<Path> DATA_DIR = new SettingKey<>("data_dir");
  static final SettingKey<Path> TASK_STORE = new SettingKey<>("task_store_path");
  static final SettingKey<Path> STATE_STORE = new SettingKey<>("state_store_path");
  static final SettingKey<SortedMap<String, Given<String>>> LABELS = new SettingKey<>("labels");
  static final SettingKey<String> TOPIC_ROOT = new SettingKey<>("topic_root");
  static final SettingKey<String> CELL = new SettingKey<>("cell");
  static final SettingKey<Boolean> BROKER_ENABLED = new SettingKey<>("broker.enabled");
  static final SettingKey<String> BROKER_BIND = new SettingKey<>("broker.bind");
  static final SettingKey<Integer> BROKER_PORT = new SettingKey<>("broker.port");
  static final SettingKey<Anonymous> BROKER_ANONYMOUS = new SettingKey<>("broker.anonymous");
  static final SettingKey<Boolean> BROKER_IN_PROCESS = new SettingKey<>("broker.in_process");
  static final SettingKey<List<Given<LinkSetting>>> LINKS = new SettingKey<>("links");
  static final SettingKey<Long> HEALTH_INTERVAL = new SettingKey<>("health.interval");
  static final SettingKey<Limit> CHECK_DISK = new SettingKey<>("health.checks.disk");
  static final SettingKey<Limit> CHECK_MEMORY = new SettingKey<>("health.checks.memory");
  static final SettingKey<Limit> CHECK_LOAD = new SettingKey<>("health.checks.load");
  static final SettingKey<Limit> CHECK_TEMPERATURE = new SettingKey<>("health.checks.temperature");
  static final SettingKey<Limit> CHECK_BATTERY = new SettingKey<>("health.checks.battery");
  static final SettingKey<Long> SYNC_INTERVAL = new SettingKey<>("sync.interval");
  static final SettingKey<Long> LEASE = new SettingKey<>("sync.lease");
  static final SettingKey<Long> MAX_AGE = new SettingKey<>("sync.max_age");
  static final SettingKey<List<NodeId>> PEERS = new SettingKey<>("peers");
  static final SettingKey<RemedyMode> REMEDY_MODE = new SettingKey<>("remediation.mode");
  static final SettingKey<List<Given<Action>>> ACTIONS = new SettingKey<>("remediation.actions");
  static final SettingKey<List<Given<Rule>>> RULES = new SettingKey<>("remediation.rules");
  static final SettingKey<String> HTTP_BIND = new SettingKey<>("http.bind");
  static final SettingKey<Integer> HTTP_PORT = new SettingKey<>("http.port");
  static final SettingKey<LogLevel> LOG_LEVEL = new SettingKey<>("log_level");

  /** Safe for what {@link Layer} stored under this key: only values of its type. */
  @SuppressWarnings("unchecked")
  Given<T> cast(Given<?> stored) {
    return (Given<T>) stored;
  }
}
