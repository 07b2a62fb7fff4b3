package io.echofield.swarmkit.tools.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A task that the demo added.
 *
 * @param side {@code together} before the cut, then {@code cut-off} or {@code rest}: on which side
 *     of the cut it was added
 */
record DemoTask(String id, String from, String on, String side) {
  Map<String, Object> document(boolean done) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", id);
    document.put("action", "notify");
    document.put("from", from);
    document.put("on", on);
    document.put("side", side);
    document.put("done", done);
    return document;
  }
}
