package io.echofield.swarmkit.check;

import io.echofield.swarmkit.core.health.Reading;
import java.util.List;

/**
 * Port: one health check. May block, but ends by the deadline; called from worker threads, never
 * twice at once.
 */
public interface HealthCheck {
  /**
   * Measures now. An empty list means that this machine does not have what is checked (no
   * thermometer).
   *
   * @param deadlineNanos {@link System#nanoTime} by which it must return
   * @throws CheckException if it could not be measured; shown as a degraded reading with the
   *     message
   */
  List<Reading> run(long deadlineNanos) throws CheckException;
}
