package io.echofield.swarmkit.tools.field;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A running agent. Any thread but for {@link #close}. */
public final class FieldNode implements AutoCloseable {
  /** As many as an agent's port serves at once. */
  private static final int CONNECTIONS = 4;

  private final String name;
  private final FieldProcess process;
  private final AgentCalls calls;

  FieldNode(String name, FieldProcess process, AgentCalls calls) {
    this.name = name;
    this.process = process;
    this.calls = calls;
  }

  public String name() {
    return name;
  }

  /**
   * One answer.
   *
   * @throws IOException if the agent has ended, does not answer or refuses
   */
  public Doc ask(String verb, Map<String, Object> arguments) throws IOException {
    ApiAnswer answer = calls.call(verb, arguments);
    if (answer.isError()) {
      process.check();
      throw new IOException(name + " " + verb + ": " + new Doc(answer.document()).text("error"));
    }
    return new Doc(answer.document());
  }

  /**
   * Makes tasks for a node, over several connections; returns their ids in the order of the texts.
   *
   * @param texts a parameter of each
   */
  public List<String> addNotifies(String target, List<String> texts)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      String[] ids = new String[texts.size()];
      List<Callable<Void>> shares = new ArrayList<>();
      for (int share = 0; share < CONNECTIONS; share++) {
        int first = share;
        shares.add(
            () -> {
              for (int i = first; i < ids.length; i += CONNECTIONS) {
                ids[i] = addNotify(target, texts.get(i));
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(shares)) {
        done.get();
      }
      return List.of(ids);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private String addNotify(String target, String text) throws IOException {
    return ask("task.add", Map.of("action", "notify", "on", target, "params", Map.of("text", text)))
        .text("id");
  }

  /** How much it holds, and a hash of all of it. */
  public History history() throws IOException {
    Doc answer = ask("ledger.heads", Map.of());
    return new History(answer.text("heads"), answer.number("entries"));
  }

  /**
   * Whether two agents hold the same; false too if one of them is too busy to say.
   *
   * @throws IOException if one of them has ended
   */
  public static boolean same(FieldNode a, FieldNode b) throws IOException {
    ApiAnswer ofA = a.calls.call("ledger.heads", Map.of());
    ApiAnswer ofB = b.calls.call("ledger.heads", Map.of());
    a.process.check();
    b.process.check();
    return !ofA.isError() && ofA.document().equals(ofB.document());
  }

  /**
   * What an agent holds.
   *
   * @param heads equal on nodes that hold the same entries and head signatures
   */
  public record History(String heads, long entries) {}

  /** The hash of all tasks, and their number. */
  public Tasks tasks() throws IOException {
    Doc answer = ask("ledger.hash", Map.of());
    return new Tasks(answer.text("ledger"), answer.number("tasks"));
  }

  /** All tasks of a ledger as one hash, and how many they are. */
  public record Tasks(String hash, long count) {}

  /**
   * What both say of all tasks.
   *
   * @throws IOException if they do not say the same
   */
  public static Tasks equalTasks(FieldNode a, FieldNode b) throws IOException {
    Tasks ofA = a.tasks();
    Tasks ofB = b.tasks();
    if (!ofA.equals(ofB)) {
      throw new IOException("equal histories, but " + ofA + " is not " + ofB);
    }
    return ofA;
  }

  /** Whether all its links are up. */
  public boolean linksUp() throws IOException {
    return ask("link.list", Map.of()).docs("links").stream()
        .allMatch(link -> link.text("state").equals("up"));
  }

  /** Whether it hears another node on a link. */
  public boolean hears(String other) throws IOException {
    return ask("link.list", Map.of()).docs("links").stream()
        .anyMatch(link -> link.texts("listeners").contains(other));
  }

  @Override
  public void close() {
    calls.close();
    process.close();
  }
}
