package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import java.util.List;
import java.util.Optional;

/** Port: who belongs to the swarm and may cause what. Changes only between events. One thread. */
public interface Roster {
  /** Version of the roster in force; 0 in an open swarm and before the first roster was read. */
  long version();

  /**
   * True in a swarm without a key: anybody on the link can write, nothing written by others is
   * executed.
   */
  boolean open();

  /** In the order of key ids. */
  List<Member> members();

  Optional<Member> member(Author author);

  /**
   * The 32-byte public key of an author, as far as anything trusted tells it (roster, authority,
   * own key; in an open swarm, hearsay). That of a revoked member too: it says who signed, not who
   * counts.
   */
  Optional<Bytes> publicKey(Author author);
}
