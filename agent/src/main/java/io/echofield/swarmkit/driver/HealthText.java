package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.id.Bytes;
import java.util.Optional;

/** Port: a node's health as the JSON that people and standard tools read. Pure. */
public interface HealthText {
  /** Without a report: the document of a node that is offline. */
  Bytes render(long session, Optional<HealthReport> report);
}
