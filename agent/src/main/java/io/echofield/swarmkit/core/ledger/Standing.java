package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;

/**
 * What the fold must know beside the entries: who may write, and which signatures hold.
 *
 * <p>Pure for one roster and one set of known keys; two nodes that agree on these fold equal
 * entries to equal views.
 */
public interface Standing {
  /** Whether the author's entries count at all. */
  boolean mayWrite(Author author);

  /** Whether the author may cancel, reopen, approve and edit what others created. */
  boolean operator(Author author);

  /** Whether this S-kind's own signature is valid. */
  boolean proven(StoredEntry entry);
}
