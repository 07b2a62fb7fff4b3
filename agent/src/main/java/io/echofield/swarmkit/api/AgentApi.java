package io.echofield.swarmkit.api;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.Command;
import io.echofield.swarmkit.core.node.Reply;
import io.echofield.swarmkit.core.node.SwarmNode;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.driver.NodeDriver;
import io.echofield.swarmkit.driver.StoreRefusedException;
import io.echofield.swarmkit.link.LinkStatus;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Answers calls from the node in this process. Any thread; each call waits for the node's thread.
 */
public final class AgentApi implements AgentCalls {
  private static final long WAIT_MILLIS = 30_000;
  private static final String MAKE_SPACE = "make space and try again";
  private static final String TRY_AGAIN =
      "see whether it was done, and try again: the store is opened anew by itself";

  private final NodeDriver driver;
  private final AgentInfo info;
  private final Runnable stop;
  private final SortedMap<String, Function<Arguments, ApiAnswer>> verbs = new TreeMap<>();

  /** {@code stop}: begins to stop the agent and returns at once. */
  public AgentApi(NodeDriver driver, AgentInfo info, Runnable stop) {
    this.driver = driver;
    this.info = info;
    this.stop = stop;
    verbs.put("status", a -> nodes(NodeDocuments::status));
    verbs.put("node.list", a -> nodes(NodeDocuments::nodes));
    verbs.put("link.list", a -> nodes(NodeDocuments::linkList));
    verbs.put("outbox.list", a -> nodes(NodeDocuments::outbox));
    verbs.put("health.show", this::healthShow);
    verbs.put("health.run", a -> command(new Command.CheckNow(), "health.run"));
    verbs.put("ledger.hash", a -> ledgerHash());
    verbs.put("ledger.heads", a -> ledgerHeads());
    verbs.put("ledger.compact", a -> ledgerCompact());
    verbs.put("task.add", this::taskAdd);
    verbs.put("task.list", this::taskList);
    verbs.put("task.show", a -> task(a, (docs, view) -> docs.show(view)));
    verbs.put("task.history", this::taskHistory);
    verbs.put("task.cancel", this::taskCancel);
    verbs.put("task.retry", a -> ofTask(a, "task.retry", Command.RetryTask::new));
    verbs.put("task.reopen", a -> ofTask(a, "task.reopen", Command.ReopenTask::new));
    verbs.put("why.task", a -> task(a, (docs, view) -> docs.why(view)));
    verbs.put("stop", a -> stopping());
  }

  @Override
  public ApiAnswer call(String verb, Map<String, Object> arguments) {
    Function<Arguments, ApiAnswer> answer = verbs.get(verb);
    if (answer == null) {
      return ApiAnswer.error(
          Exit.USAGE, "this agent does not know the call " + verb, "update the agent");
    }
    try {
      return answer.apply(new Arguments(arguments));
    } catch (IllegalArgumentException e) {
      return ApiAnswer.error(Exit.USAGE, e.getMessage(), "");
    } catch (StoreRefusedException e) {
      return refused(e);
    }
  }

  @Override
  public void close() {
    // the agent outlives its calls
  }

  private ApiAnswer nodes(Function<NodeDocuments, ApiAnswer> document) {
    return ask(node -> document.apply(documents(node)));
  }

  private NodeDocuments documents(SwarmNode node) {
    List<LinkStatus> statuses = new ArrayList<>();
    driver.links().forEach(link -> statuses.add(link.status()));
    return new NodeDocuments(
        node, info, statuses, driver.storeNotices(), System.currentTimeMillis());
  }

  private ApiAnswer healthShow(Arguments arguments) {
    return ask(
        node -> {
          Optional<String> name =
              arguments.optionalText("node").filter(n -> !n.equals(info.node().text()));
          return documents(node).health(name.map(n -> new Lookup(node).node(n, info.node())));
        });
  }

