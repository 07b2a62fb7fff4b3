package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.node.Now;
import java.util.function.Supplier;

/**
 * The machine's clocks: the only place where the agent asks for the time of an event. Any thread.
 */
public final class Clocks implements Supplier<Now> {
  private final long startNanos = System.nanoTime();

  @Override
  public Now get() {
    return new Now(System.currentTimeMillis(), (System.nanoTime() - startNanos) / 1_000_000L);
  }
}
