package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Standing;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.tools.sim.SimWorld;
import java.util.Optional;

/** Who may do what as the maker of the world knows it, whatever any node believes. */
final class Truth implements Standing {
  private final SimWorld world;

  Truth(SimWorld world) {
    this.world = world;
  }

  @Override
  public boolean mayWrite(Author author) {
    return member(author).isPresent();
  }

  /** The first node of the roster alone; nobody in an open swarm. */
  @Override
  public boolean operator(Author author) {
    return !world.swarm().isOpen() && world.swarm().node(0).author().equals(author);
  }

  @Override
  public boolean proven(StoredEntry stored) {
    Entry entry = stored.entry();
    Optional<Bytes> key = member(entry.author()).map(Signer::publicKey);
    return entry.signed()
        && key.isPresent()
        && world
            .swarm()
            .parts()
            .keys()
            .verifier()
            .verify(
                key.get(),
                world.swarm().parts().hash().entrySignInput(entry.unsignedPart()),
                entry.signature());
  }

  private Optional<Signer> member(Author author) {
    return world.swarm().members().stream()
        .filter(member -> member.author().equals(author))
        .findFirst();
  }
}
