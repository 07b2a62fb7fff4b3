package io.echofield.swarmkit.core.ledger;

/**
 * What a roster allows a member to cause on other nodes. R0 to R3: classes of actions, from
 * observing to destructive.
 */
public enum Capability {
  R0,
  R1,
  R2,
  R3,
  /** May cancel, reopen and edit the tasks of others. */
  OPERATOR
}
