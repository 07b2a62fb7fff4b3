package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;

/** Port: the canonical bytes of entries. Bound by {@code wire}. Pure; any thread. */
public interface EntryCodec {
  /**
   * Produces the canonical bytes and the id; S-kinds are signed with {@code signer}.
   *
   * @throws IllegalArgumentException if the draft breaks a limit of the schema or would exceed
   *     {@link Entry#BYTES_MAX}; the message names the limit
   */
  Entry compose(Draft draft, Signer signer);

  /**
   * Reads canonical bytes. Whether they are accepted is a pure function of the bytes: syntax,
   * sizes, ranges; not of clocks, rosters or signatures.
   */
  Decoded<Entry> decode(Bytes canonical);
}
