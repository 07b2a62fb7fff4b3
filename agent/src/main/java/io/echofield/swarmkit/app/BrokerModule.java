package io.echofield.swarmkit.app;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.OptionalBinder;
import java.util.Optional;

/** The maker of the node's own broker, if somebody brings one along. */
final class BrokerModule extends AbstractModule {
  private final Optional<BrokerFactory> brokers;

  BrokerModule(Optional<BrokerFactory> brokers) {
    this.brokers = brokers;
  }

  @Override
  protected void configure() {
    OptionalBinder<BrokerFactory> binder =
        OptionalBinder.newOptionalBinder(binder(), BrokerFactory.class);
    brokers.ifPresent(factory -> binder.setDefault().toInstance(factory));
  }
}
