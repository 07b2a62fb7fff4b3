package io.echofield.swarmkit.core.sync;

import java.util.LinkedHashSet;
import java.util.Set;

/** What was met last, of one kind. One thread. */
public final class Recent<T> {
  private final Set<T> met = new LinkedHashSet<>();
  private final int max;

  /** {@code max}: so many are remembered. */
  public Recent(int max) {
    this.max = max;
  }

  /** Adds one; when full, the one that was met the longest ago is forgotten. */
  public void add(T one) {
    met.remove(one);
    met.add(one);
    if (met.size() > max) {
      met.remove(met.iterator().next());
    }
  }

  public boolean contains(T one) {
    return met.contains(one);
  }

  public void clear() {
    met.clear();
  }
}
