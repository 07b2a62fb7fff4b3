package io.echofield.swarmkit.app;

import io.echofield.swarmkit.app.AgentFlags.Flag;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.NodeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Turns flags into settings. */
final class FlagReader {
  private final AgentFlags flags;
  private final Surroundings surroundings;
  private final Faults faults;
  private final Layer layer = new Layer();

  private FlagReader(AgentFlags flags, Surroundings surroundings, Faults faults) {
    this.flags = flags;
    this.surroundings = surroundings;
    this.faults = faults;
  }

  static Layer read(AgentFlags flags, Surroundings surroundings, Faults faults) {
    FlagReader reader = new FlagReader(flags, surroundings, faults);
    reader.read();
    return reader.layer;
  }

  private void read() {
    put(SettingKey.NODE_ID, Flag.NODE_ID, Texts::nodeId);
    put(SettingKey.DATA_DIR, Flag.DATA_DIR, this::path);
    put(SettingKey.TASK_STORE, Flag.TASK_STORE, this::path);
    put(SettingKey.STATE_STORE, Flag.STATE_STORE, this::path);
    put(SettingKey.TOPIC_ROOT, Flag.SWARM, text -> Texts.level(text, Bounds.TOPIC_ROOT_CHARACTERS));
    put(
        SettingKey.HEALTH_INTERVAL,
        Flag.HEALTH_INTERVAL,
        text -> Texts.duration(text, Bounds.INTERVAL_MILLIS_MIN, Bounds.INTERVAL_MILLIS_MAX));
    put(
        SettingKey.SYNC_INTERVAL,
        Flag.SYNC_INTERVAL,
        text -> Texts.duration(text, Bounds.INTERVAL_MILLIS_MIN, Bounds.INTERVAL_MILLIS_MAX));
    put(
        SettingKey.MAX_AGE,
        Flag.MAX_SYNC_AGE,
        text -> Texts.duration(text, Bounds.MAX_AGE_MILLIS_MIN, Bounds.MAX_AGE_MILLIS_MAX));
    put(SettingKey.LOG_LEVEL, Flag.LOG_LEVEL, Bounds::logLevel);
    peers();
    links();
    broker();
    http();
  }

  private void peers() {
    List<NodeId> peers = new ArrayList<>();
    for (String text : flags.all(Flag.PEERS)) {
      read(Flag.PEERS, text, Texts::nodeIds).ifPresent(peers::addAll);
    }
    if (peers.size() > Bounds.PEERS_MAX) {
      faults.add(at(Flag.PEERS), "more than " + Bounds.PEERS_MAX + " peers; name fewer");
    }
    if (!flags.all(Flag.PEERS).isEmpty()) {
      layer.put(SettingKey.PEERS, peers, at(Flag.PEERS));
    }
  }

  private void links() {
    List<LinkDraft> drafts = new ArrayList<>();
    for (String text : flags.all(Flag.LINK)) {
      Origin at = at(Flag.LINK);
      read(
              Flag.LINK,
              text,
              uri ->
                  LinkTexts.uri(uri, at, surroundings.workingFolder(), surroundings.homeFolder()))
          .ifPresent(drafts::add);
    }
    flags
        .last(Flag.SYNC_PATH)
        .flatMap(text -> read(Flag.SYNC_PATH, text, this::path))
        .map(folder -> LinkDraft.drop(at(Flag.SYNC_PATH), "", Optional.empty(), folder))
        .ifPresent(drafts::add);
    if (drafts.size() > Bounds.LINKS_MAX) {
      faults.add(at(Flag.LINK), "more than " + Bounds.LINKS_MAX + " links; name fewer");
    }
    if (!drafts.isEmpty()) {
      layer.put(SettingKey.LINKS, LinkDraft.named(drafts, faults), drafts.get(0).at());
    }
  }

  private void broker() {
    Origin at = at(Flag.BROKER);
    Optional<String> text = flags.last(Flag.BROKER);
    text.ifPresent(given -> layer.put(SettingKey.BROKER_ENABLED, true, at));
    text.filter(given -> !given.isEmpty())
        .flatMap(given -> read(Flag.BROKER, given, Bounds::loopback))
        .ifPresent(
            address -> {
              layer.put(SettingKey.BROKER_BIND, address.host(), at);
              layer.put(SettingKey.BROKER_PORT, address.port(), at);
            });
  }

  private void http() {
    Origin at = at(Flag.HTTP);
    flags
        .last(Flag.HTTP)
        .flatMap(given -> read(Flag.HTTP, given, Bounds::loopback))
        .ifPresent(
            address -> {
              layer.put(SettingKey.HTTP_BIND, address.host(), at);
              layer.put(SettingKey.HTTP_PORT, address.port(), at);
            });
  }

  private <T> void put(SettingKey<T> key, Flag flag, Function<String, Decoded<T>> read) {
    flags
        .last(flag)
        .flatMap(text -> read(flag, text, read))
        .ifPresent(value -> layer.put(key, value, at(flag)));
  }

  private <T> Optional<T> read(Flag flag, String text, Function<String, Decoded<T>> read) {
    return read.apply(text)
        .fold(
            Optional::of,
            reason -> {
              faults.add(at(flag), reason);
              return Optional.empty();
            });
  }

  private Decoded<Path> path(String text) {
    return Texts.path(text, surroundings.workingFolder(), surroundings.homeFolder());
  }

  private static Origin at(Flag flag) {
    return Origin.flag(flag.text());
  }
}
