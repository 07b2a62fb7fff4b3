package io.echofield.swarmkit.store.mapdb;

/**
 * Something in a store that is not as it should be, for people.
 *
 * @param place file and byte, entry, log or task
 * @param what a phrase
 */
public record StoreFault(String place, String what) {
  @Override
  public String toString() {
    return place + ": " + what;
  }
}
