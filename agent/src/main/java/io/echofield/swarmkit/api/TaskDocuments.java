package io.echofield.swarmkit.api;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.SwarmNode;
import io.echofield.swarmkit.core.time.HybridTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tasks as JSON documents. Called on the node's thread. */
final class TaskDocuments {
  /** Tasks in one page of a list, and entries in one page of a history. */
  static final int PAGE_MAX = 1_000;

  private final SwarmNode node;
  private final TaskReasons reasons;

  TaskDocuments(SwarmNode node) {
    this.node = node;
    this.reasons = new TaskReasons(node);
  }

  /** The tasks after a key, at most {@code limit}, with the key to go on with if there are more. */
  Map<String, Object> list(Optional<TaskKey> after, int limit, Optional<TaskStatus> status) {
    List<Object> tasks = new ArrayList<>();
    Optional<TaskKey> last = after;
    boolean more = true;
    while (more && tasks.size() < limit) {
      List<TaskKey> page = node.ledger().reader().tasks(last, PAGE_MAX);
      more = page.size() == PAGE_MAX;
      for (TaskKey key : page) {
        if (tasks.size() == limit) {
          more = true;
          break;
        }
        last = Optional.of(key);
        node.ledger()
            .task(key)
            .filter(t -> status.isEmpty() || status.get() == t.status())
            .map(this::brief)
            .ifPresent(tasks::add);
      }
    }
    Map<String, Object> document = document("task.list");
    document.put("tasks", tasks);
    if (more) {
      last.ifPresent(key -> document.put("next", key.toString()));
    }
    return document;
  }

  Map<String, Object> show(TaskView task) {
    Map<String, Object> detailed = brief(task);
    detailed.put("parameters", new LinkedHashMap<>(task.spec().parameters()));
    if (task.spec().notAfterSeconds() > 0) {
      detailed.put("expires", time(HybridTime.BASE_MILLIS + task.spec().notAfterSeconds() * 1_000));
    }
    detailed.put("attempts_max", task.spec().attemptsMax());
    detailed.put("exclusive", task.body().exclusive());
    if (!task.body().after().isEmpty()) {
      detailed.put("after", new TaskId(task.body().after()).toString());
    }
    detailed.put("starters", reasons.starters(task));
    node.lease(task.id().key())
        .ifPresent(lease -> detailed.put("lease_until", time(lease.untilWallMillis())));
    List<Object> remarks = new ArrayList<>();
    for (Entry remark : task.remarks()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("time", time(remark.hlc().wallMillis()));
      one.put("author", node.nameOf(remark.author()));
      one.put("kind", kind(remark.body()));
      one.put("text", text(remark.body()));
      remarks.add(one);
    }
    detailed.put("remarks", remarks);
    Map<String, Object> document = document("task.show");
    document.put("task", detailed);
    return document;
  }

  Map<String, Object> history(TaskKey key, long after, int limit) {
    List<Object> entries = new ArrayList<>();
    List<StoredEntry> page = node.ledger().reader().history(key, after, limit);
    for (StoredEntry stored : page) {
      entries.add(entry(stored));
    }
    Map<String, Object> document = document("task.history");
    document.put("id", key.toString());
    document.put("entries", entries);
    if (page.size() == limit) {
      document.put("next", page.get(page.size() - 1).arrival());
    }
    return document;
  }

  /** Why a task stands where it stands, in sentences, and what to do. */
  Map<String, Object> why(TaskView task) {
    return reasons.why(task);
  }

  private Map<String, Object> brief(TaskView task) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", task.id().toString());
    document.put("action", task.body().action().text());
    document.put("status", task.status().word());
    document.put("target", task.target().map(node::nameOf).orElse("any"));
    document.put("labels", task.body().labels());
    task.holder().ifPresent(holder -> document.put("holder", node.nameOf(holder)));
    document.put("creator", node.nameOf(task.creator()));
    document.put("attempts", task.attempts());
    document.put("gen", task.gen());
    document.put("term", task.term());
    document.put("priority", task.spec().priority());
    document.put("created", time(task.create().hlc().wallMillis()));
    document.put("updated", time(task.updated().wallMillis()));
    document.put("reason", task.reason());
    document.put("proven", task.counts());
    document.put("double_run", task.doubleRun());
    return document;
  }

  private Map<String, Object> entry(StoredEntry stored) {
    Entry entry = stored.entry();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("seq", entry.seq());
    document.put("author", node.nameOf(entry.author()));
    document.put("time", time(entry.hlc().wallMillis()));
    document.put("kind", kind(entry.body()));
    document.put("text", text(entry.body()));
    document.put("entry", brief(entry.id()));
    document.put("proven", proven(stored));
    return document;
  }

  private boolean proven(StoredEntry stored) {
    Entry entry = stored.entry();
    return entry.body().isSkind()
        ? node.ledger().proven(stored)
        : node.ledger().log(entry.log()).provenSeq() >= entry.seq();
  }

  private static String brief(EntryId id) {
    return id.toString().substring(0, 16);
  }

  private static String kind(Body body) {
    return body.accept(Kinds.INSTANCE);
  }

  private String text(Body body) {
    return body.accept(new Texts());
  }

  static Map<String, Object> document(String verb) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield." + verb + "/1");
    return document;
  }

  static String time(long wallMillis) {
    return Instant.ofEpochMilli(wallMillis).toString();
  }

  /** One word for each kind of entry. */
  private enum Kinds implements Body.Visitor<String> {
    INSTANCE;

    @Override
    public String create(Body.Create create) {
      return "create";
    }

    @Override
    public String edit(Body.Edit edit) {
      return "edit";
    }

    @Override
    public String life(Body.Life life) {
      return life.phase().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String cancel(Body.Cancel cancel) {
      return "cancel";
    }

    @Override
    public String reopen(Body.Reopen reopen) {
      return "reopen";
    }

    @Override
    public String approve(Body.Approve approve) {
      return "approve";
    }

    @Override
    public String note(Body.Note note) {
      return "note";
    }

    @Override
    public String result(Body.Result result) {
      return "result";
    }

    @Override
    public String epochStart(Body.EpochStart epochStart) {
      return "epoch-start";
    }

    @Override
    public String roster(Body.RosterItem roster) {
      return "roster";
    }
  }

  /** What an entry says, in a few words. */
  private final class Texts implements Body.Visitor<String> {
    @Override
    public String create(Body.Create create) {
      return create.action() + " on " + create.target().map(node::nameOf).orElse("any");
    }

    @Override
    public String edit(Body.Edit edit) {
      return "version " + edit.spec().version();
    }

    @Override
    public String life(Body.Life life) {
      String place = "gen " + life.gen() + " term " + life.term();
      return life.reason().isEmpty() ? place : place + ": " + life.reason();
    }

    @Override
    public String cancel(Body.Cancel cancel) {
      return cancel.reason();
    }

    @Override
    public String reopen(Body.Reopen reopen) {
      return "gen " + reopen.gen();
    }

    @Override
    public String approve(Body.Approve approve) {
      return "gen " + approve.gen();
    }

    @Override
    public String note(Body.Note note) {
      return note.text();
    }

    @Override
    public String result(Body.Result result) {
      return result.text();
    }

    @Override
    public String epochStart(Body.EpochStart epochStart) {
      return epochStart.cause().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String roster(Body.RosterItem roster) {
      return "version " + roster.version();
    }
  }
}
