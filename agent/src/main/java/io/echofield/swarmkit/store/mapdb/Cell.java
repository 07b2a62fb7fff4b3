package io.echofield.swarmkit.store.mapdb;

/**
 * A key and its value, both as bytes. An empty value says that the key was removed.
 *
 * <p>Two cells are never compared; keys are, unsigned. Nobody changes the arrays.
 */
@SuppressWarnings("ArrayRecordComponent")
record Cell(byte[] key, byte[] value) {
  static final byte[] REMOVED = {};

  boolean removed() {
    return value.length == 0;
  }
}
