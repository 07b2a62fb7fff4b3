package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import java.util.List;

/** A member as the roster in force describes it; {@code publicKey} has 32 bytes. */
public record Member(NodeId name, Author author, Bytes publicKey, List<Capability> capabilities) {
  public Member {
    capabilities = List.copyOf(capabilities);
  }

  public boolean may(Capability capability) {
    return capabilities.contains(capability);
  }
}
