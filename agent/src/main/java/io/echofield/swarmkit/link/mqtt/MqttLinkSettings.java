package io.echofield.swarmkit.link.mqtt;

import io.echofield.swarmkit.core.id.LinkName;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.SocketFactory;

/**
 * What one MQTT link needs to know.
 *
 * @param host name or address of the broker
 * @param port 1 to 65,535
 * @param topicRoot first topic level of the swarm, {@code [a-z0-9-]{1,8}}
 * @param cell last level of the sync topic, {@code [a-z0-9-]{1,32}}
 * @param userName absent: connect without a name
 * @param password asked for at each connect, so that a changed file is noticed; ignored without a
 *     user name
 * @param keepAliveMillis 1,000 to 300,000; a broker that went silent without closing is noticed
 *     within twice this
 * @param backoffBaseMillis pause before the first retry, 1 or more
 * @param backoffCapMillis longest pause between retries, not below the base; a refused user is
 *     retried at this pace at once
 * @param sockets makes unconnected sockets; one that makes TLS sockets turns the link into an
 *     encrypted one
 */
public record MqttLinkSettings(
    LinkName name,
    String host,
    int port,
    String topicRoot,
    String cell,
    Optional<String> userName,
    Optional<Supplier<char[]>> password,
    long keepAliveMillis,
    long backoffBaseMillis,
    long backoffCapMillis,
    SocketFactory sockets) {

  /** A broker that vanished is noticed in 20 s, at the price of one 2-byte ping in 10 s. */
  public static final long KEEP_ALIVE_MILLIS = 10_000;

  public static final long BACKOFF_BASE_MILLIS = 500;
  public static final long BACKOFF_CAP_MILLIS = 30_000;
  public static final String CELL = "all";

  private static final Pattern ROOT = Pattern.compile("[a-z0-9-]{1,8}");
  private static final Pattern LEVEL = Pattern.compile("[a-z0-9-]{1,32}");
  private static final long KEEP_ALIVE_MILLIS_MIN = 1_000;
  private static final long KEEP_ALIVE_MILLIS_MAX = 300_000;

  public MqttLinkSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("broker host must not be empty");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("broker port must be 1 to 65535 but was " + port);
    }
    if (!ROOT.matcher(topicRoot).matches()) {
      throw new IllegalArgumentException(
          "topic root must match " + ROOT + " but was \"" + topicRoot + "\"");
    }
    if (!LEVEL.matcher(cell).matches()) {
      throw new IllegalArgumentException("cell must match " + LEVEL + " but was \"" + cell + "\"");
    }
    if (keepAliveMillis < KEEP_ALIVE_MILLIS_MIN || keepAliveMillis > KEEP_ALIVE_MILLIS_MAX) {
      throw new IllegalArgumentException(
          "keep-alive must be 1 s to 300 s but was " + keepAliveMillis + " ms");
    }
    if (backoffBaseMillis < 1 || backoffCapMillis < backoffBaseMillis) {
      throw new IllegalArgumentException(
          "backoff must be 1 ms or more and not above its cap but was "
              + backoffBaseMillis
              + " to "
              + backoffCapMillis
              + " ms");
    }
  }

  /** Without a user name, in the cell {@value #CELL}, over plain TCP, with the default times. */
  public static MqttLinkSettings of(LinkName name, String host, int port, String topicRoot) {
    return new MqttLinkSettings(
        name,
        host,
        port,
        topicRoot,
        CELL,
        Optional.empty(),
        Optional.empty(),
        KEEP_ALIVE_MILLIS,
        BACKOFF_BASE_MILLIS,
        BACKOFF_CAP_MILLIS,
        SocketFactory.getDefault());
  }

  public MqttLinkSettings withCell(String changed) {
    return new MqttLinkSettings(
        name,
        host,
        port,
        topicRoot,
        changed,
        userName,
        password,
        keepAliveMillis,
        backoffBaseMillis,
        backoffCapMillis,
        sockets);
  }

  public MqttLinkSettings withUser(String changedName, Supplier<char[]> changedPassword) {
    return new MqttLinkSettings(
        name,
        host,
        port,
        topicRoot,
        cell,
        Optional.of(changedName),
        Optional.of(changedPassword),
        keepAliveMillis,
        backoffBaseMillis,
        backoffCapMillis,
        sockets);
  }

  public MqttLinkSettings withTimes(long keepAlive, long backoffBase, long backoffCap) {
    return new MqttLinkSettings(
        name,
        host,
        port,
        topicRoot,
        cell,
        userName,
        password,
        keepAlive,
        backoffBase,
        backoffCap,
        sockets);
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  String address() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
