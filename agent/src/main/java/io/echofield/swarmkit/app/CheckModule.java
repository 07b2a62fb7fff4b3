package io.echofield.swarmkit.app;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.check.host.HostChecks;

/** The checks of this machine, by name. */
final class CheckModule extends AbstractModule {
  private final Settings settings;

  CheckModule(Settings settings) {
    this.settings = settings;
  }

  @Override
  protected void configure() {
    MapBinder<String, HealthCheck> checks =
        MapBinder.newMapBinder(binder(), String.class, HealthCheck.class);
    HostChecks.all(settings.dataDir(), settings.thresholds())
        .forEach((name, check) -> checks.addBinding(name).toInstance(check));
  }
}
