package io.echofield.swarmkit.tools.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names in a folder on a disk that may lose its power.
 *
 * <p>After a power loss any of the changes since the last force may be there and any may be
 * missing, whatever their order: POSIX promises none. A rename is one change: the new name leads to
 * the file and the old one is gone, or neither. A name that is there leads to the file that was
 * meant, whose content has its own fate.
 */
final class LostNames {
  /** What a name leads to: a file, or a folder. */
  record Target(LostFile file, LostNames folder) {
    static Target of(LostFile file) {
      return new Target(file, null);
    }

    static Target of(LostNames folder) {
      return new Target(null, folder);
    }
  }

  private final SortedMap<String, Target> now = new TreeMap<>();
  private final SortedMap<String, Target> durable = new TreeMap<>();
  private final List<SortedMap<String, Target>> pending = new ArrayList<>();

  /** Where a name leads, null if nowhere. */
  Target get(String name) {
    return now.get(name);
  }

  void put(String name, Target target) {
    change(new TreeMap<>(Map.of(name, target)));
  }

  void remove(String name) {
    SortedMap<String, Target> change = new TreeMap<>();
    change.put(name, null);
    change(change);
  }

  void rename(String from, String to) {
    SortedMap<String, Target> change = new TreeMap<>();
    change.put(from, null);
    change.put(to, now.get(from));
    change(change);
  }

  void forced() {
    durable.clear();
    durable.putAll(now);
    pending.clear();
  }

  /** The names after a power loss. */
  SortedMap<String, Target> afterPowerLoss(Luck luck) {
    SortedMap<String, Target> names = new TreeMap<>(durable);
    for (SortedMap<String, Target> change : pending) {
      if (luck.survives()) {
        apply(change, names);
      }
    }
    return names;
  }

  private void change(SortedMap<String, Target> change) {
    pending.add(change);
    apply(change, now);
  }

  private static void apply(SortedMap<String, Target> change, SortedMap<String, Target> names) {
    change.forEach(
        (name, target) -> {
          if (target == null) {
            names.remove(name);
          } else {
            names.put(name, target);
          }
        });
  }
}
