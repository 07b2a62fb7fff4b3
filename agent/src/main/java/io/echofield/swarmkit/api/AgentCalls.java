package io.echofield.swarmkit.api;

import java.util.Map;

/**
 * What the command line asks of an agent: one verb, some arguments, one JSON document back.
 *
 * <p>Bound to a running agent over loopback HTTP, or to a store opened in this process.
 */
public interface AgentCalls extends AutoCloseable {
  /** Never throws for what the agent answers: an error is a document too. */
  ApiAnswer call(String verb, Map<String, Object> arguments);

  @Override
  void close();
}
