package io.echofield.swarmkit.testkit;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.inject.multibindings.MapBinder;
import io.echofield.swarmkit.app.SwarmPlugin;
import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import java.util.List;

/** A plugin as a jar of others would bring it: one more check. */
public final class ProbePlugin implements SwarmPlugin {
  /** What its check reads. */
  public static final String READING = "probe_depth_m";

  @Override
  public Module module() {
    return new AbstractModule() {
      @Override
      protected void configure() {
        MapBinder.newMapBinder(binder(), String.class, HealthCheck.class)
            .addBinding("probe")
            .toInstance(deadline -> List.of(new Reading(READING, 42_000, HealthState.OK)));
      }
    };
  }
}
