package io.echofield.swarmkit.api;

import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.LeaseView;
import io.echofield.swarmkit.core.node.SwarmNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a task stands where it stands, in sentences, and what to do. Called on the node's thread. */
final class TaskReasons {
  private static final int BRIEF_DIGITS = 8;

  private final SwarmNode node;

  TaskReasons(SwarmNode node) {
    this.node = node;
  }

  Map<String, Object> why(TaskView task) {
    Map<String, Object> document = TaskDocuments.document("why.task");
    document.put("id", task.id().toString());
    document.put("status", task.status().word());
    document.put("why", reason(task) + doubles(task));
    document.put("since", TaskDocuments.time(task.updated().wallMillis()));
    lease(task).ifPresent(lease -> addLease(document, lease));
    node.waitingFor(task.id().key()).ifPresent(here -> document.put("here", here));
    document.put("next", next(task));
    return document;
  }

  private void addLease(Map<String, Object> document, LeaseView lease) {
    document.put("holder", node.nameOf(lease.holder()));
    document.put("lease_until", TaskDocuments.time(lease.untilWallMillis()));
    document.put("lease_lost", lease.lost());
  }

  private String reason(TaskView task) {
    if (!task.counts()) {
      return "Its creator "
          + node.nameOf(task.creator())
          + " is not proven to be a member, so nobody acts on it.";
    }
    String target = task.target().map(node::nameOf).orElse("any member");
    String holder = task.holder().map(node::nameOf).orElse(target);
    return switch (task.status()) {
      case OPEN -> waits(task, target);
      case CLAIMED -> holder + " claimed it and has not started." + held(task, holder);
      case RUNNING -> holder + " is carrying it out." + held(task, holder);
      case FAILED -> failed(task, holder);
      case DONE -> holder + " did it.";
      case CANCELLED ->
          "It was cancelled" + (task.reason().isEmpty() ? "." : ": " + task.reason() + ".");
    };
  }

  private static String failed(TaskView task, String holder) {
    String again = task.settled() ? "" : " It is tried again.";
    return "It failed on %s: %s (attempt %d of %d).%s"
        .formatted(holder, task.reason(), task.attempts(), task.spec().attemptsMax(), again);
  }

  private String waits(TaskView task, String target) {
    Optional<String> here = node.waitingFor(task.id().key());
    if (task.target().isEmpty()) {
      String who =
          task.body().labels().isEmpty()
              ? "Any member may claim it."
              : "Any member with " + String.join(" and ", task.body().labels()) + " may claim it.";
      return who + here.map(reason -> " Not here now: " + reason + ".").orElse("");
    } else if (task.target().filter(node.self()::equals).isPresent()) {
      return here.map(reason -> "This node waits: " + reason + ".")
          .orElse("This node will carry it out next.");
    }
    return "It is for " + target + ", which has not told yet that it began.";
  }

  /** Until when, and what then. */
  private String held(TaskView task, String holder) {
    Optional<LeaseView> lease = lease(task);
    if (lease.isEmpty()) {
      return "";
    }
    if (lease.get().lost()) {
      return " This node carries it out too and lost its lease: that runs to its end.";
    }
    String until = TaskDocuments.time(lease.get().untilWallMillis() / 1_000 * 1_000);
    if (lease.get().own()) {
      return " Its lease is renewed by its beacons, now until " + until + ".";
    } else if (task.body().exclusive()) {
      return " It is exclusive: if " + holder + " vanished, nobody takes over by itself.";
    }
    return " Unless "
        + holder
        + " renews its lease, others may take over from "
        + until
        + node.waitingFor(task.id().key())
            .filter(reason -> !reason.startsWith("another node"))
            .map(reason -> ", but here: " + reason)
            .orElse("")
        + ".";
  }

  private Optional<LeaseView> lease(TaskView task) {
    return node.lease(task.id().key());
  }

  private String doubles(TaskView task) {
    return task.doubleRun()
        ? " It ran on "
            + String.join(" and ", starters(task))
            + ", which one could not know of the"
            + " other."
        : "";
  }

  /** By name, in the order of key ids. */
  List<String> starters(TaskView task) {
    return task.starters().stream().map(node::nameOf).toList();
  }

  private String next(TaskView task) {
    String id = brief(task.id());
    return switch (task.status()) {
      case OPEN, CLAIMED, RUNNING ->
          task.target().filter(node.self()::equals).isPresent()
              ? "echofield status"
              : "echofield node list, to see "
                  + (task.target().isPresent() ? "whether the target is there" : "who is there")
                  + "; echofield task cancel "
                  + id
                  + ", to give up";
      case FAILED ->
          task.settled()
              ? "echofield task retry " + id + ", to try again; echofield task history " + id
              : "echofield task history " + id;
      case DONE, CANCELLED -> "nothing";
    };
  }

  private static String brief(TaskId id) {
    return id.toString().substring(0, BRIEF_DIGITS);
  }
}
