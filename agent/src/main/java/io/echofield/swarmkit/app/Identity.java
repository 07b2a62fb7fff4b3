package io.echofield.swarmkit.app;

import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.security.Ed25519Signer;
import io.echofield.swarmkit.security.KeyException;
import io.echofield.swarmkit.security.NodeKeyFile;
import io.echofield.swarmkit.security.RosterFile;
import io.echofield.swarmkit.security.SwarmCredentials;
import io.echofield.swarmkit.security.SwarmKeyFile;
import io.echofield.swarmkit.wire.EntryWire;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * Who this node is and which swarm it belongs to, as the keys folder says.
 *
 * @param roster the entries that start the roster off; none in an open swarm
 */
record Identity(Ed25519Signer signer, SwarmCredentials swarm, SwarmHash hash, List<Entry> roster) {
  /** Reads the keys folder and makes the node's key at the first start. */
  static Identity load(Path keys, String topicRoot) throws AgentException {
    try {
      Ed25519Signer signer = NodeKeyFile.loadOrCreate(keys, new SecureRandom());
      Optional<SwarmCredentials> closed = SwarmKeyFile.load(keys);
      SwarmCredentials swarm = closed.orElseGet(() -> SwarmCredentials.open(topicRoot));
      if (!swarm.name().equals(topicRoot)) {
        throw new AgentException(
            Exit.CONFIG,
            "the configuration says swarm \""
                + topicRoot
                + "\" but the keys in "
                + keys
                + " are of swarm \""
                + swarm.name()
                + "\"",
            "--swarm " + swarm.name() + ", or topic_root: " + swarm.name(),
            null);
      }
      SwarmHash hash = new SwarmHash(swarm.swarmId());
      EntryCodec codec = new EntryWire(hash);
      return new Identity(signer, swarm, hash, RosterFile.load(keys, codec));
    } catch (KeyException e) {
      throw new AgentException(Exit.CANNOT_CREATE, e.getMessage(), "", e);
    }
  }
}
