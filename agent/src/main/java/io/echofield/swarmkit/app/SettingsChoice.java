package io.echofield.swarmkit.app;

import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;
import io.echofield.swarmkit.check.host.HostThresholds;
import io.echofield.swarmkit.check.host.Limit;
import io.echofield.swarmkit.core.health.Comparison;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.node.NodeSettings;
import io.echofield.swarmkit.remedy.Action;
import io.echofield.swarmkit.remedy.ActionCatalog;
import io.echofield.swarmkit.remedy.RemedyMode;
import io.echofield.swarmkit.remedy.TimeSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes each setting from the first source that gives it, and keeps book of where that was. */
final class SettingsChoice {
  static final String DATA_VARIABLE = "ECHOFIELD_DATA";
  static final String TOPIC_ROOT = "swarm";
  static final String CELL = "all";
  static final String LOOPBACK = "127.0.0.1";
  static final long HEALTH_INTERVAL_MILLIS = 30_000;
  static final long SYNC_INTERVAL_MILLIS = 10_000;
  static final long MAX_AGE_MILLIS = 900_000;

  /** Disk nearly full: clean what is ours. */
  static final Rule RULE =
      new Rule(
          ActionCatalog.CLEAN_OWN_TEMP,
          "disk_free_pct",
          Comparison.LESS,
          10_000,
          Rule.CYCLES_DEFAULT,
          new ActionName(ActionCatalog.CLEAN_OWN_TEMP));

  private final Layer flags;
  private final Layer file;
  private final Surroundings surroundings;
  private final Faults faults;
  private final List<String> notices;
  private final Map<String, Chosen> chosen = new LinkedHashMap<>();

  SettingsChoice(
      Layer flags, Layer file, Surroundings surroundings, Faults faults, List<String> notices) {
    this.flags = flags;
    this.file = file;
    this.surroundings = surroundings;
    this.faults = faults;
    this.notices = notices;
  }

  /** Where each setting came from; filled by {@link #settings}. */
  Map<String, Chosen> chosen() {
    return chosen;
  }

  Settings settings() {
    NodeId node = node();
    Path dataDir = dataDir(node);
    SortedMap<String, String> labels = labels();
    String topicRoot = choose(SettingKey.TOPIC_ROOT, TOPIC_ROOT, text -> text);
    String cell = choose(SettingKey.CELL, CELL, text -> text);
    BrokerSetting broker = broker();
    List<LinkSetting> links = links();
    long health = duration(SettingKey.HEALTH_INTERVAL, HEALTH_INTERVAL_MILLIS);
    HostThresholds thresholds = thresholds();
    long sync = duration(SettingKey.SYNC_INTERVAL, SYNC_INTERVAL_MILLIS);
    long maxAge = duration(SettingKey.MAX_AGE, MAX_AGE_MILLIS);
    warnOfShortAge(health, maxAge);
    long lease = lease(sync);
    List<NodeId> peers =
        choose(SettingKey.PEERS, List.<NodeId>of(), SettingsChoice::text).stream()
            .filter(peer -> !peer.equals(node))
            .distinct()
            .toList();
    RemediationSetting remediation = remediation(dataDir);
    HostPort http =
        new HostPort(
            choose(SettingKey.HTTP_BIND, LOOPBACK, text -> text),
            choose(SettingKey.HTTP_PORT, 0, String::valueOf));
    LogLevel level = choose(SettingKey.LOG_LEVEL, LogLevel.INFO, LogLevel::word);
    return new Settings(
        node,
        dataDir,
        labels,
        topicRoot,
        cell,
        broker,
        links,
        health,
        thresholds,
        sync,
        maxAge,
        lease,
        peers,
        remediation,
        http,
        level);
  }

  private NodeId node() {
    Given<NodeId> usual = new Given<>(NodeId.nearest(surroundings.hostName()), Origin.HOST_NAME);
    return choose(SettingKey.NODE_ID, usual, NodeId::text);
  }

  /** A source that names it in whatever form beats all sources below. */
  private Path dataDir(NodeId node) {
    Given<Path> folder =
        DataFolder.of(flags, faults, notices)
            .or(() -> DataFolder.of(file, faults, notices))
            .or(this::dataDirOfEnvironment)
            .orElseGet(
                () ->
                    new Given<>(
                        surroundings
                            .homeFolder()
                            .resolve(".local/share/echofield")
                            .resolve(node.text()),
                        Origin.DEFAULT));
    note(SettingKey.DATA_DIR.name(), folder.value().toString(), folder.origin());
    return folder.value();
  }

  private Optional<Given<Path>> dataDirOfEnvironment() {
    return surroundings
        .variable(DATA_VARIABLE)
        .flatMap(
            text -> {
              Origin at = Origin.environment(DATA_VARIABLE);
              return Texts.path(text, surroundings.workingFolder(), surroundings.homeFolder())
                  .fold(
                      path -> Optional.of(new Given<>(path, at)),
                      reason -> {
                        faults.add(at, reason);
                        return Optional.empty();
                      });
            });
  }

  private SortedMap<String, String> labels() {
    SortedMap<String, String> labels = new TreeMap<>();
    file.get(SettingKey.LABELS)
        .ifPresent(
            given ->
                given
                    .value()
                    .forEach(
                        (name, value) -> {
                          labels.put(name, value.value());
                          note("labels." + name, value.value(), value.origin());
                        }));
    return labels;
  }

  private BrokerSetting broker() {
    return new BrokerSetting(
        choose(SettingKey.BROKER_ENABLED, false, String::valueOf),
        choose(SettingKey.BROKER_BIND, LOOPBACK, text -> text),
        choose(SettingKey.BROKER_PORT, 0, String::valueOf),
        choose(
            SettingKey.BROKER_ANONYMOUS,
            Anonymous.HEALTH,
            anonymous ->
                switch (anonymous) {
                  case HEALTH -> "health";
                  case NONE -> "none";
                }),
        choose(SettingKey.BROKER_IN_PROCESS, false, String::valueOf));
  }

