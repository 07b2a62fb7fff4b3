package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.LinkName;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is said of an MQTT link, at one place or at several, before it is known to fit together.
 *
 * @param passwordFile absolute
 */
record MqttDraft(
    String host,
    int port,
    Optional<LinkName> name,
    Optional<String> userName,
    Optional<Path> passwordFile,
    Optional<Boolean> swarm) {

  /** What a URI says. */
  static Decoded<MqttDraft> of(MqttUri uri, Path base, Path home) {
    Optional<Decoded<LinkName>> name = option(uri, MqttUri.NAME).map(LinkTexts::name);
    Optional<Decoded<Path>> passwordFile =
        option(uri, MqttUri.PASSWORD_FILE).map(text -> Texts.path(text, base, home));
    Optional<Decoded<Boolean>> swarm = option(uri, MqttUri.SWARM).map(Texts::flag);
    Optional<Decoded<MqttLinkSetting.Profile>> profile =
        option(uri, MqttUri.PROFILE).map(LinkTexts::profile);
    return reason(MqttUri.NAME, name)
        .or(() -> reason(MqttUri.PASSWORD_FILE, passwordFile))
        .or(() -> reason(MqttUri.SWARM, swarm))
        .or(() -> reason(MqttUri.PROFILE, profile))
        .<Decoded<MqttDraft>>map(Decoded.Rejected::new)
        .orElseGet(
            () ->
                new Decoded.Accepted<>(
                    new MqttDraft(
                        uri.host(),
                        uri.port(),
                        value(name),
                        uri.userName(),
                        value(passwordFile),
                        value(swarm))));
  }

  /** Why the parts do not fit together, with what to do; empty if they do. */
  Optional<String> contradiction() {
    boolean bySwarm = swarm.orElse(false);
    if (bySwarm && (userName.isPresent() || passwordFile.isPresent())) {
      return Optional.of(
          "a swarm's account needs neither user name nor password; leave out these or `swarm`");
    }
    return passwordFile.isPresent() && userName.isEmpty()
        ? Optional.of("a password needs a user name; give that too")
        : Optional.empty();
  }

  MqttLinkSetting make(LinkName chosen) {
    return new MqttLinkSetting(
        chosen,
        host,
        port,
        userName,
        passwordFile,
        swarm.orElse(false),
        MqttLinkSetting.Profile.LAN);
  }

  private static Optional<String> option(MqttUri uri, String option) {
    return Optional.ofNullable(uri.options().get(option));
  }

  private static <T> Optional<T> value(Optional<Decoded<T>> read) {
    return read.flatMap(decoded -> decoded.fold(Optional::of, reason -> Optional.empty()));
  }

  private static <T> Optional<String> reason(String option, Optional<Decoded<T>> read) {
    return read.flatMap(
        decoded ->
            decoded.fold(good -> Optional.empty(), reason -> Optional.of(option + ": " + reason)));
  }
}
