package io.echofield.swarmkit.wire;

/**
 * Bytes given by others were bad; the message is the reason that is counted and shown.
 *
 * <p>Stays inside this package: every codec turns it into {@code Decoded.Rejected}. Has no stack
 * trace, because bad bytes are input and not a fault of the program. Reasons name no values, so
 * that there are few different ones.
 */
final class Refusal extends Exception {
  Refusal(String reason) {
    super(reason, null, false, false);
  }
}
