package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.ledger.TaskView;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether a node has what a task asks for: all labels of the task, with equal values. Pure. */
final class Labels {
  private final SortedMap<String, String> own;

  Labels(SortedMap<String, String> own) {
    this.own = new TreeMap<>(own);
  }

  /** The first label of the task, as {@code name=value}, that this node lacks. */
  Optional<String> lacking(TaskView task) {
    for (String label : task.body().labels()) {
      int cut = label.indexOf('=');
      String name = label.substring(0, Math.max(0, cut));
      if (cut < 0 || !label.substring(cut + 1).equals(own.get(name))) {
        return Optional.of(label);
      }
    }
    return Optional.empty();
  }
}
