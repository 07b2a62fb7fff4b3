package io.echofield.swarmkit.api;

import io.echofield.swarmkit.core.node.ContinuityBreak;
import io.echofield.swarmkit.core.node.ContinuityView;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was noticed about a node's data folder, as documents: what happened and what to do. */
final class ContinuityDocuments {
  private static final String WHOLE = "whole";
  private static final String KEPT =
      "what was written since comes back from the peers that hold it, and entries of both lives are"
          + " kept";
  private static final String NOTHING_TO_DO =
      "nothing to do; this notice goes away by itself 24 h after it came";
  private static final String OWN_IDENTITY =
      "if a copy runs, give it an identity of its own: stop it, move its keys folder away, start it"
          + " with another --node-id";

  private final ContinuityView view;

  ContinuityDocuments(ContinuityView view) {
    this.view = view;
  }

  /** The state for programs. */
  Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("state", view.shown().map(shown -> shown.kind().word()).orElse(WHOLE));
    view.shown().ifPresent(shown -> state.put("since", since(shown)));
    state.put("epoch", String.format(Locale.ROOT, "%08x", view.epoch()));
    view.shown().ifPresent(shown -> state.put("detail", shown.detail()));
    return state;
  }

  /** What people are to look at; empty if nothing stands. */
  Optional<Map<String, Object>> problem() {
    return view.shown()
        .map(
            shown -> {
              Map<String, Object> problem = new LinkedHashMap<>();
              problem.put("what", what(shown));
              problem.put("since", since(shown));
              problem.put("next", next(shown.kind()));
              return problem;
            });
  }

  /** That the record could not be written; empty if it could. */
  Optional<Map<String, Object>> fault() {
    if (view.fault().isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("what", view.fault());
    problem.put(
        "next", "make room or change its owner; until then a restored folder may go unnoticed");
    return Optional.of(problem);
  }

  private static String what(ContinuityBreak shown) {
    String seen = " (" + shown.detail() + ")";
    return switch (shown.kind()) {
      case RESTORED -> "the data folder was restored from a copy" + seen + "; " + KEPT;
      case COPIED -> "the data folder was copied" + seen + "; " + KEPT;
      case LOST_PARTS -> "parts of the store are gone" + seen + "; " + KEPT;
      case ELSEWHERE ->
          "this node's identity is in use by another process"
              + seen
              + "; what both write is kept, but tasks for this node may run twice";
    };
  }

  private static String next(ContinuityBreak.Kind kind) {
    return switch (kind) {
      case RESTORED -> NOTHING_TO_DO;
      case LOST_PARTS ->
          "if no peer has it: echofield ledger repair --snapshot FILE; else " + NOTHING_TO_DO;
      case COPIED -> OWN_IDENTITY + "; else " + NOTHING_TO_DO;
      case ELSEWHERE ->
          "find the copy and give it an identity of its own: stop it, move its keys folder away,"
              + " start it with another --node-id";
    };
  }

  private static String since(ContinuityBreak shown) {
    return TaskDocuments.time(shown.sinceWallMillis());
  }
}
