package io.echofield.swarmkit.api;

import io.echofield.swarmkit.core.id.NodeId;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What the API tells beside what the core knows.
 *
 * @param node this node's name
 * @param swarm the swarm's name
 * @param live whether an agent runs: links, checks and tasks; false for a store opened by a command
 * @param broker the embedded broker for people: {@code "127.0.0.1:1883 running"}; empty if there is
 *     none
 */
public record AgentInfo(
    NodeId node, String swarm, Path dataDir, boolean live, Supplier<String> broker) {}
