package io.echofield.swarmkit.remedy;

import io.echofield.swarmkit.core.ledger.Capability;

/** How much an action can harm, least first. */
public enum RiskClass {
  /** Observes and tells. */
  R0(Capability.R0),
  /** Local, can be repeated, disturbs nobody: cleaning an own temporary folder. */
  R1(Capability.R1),
  /** Disturbs: restarts a live service, bounces a link. */
  R2(Capability.R2),
  /** Destroys or changes configuration. */
  R3(Capability.R3);

  private final Capability capability;

  RiskClass(Capability capability) {
    this.capability = capability;
  }

  /** What a member needs to cause it on another node. */
  public Capability capability() {
    return capability;
  }

  /** Whether it needs an operator's word, not only a member's. */
  public boolean needsOperator() {
    return compareTo(R2) >= 0;
  }
}
