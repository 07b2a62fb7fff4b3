package io.echofield.swarmkit.app;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.ExecutionGate;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.Now;
import io.echofield.swarmkit.driver.Jobs;
import io.echofield.swarmkit.link.Link;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * For a command that opens the store while no agent runs: no links, no checks, nothing is carried
 * out.
 */
final class OfflineModule extends AbstractModule {
  @Override
  protected void configure() {
    Multibinder.newSetBinder(binder(), Link.class);
  }

  @Provides
  @Singleton
  ExecutionGate gate() {
    return (task, self, roster, wallMillis) -> new ExecutionGate.Wait("no agent runs");
  }

  @Provides
  @Singleton
  Jobs jobs() {
    return new Jobs() {
      @Override
      public void start(Job job, Consumer<Function<Now, Event>> ended) {
        // a stored ledger is looked at, nothing is done with it
      }

      @Override
      public void stop(long graceMillis) {
        // nothing was started
      }
    };
  }
}
