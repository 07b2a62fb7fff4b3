package io.echofield.swarmkit.link;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.sync.Channel;

/**
 * One payload for one channel; {@code slot} tells the segments of {@link Channel#TAIL} apart and is
 * 0 elsewhere.
 */
public record Outgoing(Channel channel, int slot, Bytes payload) {}
