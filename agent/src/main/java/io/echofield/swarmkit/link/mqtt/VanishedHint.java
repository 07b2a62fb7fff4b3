package io.echofield.swarmkit.link.mqtt;

import io.echofield.swarmkit.core.id.NodeId;

/**
 * What a health payload says when it is a will or a goodbye: this life of this node is over.
 * Unsigned, so only a hint.
 */
public record VanishedHint(NodeId node, long session) {}
