package io.echofield.swarmkit.app;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.node.ExecutionGate;
import io.echofield.swarmkit.core.node.NodeParts;
import io.echofield.swarmkit.core.node.NodeSettings;
import io.echofield.swarmkit.core.node.SwarmNode;
import io.echofield.swarmkit.core.sync.FrameCodec;
import io.echofield.swarmkit.core.sync.SyncSettings;
import io.echofield.swarmkit.driver.Clocks;
import io.echofield.swarmkit.driver.HealthText;
import io.echofield.swarmkit.driver.Jobs;
import io.echofield.swarmkit.driver.NodeDriver;
import io.echofield.swarmkit.driver.NodeFactory;
import io.echofield.swarmkit.link.Link;
import io.echofield.swarmkit.security.Ed25519Verifier;
import io.echofield.swarmkit.store.ContinuityKeeper;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.wire.EntryWire;
import io.echofield.swarmkit.wire.FrameWire;
import io.echofield.swarmkit.wire.HealthJson;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The core with its codecs, and the loop that drives it. */
final class CoreModule extends AbstractModule {
  @Provides
  @Singleton
  EntryCodec entryCodec(Identity identity) {
    return new EntryWire(identity.hash());
  }

  @Provides
  @Singleton
  FrameCodec frameCodec(Identity identity, EntryCodec entries) {
    return new FrameWire(
            identity.hash(), identity.swarm().frameKey(), identity.signer().author(), entries)
        .compressing();
  }

  @Provides
  @Singleton
  HealthText healthText(Settings settings) {
    return (session, report) ->
        report
            .map(r -> HealthJson.report(settings.nodeId(), r, session))
            .orElseGet(() -> HealthJson.will(settings.nodeId(), session));
  }

  @Provides
  @Singleton
  NodeSettings nodeSettings(Settings settings) {
    return new NodeSettings(
        settings.nodeId(),
        settings.healthIntervalMillis(),
        settings.maxAgeMillis(),
        new SyncSettings(settings.syncIntervalMillis(), settings.maxAgeMillis()),
        settings.peers(),
        LinkModule.names(settings),
        settings.remediation().rules(),
        settings.labels(),
        settings.leaseMillis());
  }

  @Provides
  @Singleton
  NodeFactory nodeFactory(
      NodeSettings settings,
      Identity identity,
      EntryCodec entries,
      FrameCodec frames,
      ExecutionGate gate) {
    return (restored, reader, found) ->
        new SwarmNode(
            settings,
            new NodeParts(
                identity.hash(),
                entries,
                frames,
                identity.signer(),
                new Ed25519Verifier(),
                identity.swarm().authorityPublicKey(),
                reader,
                gate,
                new SecureRandom()),
            restored,
            found);
  }

  @Provides
  @Singleton
  NodeDriver driver(
      Settings settings,
      NodeStore store,
      ContinuityKeeper keeper,
      NodeFactory factory,
      Set<Link> links,
      Jobs jobs,
      HealthText healthText) {
    List<Link> all = new ArrayList<>(links);
    return new NodeDriver(
        settings.nodeId(), store, keeper, factory, all, jobs, healthText, new Clocks());
  }
}
