package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.node.NodeParts;
import io.echofield.swarmkit.core.node.NodeSettings;
import io.echofield.swarmkit.core.sync.SyncSettings;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What the core of a virtual node is made of. */
final class VirtualParts {
  private final VirtualNode node;
  private final VirtualSwarm swarm;

  VirtualParts(VirtualNode node) {
    this.node = node;
    this.swarm = node.swarm();
  }

  NodeSettings settings() {
    return new NodeSettings(
        node.id(),
        swarm.settings().healthMillis(),
        4 * swarm.settings().beaconMillis(),
        new SyncSettings(
            swarm.settings().beaconMillis(), 4 * swarm.settings().beaconMillis(), node.liveOnly),
        List.of(),
        node.cells().stream().map(VirtualCell::name).toList(),
        node.rules,
        node.labels,
        NodeSettings.usualLeaseMillis(swarm.settings().beaconMillis()));
  }

  /** Draws the core's own chance from that of the swarm. */
  NodeParts parts() {
    SwarmParts parts = swarm.parts();
    EntryCodec codec = parts.codec();
    NodeParts sound =
        new NodeParts(
            parts.hash(),
            swarm.watchers().isEmpty() ? codec : new Watched(codec),
            new DecodingBy(swarm.frames(node.author()), swarm::decode),
            node.keys(),
            parts.keys().verifier(),
            swarm.isOpen() ? Optional.empty() : Optional.of(parts.authority().publicKey()),
            node.store().reader(),
            new LabGate(),
            new SplittableRandom(swarm.random().nextLong()));
    return swarm.tamper().parts(node, sound);
  }

  /** Tells the watchers what this node composes. */
  private final class Watched implements EntryCodec {
    private final EntryCodec codec;

    Watched(EntryCodec codec) {
      this.codec = codec;
    }

    @Override
    public Entry compose(Draft draft, Signer signer) {
      Entry entry = codec.compose(draft, signer);
      swarm.watchers().forEach(watcher -> watcher.composed(node, entry));
      return entry;
    }

    @Override
    public Decoded<Entry> decode(Bytes canonical) {
      return codec.decode(canonical);
    }
  }
}
