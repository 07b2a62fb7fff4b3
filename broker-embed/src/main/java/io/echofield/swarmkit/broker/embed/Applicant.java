package io.echofield.swarmkit.broker.embed;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.Optional;

/**
 * A client that asks to connect, as far as the access policy cares.
 *
 * @param keepAliveSeconds as it will really apply; 0 means never checked
 */
record Applicant(
    String clientId,
    Optional<String> userName,
    Optional<Bytes> password,
    Optional<String> willTopic,
    boolean loopback,
    int keepAliveSeconds) {}