  private ApiAnswer ledgerHash() {
    return ask(
        node -> {
          Map<String, Object> document = TaskDocuments.document("ledger.hash");
          document.put("ledger", node.ledger().hash().hex());
          document.put("tasks", node.ledger().taskCount());
          return new ApiAnswer(Exit.OK, document);
        });
  }

  /** Cheap at any size of the ledger: what is asked for often while two nodes become equal. */
  private ApiAnswer ledgerHeads() {
    return ask(
        node -> {
          Map<String, Object> document = TaskDocuments.document("ledger.heads");
          document.put("heads", node.headsHash().hex());
          document.put("logs", node.ledger().logs().size());
          document.put("entries", node.ledger().arrivals());
          return new ApiAnswer(Exit.OK, document);
        });
  }

  private ApiAnswer ledgerCompact() {
    try {
      NodeStore.Compacted compacted = driver.compact();
      Map<String, Object> document = TaskDocuments.document("ledger.compact");
      document.put("bytes_before", compacted.bytesBefore());
      document.put("bytes_after", compacted.bytesAfter());
      return new ApiAnswer(Exit.OK, document);
    } catch (StoreException e) {
      boolean full = e.reason() == StoreException.Reason.NO_SPACE;
      return full
          ? ApiAnswer.error(Exit.CANNOT_CREATE, e.getMessage(), MAKE_SPACE)
          : ApiAnswer.error(Exit.FAILED, e.getMessage(), "");
    }
  }

  private ApiAnswer taskAdd(Arguments arguments) {
    Optional<Lookup.Found> after =
        arguments.optionalText("after").map(id -> ask(node -> new Lookup(node).task(id)));
    if (after.isPresent() && after.get().error().isPresent()) {
      return after.get().error().get();
    }
    Command add =
        ask(node -> addTask(arguments, node, after.flatMap(Lookup.Found::task).map(TaskView::id)));
    return command(add, "task.add");
  }

  private Command addTask(Arguments arguments, SwarmNode node, Optional<TaskId> after) {
    String text = arguments.text("action");
    if (!ActionName.isLegal(text)) {
      throw new IllegalArgumentException(
          "an action's name is 1 to 32 of a-z, 0-9 and hyphen, but this is \"" + text + "\"");
    }
    List<String> labels = new ArrayList<>();
    arguments.texts("labels").forEach((name, value) -> labels.add(name + "=" + value));
    boolean any = arguments.flag("any") || !labels.isEmpty();
    Optional<String> on = arguments.optionalText("on");
    if (any && on.isPresent()) {
      throw new IllegalArgumentException("a task is for one node or for any, not both");
    }
    Optional<Author> target =
        any
            ? Optional.empty()
            : Optional.of(
                on.map(name -> new Lookup(node).node(name, info.node())).orElse(node.self()));
    return new Command.AddTask(
        new ActionName(text),
        target,
        labels,
        after,
        spec(arguments),
        arguments.flag("exclusive"),
        arguments.flag("risked"));
  }

  private static Spec spec(Arguments arguments) {
    long expires = arguments.number("expires_s", 0, 0, 10L * 365 * 86_400);
    long nowSeconds = (System.currentTimeMillis() - HybridTime.BASE_MILLIS) / 1_000;
    return new Spec(
        1,
        (int) arguments.number("priority", Spec.PRIORITY_DEFAULT, 0, 9),
        expires == 0 ? 0 : nowSeconds + expires,
        (int) arguments.number("attempts", 1, 1, Spec.ATTEMPTS_MAX),
        arguments.texts("params"));
  }

  private ApiAnswer taskList(Arguments arguments) {
    Optional<TaskStatus> status = arguments.optionalText("status").map(AgentApi::status);
    Optional<TaskKey> after =
        arguments.optionalText("after").map(hex -> new TaskKey(Bytes.ofHex(hex)));
    int limit = (int) arguments.number("limit", TaskDocuments.PAGE_MAX, 1, TaskDocuments.PAGE_MAX);
    return ask(node -> new ApiAnswer(Exit.OK, new TaskDocuments(node).list(after, limit, status)));
  }

