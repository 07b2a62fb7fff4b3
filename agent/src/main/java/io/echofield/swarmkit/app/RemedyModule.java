package io.echofield.swarmkit.app;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.MapBinder;
import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.core.node.ExecutionGate;
import io.echofield.swarmkit.driver.Jobs;
import io.echofield.swarmkit.remedy.ActionCatalog;
import io.echofield.swarmkit.remedy.RemediationHandler;
import io.echofield.swarmkit.remedy.RemedyMode;
import io.echofield.swarmkit.remedy.SafetyGate;
import io.echofield.swarmkit.remedy.host.CleanDirectoryHandler;
import io.echofield.swarmkit.remedy.host.CollectDiagnosticsHandler;
import io.echofield.swarmkit.remedy.host.NotifyHandler;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The allow-list, the gate in front of it, and the handlers by name. */
final class RemedyModule extends AbstractModule {
  /** A wall clock before this cannot be right: the program was not written yet. */
  private static final Instant CLOCK_FLOOR = Instant.parse("2026-01-01T00:00:00Z");

  private final Settings settings;

  RemedyModule(Settings settings) {
    this.settings = settings;
  }

  @Override
  protected void configure() {
    MapBinder<String, RemediationHandler> handlers =
        MapBinder.newMapBinder(binder(), String.class, RemediationHandler.class);
    InstantSource clock = InstantSource.system();
    Path data = settings.dataDir();
    Path home = Path.of(System.getProperty("user.home"));
    handlers.addBinding(NotifyHandler.NAME).toInstance(new NotifyHandler(data, clock));
    handlers
        .addBinding(CollectDiagnosticsHandler.NAME)
        .toInstance(new CollectDiagnosticsHandler(data, clock, this::summary));
    handlers
        .addBinding(CleanDirectoryHandler.NAME)
        .toInstance(new CleanDirectoryHandler(data, home, clock));
  }

  @Provides
  @Singleton
  ActionCatalog catalog() {
    return new ActionCatalog(settings.remediation().actions());
  }

  @Provides
  @Singleton
  ExecutionGate gate(ActionCatalog catalog) {
    return new SafetyGate(catalog, this::situation);
  }

  @Provides
  @Singleton
  Jobs jobs(
      Map<String, HealthCheck> checks,
      ActionCatalog catalog,
      Map<String, RemediationHandler> handlers) {
    return new HostJobs(checks, catalog, handlers);
  }

  private SafetyGate.Situation situation() {
    boolean stopped = Files.exists(new NodeFolders(settings.dataDir()).stopFile());
    boolean clockTrusted = Instant.now().isAfter(CLOCK_FLOOR);
    return new SafetyGate.Situation(
        settings.remediation().mode(), RemedyMode.OFF, stopped, false, clockTrusted);
  }

  private String summary() {
    return "node "
        + settings.nodeId()
        + "\nswarm "
        + settings.topicRoot()
        + "\nmode "
        + settings.remediation().mode().word();
  }
}
