package io.echofield.swarmkit.tools.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a demo did, filled in while it goes on. One thread. */
final class DemoReport {
  final List<DemoTask> tasks = new ArrayList<>();
  final List<Told> told = new ArrayList<>();
  int brokerPort;
  long startMillis;
  long cutMillis;
  long convergeMillis;
  boolean ledgersDiffered;

  private List<Photo> photos = List.of();
  private boolean converged;
  private long totalMillis;

  /** A sentence and when it was said, from the start. */
  record Told(long millis, String sentence) {}

  void end(List<Photo> last, boolean inStep, long millis) {
    photos = List.copyOf(last);
    converged = inStep;
    totalMillis = millis;
  }

  boolean converged() {
    return converged;
  }

  Map<String, Object> document(String cutNode) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.demo/1");
    document.put("converged", converged);
    document.put("nodes", photos.stream().map(DemoReport::node).toList());
    document.put(
        "tasks",
        tasks.stream()
            .map(
                task ->
                    task.document(
                        !photos.isEmpty() && photos.stream().allMatch(p -> p.isDone(task.id()))))
            .toList());
    Map<String, Object> cut = new LinkedHashMap<>();
    cut.put("node", cutNode);
    cut.put("ms", cutMillis);
    cut.put("ledgers_differed", ledgersDiffered);
    document.put("cut", cut);
    document.put("start_ms", startMillis);
    document.put("converge_ms", convergeMillis);
    document.put("total_ms", totalMillis);
    document.put("broker_port", brokerPort);
    document.put("watch", DemoStory.watchLine(brokerPort));
    document.put("story", told.stream().map(DemoReport::told).toList());
    return document;
  }

  private static Map<String, Object> node(Photo photo) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("node", photo.node());
    node.put("ledger", photo.ledger());
    node.put("tasks", photo.tasks().size());
    node.put("done", photo.done());
    return node;
  }

  private static Map<String, Object> told(Told told) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("ms", told.millis());
    document.put("text", told.sentence());
    return document;
  }
}
