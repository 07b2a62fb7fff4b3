package io.echofield.swarmkit.store.mapdb;

/** Told how far long work on a store is. Called often, from the thread that does the work. */
public interface Progress {
  Progress NONE = (doing, done, total) -> {};

  /**
   * So much of it is done.
   *
   * @param doing a phrase for people, one for each step: {@code "checking entries"}
   * @param total at least {@code done}; 0 if unknown
   */
  void at(String doing, long done, long total);
}
