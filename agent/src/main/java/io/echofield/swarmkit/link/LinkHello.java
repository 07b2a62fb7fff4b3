package io.echofield.swarmkit.link;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;

/**
 * Who this node is, told to a link when it starts.
 *
 * @param session this life's session
 * @param will JSON that the medium shall publish on {@code HEALTH} for us when we vanish, as UTF-8
 */
public record LinkHello(NodeId node, long session, Bytes will) {}
