package io.echofield.swarmkit.app;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.echofield.swarmkit.broker.BrokerAccounts;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.link.Link;
import io.echofield.swarmkit.link.drop.DropLink;
import io.echofield.swarmkit.link.drop.DropLinkSettings;
import io.echofield.swarmkit.link.mqtt.MqttLink;
import io.echofield.swarmkit.link.mqtt.MqttLinkSettings;
import io.echofield.swarmkit.link.mqtt.VanishedHint;
import io.echofield.swarmkit.wire.HealthJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The configured links. */
final class LinkModule extends AbstractModule {
  /** The link to the node's own broker. */
  static final LinkName LOCAL = new LinkName("local");

  private final Settings settings;
  private final Identity identity;

  LinkModule(Settings settings, Identity identity) {
    this.settings = settings;
    this.identity = identity;
  }

  /** Names of all links that the node will have. */
  static List<LinkName> names(Settings settings) {
    List<LinkName> names = new ArrayList<>();
    settings.links().forEach(link -> names.add(link.name()));
    if (settings.broker().enabled()) {
      names.add(LOCAL);
    }
    return names;
  }

  @Override
  protected void configure() {
    Multibinder<Link> links = Multibinder.newSetBinder(binder(), Link.class);
    for (LinkSetting setting : settings.links()) {
      links.addBinding().toInstance(setting.fold(this::mqtt, this::drop));
    }
  }

  /** The link to the node's own broker, once that listens. */
  Link local(String host, int port) {
    return mqtt(withAccount(base(LOCAL, host, port)));
  }

  private Link mqtt(MqttLinkSetting setting) {
    MqttLinkSettings base = base(setting.name(), setting.host(), setting.port());
    if (setting.swarm()) {
      return mqtt(withAccount(base));
    }
    return mqtt(
        setting
            .userName()
            .map(user -> base.withUser(user, () -> password(setting.passwordFile())))
            .orElse(base));
  }

  private Link mqtt(MqttLinkSettings mqtt) {
    return new MqttLink(mqtt, LinkModule::hint, new SecureRandom());
  }

  private Link drop(DropLinkSetting setting) {
    return new DropLink(
        new DropLinkSettings(
            setting.name(), setting.folder(), settings.topicRoot(), settings.syncIntervalMillis()));
  }

  private MqttLinkSettings base(LinkName name, String host, int port) {
    return MqttLinkSettings.of(name, host, port, settings.topicRoot()).withCell(settings.cell());
  }

  private MqttLinkSettings withAccount(MqttLinkSettings base) {
    NodeId node = settings.nodeId();
    Bytes key = identity.swarm().accountKey();
    return base.withUser(node.text(), () -> BrokerAccounts.password(key, node).toCharArray());
  }

  /** Read at each connect, so that a changed file is noticed. */
  private static char[] password(Optional<Path> file) {
    try {
      return file.isEmpty()
          ? new char[0]
          : Files.readString(file.get(), StandardCharsets.UTF_8).strip().toCharArray();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the password file " + file.get() + ": " + Reasons.of(e), e);
    }
  }

  private static Optional<VanishedHint> hint(Bytes json) {
    return HealthJson.offlineHint(json).map(hint -> new VanishedHint(hint.node(), hint.session()));
  }
}
