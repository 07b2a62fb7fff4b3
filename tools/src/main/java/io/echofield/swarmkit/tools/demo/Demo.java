package io.echofield.swarmkit.tools.demo;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.tools.show.Paint;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A swarm for people to look at: real processes, a real broker, a cable that is really cut.
 *
 * <p>{@link #close} ends and removes everything; it may be called from a shutdown hook while
 * another thread runs the demo.
 */
public final class Demo implements AutoCloseable {
  private final DemoSwarm swarm;
  private final DemoStory story;
  private final DemoOptions options;

  /**
   * Makes the temporary folder, and nothing more yet.
   *
   * @param finder the agent that runs on a data folder, if it does
   */
  public Demo(
      DemoOptions options, Screen screen, Paint paint, Function<Path, Optional<AgentCalls>> finder)
      throws DemoException {
    this.options = options;
    this.swarm = new DemoSwarm(options.nodes(), finder::apply);
    this.story = new DemoStory(swarm, options, screen, paint);
  }

  /**
   * Runs the demo; returns when it has converged, or if it goes on until told, when interrupted.
   *
   * @throws DemoException if a process ended, or there was no more time
   */
  public void run() throws DemoException, InterruptedException {
    story.tell();
    if (!options.endsByItself()) {
      story.watch();
    }
  }

  public boolean converged() {
    return story.report().converged();
  }

  /** The report so far: {@code echofield.demo/1}. */
  public Map<String, Object> document() {
    return story.report().document(swarm.last().name());
  }

  @Override
  public void close() {
    swarm.close();
  }
}
