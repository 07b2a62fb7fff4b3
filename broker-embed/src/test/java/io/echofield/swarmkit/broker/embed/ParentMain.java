package io.echofield.swarmkit.broker.embed;

import io.echofield.swarmkit.broker.BrokerEndpoints;
import java.nio.file.Path;

/**
 * A small agent of its own: starts a broker child and waits to be killed.
 *
 * <p>Arguments: the broker's folder and the child's class path. Runs without the broker's jars.
 */
final class ParentMain {
  private ParentMain() {}

  public static void main(String[] args) throws Exception {
    ChildBroker broker = new ChildBroker(Swarm.settings(Path.of(args[0]), 0), args[1]);
    BrokerEndpoints endpoints = broker.start(state -> {});
    System.out.println(endpoints.port() + " " + endpoints.pid());
    Thread.currentThread().join();
  }
}
