package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Paint;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A verb that is one call to an agent and one page. */
abstract class AgentVerb implements Callable<Integer> {
  private final Globals globals;
  private final String name;
  private final String listField;

  /**
   * A verb.
   *
   * @param name as the agent knows it: {@code task.list}
   * @param listField the list in the answer, empty if the answer is one thing
   */
  AgentVerb(Globals globals, String name, String listField) {
    this.globals = globals;
    this.name = name;
    this.listField = listField;
  }

  AgentVerb(Globals globals, String name) {
    this(globals, name, "");
  }

  /** Puts what the user said into the call. */
  void arguments(Map<String, Object> arguments) {}

  abstract List<String> lines(Doc answer, Paint paint, Instant now);

  final Globals globals() {
    return globals;
  }

  @Override
  public Integer call() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments(arguments);
    try (AgentCalls agent = globals.agent()) {
      return Answers.print(globals, agent.call(name, arguments), listField, this::lines);
    }
  }
}