  private List<LinkSetting> links() {
    Optional<Given<List<Given<LinkSetting>>>> typed = flags.get(SettingKey.LINKS);
    Optional<Given<List<Given<LinkSetting>>>> written = file.get(SettingKey.LINKS);
    if (typed.isPresent() && written.isPresent() && !written.get().value().isEmpty()) {
      notices.add(
          typed.get().origin().text()
              + ": the links of "
              + written.get().origin().source()
              + " are not used, flags win; name them as --link too to keep them");
    }
    List<LinkSetting> links = new ArrayList<>();
    for (Given<LinkSetting> link : typed.or(() -> written).map(Given::value).orElse(List.of())) {
      links.add(link.value());
      note("links." + link.value().name(), text(link.value()), link.origin());
    }
    return links;
  }

  private static String text(LinkSetting link) {
    return link.fold(
        mqtt ->
            mqtt.address()
                + mqtt.userName().map(user -> " user " + user).orElse("")
                + mqtt.passwordFile().map(password -> " password in " + password).orElse("")
                + (mqtt.swarm() ? " swarm's account" : ""),
        LinkSetting::address);
  }

  private HostThresholds thresholds() {
    HostThresholds usual = HostThresholds.DEFAULT;
    return new HostThresholds(
        limit(SettingKey.CHECK_DISK, usual.diskFreePct()),
        limit(SettingKey.CHECK_MEMORY, usual.memoryPct()),
        limit(SettingKey.CHECK_LOAD, usual.loadPerCore()),
        limit(SettingKey.CHECK_TEMPERATURE, usual.temperatureC()),
        limit(SettingKey.CHECK_BATTERY, usual.batteryPct()));
  }

  private Limit limit(SettingKey<Limit> key, Limit usual) {
    return choose(
        key,
        usual,
        limit ->
            "degraded "
                + Reading.decimal(limit.degradedMilli())
                + ", critical "
                + Reading.decimal(limit.criticalMilli()));
  }

  /** A lease must outlast a few lost beacons. */
  private long lease(long syncMillis) {
    long lease = duration(SettingKey.LEASE, NodeSettings.usualLeaseMillis(syncMillis));
    long min = NodeSettings.BEACONS_A_LEASE * syncMillis;
    if (lease < min) {
      faults.add(
          chosen.get(SettingKey.LEASE.name()).origin(),
          "sync.lease: must be "
              + NodeSettings.BEACONS_A_LEASE
              + " times sync.interval ("
              + TimeSpan.text(syncMillis)
              + ") or more, not `"
              + TimeSpan.text(lease)
              + "`; write "
              + TimeSpan.text(min));
      return min;
    }
    return lease;
  }

  /** Allowed, because a test may want it, but hardly meant. */
  private void warnOfShortAge(long healthMillis, long maxAgeMillis) {
    if (maxAgeMillis <= healthMillis) {
      notices.add(
          chosen.get(SettingKey.MAX_AGE.name()).origin().text()
              + ": peers show as silent between two reports, because sync.max_age ("
              + TimeSpan.text(maxAgeMillis)
              + ") is not above health.interval ("
              + TimeSpan.text(healthMillis)
              + "); raise it");
    }
  }

  private RemediationSetting remediation(Path dataDir) {
    RemedyMode mode = choose(SettingKey.REMEDY_MODE, RemedyMode.DRY_RUN, RemedyMode::word);
    SortedMap<ActionName, Given<Action>> actions = new TreeMap<>();
    ActionCatalog.builtIn(Settings.ownTemp(dataDir).toString())
        .forEach(action -> actions.put(action.name(), new Given<>(action, Origin.DEFAULT)));
    file.get(SettingKey.ACTIONS)
        .ifPresent(
            own -> own.value().forEach(action -> actions.put(action.value().name(), action)));
    actions.forEach(
        (name, action) ->
            note("remediation.actions." + name, text(action.value()), action.origin()));
    List<Given<Rule>> rules =
        file.get(SettingKey.RULES)
            .map(Given::value)
            .orElseGet(() -> List.of(new Given<>(RULE, Origin.DEFAULT)));
    rules.forEach(
        rule ->
            note(
                "remediation.rules." + rule.value().name(),
                rule.value().condition() + " -> " + rule.value().action(),
                rule.origin()));
    return new RemediationSetting(
        mode,
        actions.values().stream().map(Given::value).toList(),
        rules.stream().map(Given::value).toList());
  }

  /** The handler, its fixed parameters, and the names of variable ones. */
  private static String text(Action action) {
    StringBuilder text = new StringBuilder(action.handler());
    action
        .fixed()
        .forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    action.variable().forEach(parameter -> text.append(' ').append(parameter.name()).append("=?"));
    return text.toString();
  }

  private static String text(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::text).collect(Collectors.joining(" "));
  }

  private long duration(SettingKey<Long> key, long usualMillis) {
    return choose(key, usualMillis, TimeSpan::text);
  }

  private <T> T choose(SettingKey<T> key, T usual, Function<T, String> text) {
    return choose(key, new Given<>(usual, Origin.DEFAULT), text);
  }

  private <T> T choose(SettingKey<T> key, Given<T> usual, Function<T, String> text) {
    Given<T> given = flags.get(key).or(() -> file.get(key)).orElse(usual);
    note(key.name(), text.apply(given.value()), given.origin());
    return given.value();
  }

  private void note(String key, String value, Origin origin) {
    chosen.put(key, new Chosen(value, origin));
  }
}
