package io.echofield.swarmkit.link;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import java.util.Optional;

/**
 * One payload from a link.
 *
 * @param writer the node that the topic or file names, where it names one
 * @param retained whether the medium kept it for us, so that it may be stale
 */
public record Incoming(Channel channel, Optional<NodeId> writer, boolean retained, Bytes payload) {}
