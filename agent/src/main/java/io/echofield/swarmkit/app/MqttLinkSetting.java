package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.LinkName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A link through an MQTT broker over plain TCP.
 *
 * @param port 1 to 65,535
 * @param userName absent: connect without one, or as {@code swarm} says
 * @param passwordFile absolute; holds the password of {@code userName}
 * @param swarm connect with this node's account in its swarm's broker, which its keys give;
 *     excludes {@code userName}
 */
public record MqttLinkSetting(
    LinkName name,
    String host,
    int port,
    Optional<String> userName,
    Optional<Path> passwordFile,
    boolean swarm,
    Profile profile)
    implements LinkSetting {
  /** The port of MQTT without TLS. */
  public static final int PORT_DEFAULT = 1883;

  /** What the medium is like. */
  public enum Profile {
    /** Fast and cheap: no limits but the broker's. */
    LAN
  }

  public MqttLinkSetting {
    if (host.isBlank() || port < 1 || port > HostPort.PORT_MAX) {
      throw new IllegalArgumentException("not a broker's address: \"" + host + "\":" + port);
    }
    if ((userName.isPresent() && swarm) || (passwordFile.isPresent() && userName.isEmpty())) {
      throw new IllegalArgumentException("user name, password file and swarm contradict");
    }
  }

  @Override
  public String address() {
    return "mqtt://" + new HostPort(host, port).text();
  }

  @Override
  public <R> R fold(Function<MqttLinkSetting, R> mqtt, Function<DropLinkSetting, R> drop) {
    return mqtt.apply(this);
  }
}