  private static TaskStatus status(String word) {
    for (TaskStatus status : TaskStatus.values()) {
      if (status.word().equals(word)) {
        return status;
      }
    }
    throw new IllegalArgumentException(
        "unknown status \"" + word + "\": open, claimed, running, failed, done or cancelled");
  }

  private ApiAnswer taskHistory(Arguments arguments) {
    long after = arguments.number("after", 0, 0, Long.MAX_VALUE);
    int limit = (int) arguments.number("limit", TaskDocuments.PAGE_MAX, 1, TaskDocuments.PAGE_MAX);
    return task(arguments, (docs, view) -> docs.history(view.id().key(), after, limit));
  }

  private ApiAnswer taskCancel(Arguments arguments) {
    String reason = arguments.optionalText("reason").orElse("");
    return ofTask(arguments, "task.cancel", task -> new Command.CancelTask(task, reason));
  }

  /** A command about one task. */
  private ApiAnswer ofTask(Arguments arguments, String verb, Function<TaskKey, Command> command) {
    Lookup.Found found = ask(node -> new Lookup(node).task(arguments.text("id")));
    return found.error().isPresent()
        ? found.error().get()
        : command(command.apply(found.task().orElseThrow().id().key()), verb);
  }

  private ApiAnswer stopping() {
    stop.run();
    Map<String, Object> document = TaskDocuments.document("agent.stop");
    document.put("stopping", true);
    document.put("pid", ProcessHandle.current().pid());
    return new ApiAnswer(Exit.OK, document);
  }

  /** One document about one task. */
  private interface OfTask {
    Map<String, Object> document(TaskDocuments documents, TaskView view);
  }

  private ApiAnswer task(Arguments arguments, OfTask document) {
    return ask(
        node -> {
          Lookup.Found found = new Lookup(node).task(arguments.text("id"));
          return found
              .error()
              .orElseGet(
                  () ->
                      new ApiAnswer(
                          Exit.OK,
                          document.document(new TaskDocuments(node), found.task().orElseThrow())));
        });
  }

  private ApiAnswer command(Command command, String verb) {
    Reply.Result result = await(driver.command(command));
    if (result instanceof Reply.Refused refused) {
      return ApiAnswer.error(exit(refused.kind()), refused.reason(), next(refused.kind()));
    }
    Map<String, Object> document = TaskDocuments.document(verb);
    ((Reply.Accepted) result).task().ifPresent(id -> document.put("id", id.toString()));
    return new ApiAnswer(Exit.OK, document);
  }

  private static int exit(Reply.Refused.Kind kind) {
    return switch (kind) {
      case NOT_FOUND, NOT_LEGAL -> Exit.FAILED;
      case DENIED -> Exit.DENIED;
      case INVALID -> Exit.USAGE;
      case STORE_FULL, STORE_FAILED -> Exit.CANNOT_CREATE;
    };
  }

  private static String next(Reply.Refused.Kind kind) {
    return switch (kind) {
      case NOT_FOUND, NOT_LEGAL, DENIED, INVALID -> "";
      case STORE_FULL -> MAKE_SPACE;
      case STORE_FAILED -> TRY_AGAIN;
    };
  }

  private static ApiAnswer refused(StoreRefusedException e) {
    return switch (e.reason()) {
      case NO_SPACE -> ApiAnswer.error(Exit.CANNOT_CREATE, e.getMessage(), MAKE_SPACE);
      case TOO_LARGE -> ApiAnswer.error(Exit.USAGE, e.getMessage(), "ask for less at once");
      case HELD, NOT_WRITABLE, TOO_NEW, DAMAGED, IO ->
          ApiAnswer.error(Exit.CANNOT_CREATE, e.getMessage(), TRY_AGAIN);
    };
  }

  private <T> T ask(Function<SwarmNode, T> question) {
    return await(driver.query(question));
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the node did not answer within " + WAIT_MILLIS / 1_000 + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
