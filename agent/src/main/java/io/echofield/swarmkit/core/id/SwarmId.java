package io.echofield.swarmkit.core.id;

/** 16 bytes that name a swarm for ever; part of every hash, signature and MAC, never sent. */
public record SwarmId(Bytes bytes) {
  public static final int BYTES = 16;

  public SwarmId {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException(
          "swarm id must have " + BYTES + " bytes but had " + bytes.size());
    }
  }
}
