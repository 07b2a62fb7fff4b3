package io.echofield.swarmkit.tools.demo;

import io.echofield.swarmkit.tools.show.Doc;
import java.util.List;

/**
 * One node at one moment, as it answered itself.
 *
 * @param ledger the whole hash, empty if the node did not answer
 */
record Photo(String node, Doc status, String ledger, List<Doc> tasks) {
  boolean answered() {
    return !ledger.isEmpty();
  }

  long done() {
    return tasks.stream().filter(task -> task.text("status").equals("done")).count();
  }

  boolean isDone(String id) {
    return tasks.stream()
        .anyMatch(task -> task.text("id").equals(id) && task.text("status").equals("done"));
  }

  /** How it sees another node: a word, empty if it never heard of it. */
  String sees(String other) {
    return status.docs("peers").stream()
        .filter(peer -> peer.text("node").equals(other))
        .map(peer -> peer.text("state"))
        .findFirst()
        .orElse("");
  }

  boolean hears(String other) {
    String word = sees(other);
    return word.equals("ok") || word.equals("degraded") || word.equals("critical");
  }

  boolean linkUp() {
    return status.docs("links").stream().anyMatch(link -> link.text("state").equals("up"));
  }
}
