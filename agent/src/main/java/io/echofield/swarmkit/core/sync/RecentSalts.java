package io.echofield.swarmkit.core.sync;

import java.util.LinkedHashSet;
import java.util.Set;

/** The salts that were met last. One thread. */
final class RecentSalts {
  private final Set<Long> salts = new LinkedHashSet<>();
  private final int max;

  RecentSalts(int max) {
    this.max = max;
  }

  /** Adds one; when full, the one that was met the longest ago is forgotten. */
  void add(long salt) {
    salts.remove(salt);
    salts.add(salt);
    if (salts.size() > max) {
      salts.remove(salts.iterator().next());
    }
  }

  boolean contains(long salt) {
    return salts.contains(salt);
  }

  void clear() {
    salts.clear();
  }
}
