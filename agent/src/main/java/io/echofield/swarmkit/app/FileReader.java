package io.echofield.swarmkit.app;

import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.NodeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Turns a configuration file into settings: the structured form, and beside it the flat keys of
 * early versions. One setting may be said in one form only.
 */
final class FileReader {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,31}");

  private final Section root;
  private final Path base;
  private final Path home;
  private final Faults faults;
  private final Layer layer = new Layer();

  private FileReader(Section root, Path base, Path home, Faults faults) {
    this.root = root;
    this.base = base;
    this.home = home;
    this.faults = faults;
  }

  /**
   * The settings of a file.
   *
   * @param base where relative paths begin
   */
  static Layer read(Yaml.Mapping file, Path base, Path home, Faults faults) {
    FileReader reader = new FileReader(new Section("", file, faults), base, home, faults);
    reader.read();
    return reader.layer;
  }

  private void read() {
    layer.put(SettingKey.NODE_ID, root.value("node_id", Texts::nodeId));
    layer.put(SettingKey.DATA_DIR, root.value("data_dir", this::path));
    layer.put(SettingKey.TASK_STORE, root.value("task_store_path", this::path));
    layer.put(SettingKey.STATE_STORE, root.value("state_store_path", this::path));
    labels();
    layer.put(
        SettingKey.TOPIC_ROOT,
        root.value("topic_root", text -> Texts.level(text, Bounds.TOPIC_ROOT_CHARACTERS)));
    layer.put(
        SettingKey.CELL, root.value("cell", text -> Texts.level(text, Bounds.CELL_CHARACTERS)));
    root.section("broker").ifPresent(this::broker);
    LinkListReader.read(root, this::path, base, home, faults)
        .ifPresent(links -> layer.put(SettingKey.LINKS, Optional.of(links)));
    root.section("discovery").ifPresent(FileReader::discovery);
    peers();
    root.section("sync").ifPresent(this::sync);
    root.section("health").ifPresent(this::health);
    flatIntervals();
    root.section("remediation").ifPresent(below -> RemediationReader.read(below, layer));
    root.section("http").ifPresent(this::http);
    homeAssistant();
    layer.put(SettingKey.LOG_LEVEL, root.value("log_level", Bounds::logLevel));
    root.finish();
  }

  private void labels() {
    Optional<Section> section = root.section("labels");
    if (section.isEmpty()) {
      return;
    }
    SortedMap<String, Given<String>> labels = new TreeMap<>();
    for (Yaml.Entry entry : section.get().entries()) {
      if (!LABEL.matcher(entry.key()).matches()) {
        faults.add(
            entry.at(),
            "labels: a name must match "
                + LABEL
                + ", not "
                + Wording.shown(entry.key())
                + "; rename it");
      } else {
        section
            .get()
            .value("labels." + entry.key(), entry.value(), FileReader::label)
            .ifPresent(label -> labels.put(entry.key(), label));
      }
    }
    if (labels.size() > Bounds.LABELS_MAX) {
      faults.add(
          section.get().at(), "labels: more than " + Bounds.LABELS_MAX + " labels; remove some");
    }
    layer.put(SettingKey.LABELS, labels, section.get().at());
  }

  private static Decoded<String> label(String text) {
    boolean legal =
        !text.isEmpty()
            && text.length() <= Bounds.LABEL_CHARACTERS_MAX
            && text.chars().noneMatch(Character::isISOControl);
    return legal
        ? new Decoded.Accepted<>(text)
        : new Decoded.Rejected<>(
            "must be 1 to " + Bounds.LABEL_CHARACTERS_MAX + " characters in one line; shorten it");
  }

  private void broker(Section broker) {
    layer.put(SettingKey.BROKER_ENABLED, broker.flag("enabled"));
    layer.put(SettingKey.BROKER_BIND, broker.value("bind", Texts::loopback));
    layer.put(SettingKey.BROKER_PORT, broker.whole("port", 0, HostPort.PORT_MAX));
    layer.put(
        SettingKey.BROKER_ANONYMOUS,
        broker.value(
            "anonymous",
            text ->
                Texts.word(
                    text,
                    new TreeMap<>(Map.of("health", Anonymous.HEALTH, "none", Anonymous.NONE)))));
    layer.put(SettingKey.BROKER_IN_PROCESS, broker.flag("in_process"));
    broker.unsupportedUnless("websocket_port", "0");
    broker.unsupported("tls");
    broker.finish();
  }

  private static void discovery(Section discovery) {
    discovery.unsupportedUnless("mdns", "false");
    discovery.unsupportedUnless("any_broker", "false");
    discovery.finish();
  }

  /** Off is what this version does anyway, so a file may say so. */
  private void homeAssistant() {
    Optional<Yaml.Entry> entry = root.entry("homeassistant");
    boolean off =
        entry
            .map(Yaml.Entry::value)
            .map(
                value ->
                    value instanceof Yaml.Mapping below
                        && below.entries().stream().allMatch(FileReader::saysNoDiscovery))
            .orElse(true);
    if (!off) {
      root.unsupported("homeassistant");
    }
  }

  private static boolean saysNoDiscovery(Yaml.Entry entry) {
    return entry.key().equals("discovery")
        && entry.value() instanceof Yaml.Scalar scalar
        && scalar.text().equals("false");
  }

  private void http(Section http) {
    layer.put(SettingKey.HTTP_BIND, http.value("bind", Texts::loopback));
    layer.put(SettingKey.HTTP_PORT, http.whole("port", 0, HostPort.PORT_MAX));
    http.finish();
  }

  private void sync(Section sync) {
    layer.put(
        SettingKey.SYNC_INTERVAL,
        sync.duration("interval", Bounds.INTERVAL_MILLIS_MIN, Bounds.INTERVAL_MILLIS_MAX));
    layer.put(
        SettingKey.MAX_AGE,
        sync.duration("max_age", Bounds.MAX_AGE_MILLIS_MIN, Bounds.MAX_AGE_MILLIS_MAX));
    layer.put(
        SettingKey.LEASE, sync.duration("lease", Bounds.LEASE_MILLIS_MIN, Bounds.LEASE_MILLIS_MAX));
    sync.finish();
  }

  private void health(Section health) {
    layer.put(
        SettingKey.HEALTH_INTERVAL,
        health.duration("interval", Bounds.INTERVAL_MILLIS_MIN, Bounds.INTERVAL_MILLIS_MAX));
    health.section("checks").ifPresent(checks -> ChecksReader.read(checks, layer));
    health.finish();
  }

  private void flatIntervals() {
    flat(
        SettingKey.HEALTH_INTERVAL,
        "health_interval_seconds",
        Bounds.INTERVAL_MILLIS_MIN,
        Bounds.INTERVAL_MILLIS_MAX);
    flat(
        SettingKey.SYNC_INTERVAL,
        "sync_interval_seconds",
        Bounds.INTERVAL_MILLIS_MIN,
        Bounds.INTERVAL_MILLIS_MAX);
    flat(
        SettingKey.MAX_AGE,
        "max_sync_age_seconds",
        Bounds.MAX_AGE_MILLIS_MIN,
        Bounds.MAX_AGE_MILLIS_MAX);
  }

  private void flat(SettingKey<Long> key, String flatName, long minMillis, long maxMillis) {
    Optional<Given<Long>> flat = root.duration(flatName, minMillis, maxMillis);
    Optional<Given<Long>> structured = layer.get(key);
    if (flat.isPresent() && structured.isPresent()) {
      faults.add(
          flat.get().origin(),
          flatName
              + ": `"
              + key.name()
              + "` in line "
              + structured.get().origin().line()
              + " says the same; remove one");
    } else {
      layer.put(key, flat);
    }
  }

  /** A list, or one text with spaces or commas. */
  private void peers() {
    Optional<Yaml.Entry> entry = root.entry("peers");
    if (entry.isEmpty()) {
      return;
    }
    List<NodeId> peers = new ArrayList<>();
    if (entry.get().value() instanceof Yaml.Items) {
      Given<List<Yaml>> items = root.items("peers", Bounds.PEERS_MAX).orElseThrow();
      for (Yaml item : items.value()) {
        root.value("peers", item, Texts::nodeId).ifPresent(peer -> peers.add(peer.value()));
      }
    } else {
      root.value("peers", Texts::nodeIds).ifPresent(several -> peers.addAll(several.value()));
    }
    layer.put(SettingKey.PEERS, peers, entry.get().value().at());
  }

  private Decoded<Path> path(String text) {
    return Texts.path(text, base, home);
  }
}
