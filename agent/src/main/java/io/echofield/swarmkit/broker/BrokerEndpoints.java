package io.echofield.swarmkit.broker;

/**
 * Where a running broker listens.
 *
 * @param host the bound address as text
 * @param port the TCP port in use, 1 to 65,535, never 0
 * @param pid the process that runs the broker
 */
public record BrokerEndpoints(String host, int port, long pid) {}
