package io.echofield.swarmkit.api;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.health.PeerState;
import io.echofield.swarmkit.core.health.PeerView;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.node.ReadOnly;
import io.echofield.swarmkit.core.node.SwarmNode;
import io.echofield.swarmkit.core.sync.LinkView;
import io.echofield.swarmkit.link.LinkStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The node, its peers, links and health as JSON documents. Called on the node's thread. */
final class NodeDocuments {
  /** Forked logs that are listed; further ones are not. */
  private static final int FORKS_MAX = 64;

  private final SwarmNode node;
  private final AgentInfo info;
  private final List<LinkStatus> links;
  private final List<String> storeNotices;
  private final long nowMillis;

  NodeDocuments(
      SwarmNode node,
      AgentInfo info,
      List<LinkStatus> links,
      List<String> storeNotices,
      long nowMillis) {
    this.node = node;
    this.info = info;
    this.links = links;
    this.storeNotices = storeNotices;
    this.nowMillis = nowMillis;
  }

  ApiAnswer status() {
    Map<String, Object> document = TaskDocuments.document("status");
    document.put("node", info.node().text());
    document.put("key", node.self().toString());
    document.put("running", info.live());
    document.put("state", state());
    node.report().ifPresent(report -> document.put("score", report.score()));
    document.put("swarm", swarm());
    document.put("session", node.session());
    document.put("continuity", continuity().state());
    document.put("data_dir", info.dataDir().toString());
    if (!info.broker().get().isEmpty()) {
      document.put("broker", info.broker().get());
    }
    document.put("uptime_s", node.uptimeSeconds());
    String ledger = node.ledger().hash().hex();
    document.put("ledger", ledger.substring(0, 8));
    document.put("tasks_open", node.ledger().openTasks());
    document.put("double_runs", node.ledger().doubleRuns());
    document.put("forks", forks());
    document.put("outbox", node.owed());
    document.put("peers", peers());
    document.put("links", linkRows());
    document.put("deferred", node.deferred());
    document.put("problems", problems());
    return new ApiAnswer(healthy() ? Exit.OK : Exit.DEGRADED, document);
  }

  ApiAnswer nodes() {
    Map<String, Object> document = TaskDocuments.document("node.list");
    List<Object> rows = new ArrayList<>();
    rows.add(self());
    rows.addAll(peers());
    document.put("nodes", rows);
    return new ApiAnswer(healthy() ? Exit.OK : Exit.DEGRADED, document);
  }

  ApiAnswer linkList() {
    Map<String, Object> document = TaskDocuments.document("link.list");
    document.put("links", linkRows());
    return new ApiAnswer(Exit.OK, document);
  }

  ApiAnswer outbox() {
    Map<String, Object> document = TaskDocuments.document("outbox.list");
    List<Object> rows = new ArrayList<>();
    for (LinkView view : node.links()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", view.name().text());
      row.put("up", view.up());
      row.put("owed", view.owed());
      row.put("cursor", view.cursor());
      row.put("resync", view.resync());
      if (view.owed() > 0) {
        node.ledger().reader().arrivals(view.cursor(), 1).stream()
            .findFirst()
            .ifPresent(first -> row.put("oldest_s", ageSeconds(first.entry().hlc().wallMillis())));
      }
      rows.add(row);
    }
    document.put("links", rows);
    return new ApiAnswer(Exit.OK, document);
  }

  /** This node's health with its readings, or what a peer told of its own. */
  ApiAnswer health(Optional<Author> peer) {
    Map<String, Object> document = TaskDocuments.document("health.show");
    Optional<HealthReport> report = node.report();
    String state = state();
    if (peer.isPresent()) {
      Optional<PeerView> view = node.board().view(peer.get(), nowMillis);
      report = view.flatMap(PeerView::peer).flatMap(Peer::report);
      state = view.map(v -> v.state().word()).orElse("silent");
      view.ifPresent(v -> document.put("reason", v.reason()));
    }
    document.put("node", peer.map(node::nameOf).orElse(info.node().text()));
    document.put("state", state);
    report.ifPresent(r -> addReport(document, r));
    if (peer.isEmpty()) {
      node.readOnly().ifPresent(why -> document.put("reason", why.reason()));
      document.put("faults", node.faults());
    }
    boolean ok = state.equals(HealthState.OK.word()) || state.equals(STARTING);
    return new ApiAnswer(ok ? Exit.OK : Exit.DEGRADED, document);
  }

  private static final String STARTING = "starting";
  private static final String LOOK_AT_LEDGER = "echofield ledger verify; look at the disk";
  private static final String FOREIGN =
      "somebody else's data on a link: compare swarm names and keys if a node is missing";

  private void addReport(Map<String, Object> document, HealthReport report) {
    document.put("score", report.score());
    document.put("time", TaskDocuments.time(report.time().wallMillis()));
    List<Object> readings = new ArrayList<>();
    for (Reading reading : report.readings()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", reading.name());
      row.put("value", new BigDecimal(Reading.decimal(reading.milli())));
      row.put("state", reading.state().word());
      readings.add(row);
    }
    document.put("readings", readings);
    document.put("uptime_s", report.uptimeSeconds());
  }

  private String state() {
    if (!info.live()) {
      return "stopped";
    }
    return node.report().map(report -> report.state().word()).orElse(STARTING);
  }

  /**
   * Own state is not bad, the store takes writes, reachable peers have the same tasks, and nobody
   * else uses this node's identity.
   */
  private boolean healthy() {
    boolean stateOk = node.report().map(report -> report.state() == HealthState.OK).orElse(true);
    return stateOk
        && node.readOnly().isEmpty()
        && differing().isEmpty()
        && !node.continuity(nowMillis).elsewhere();
  }

  private ContinuityDocuments continuity() {
    return new ContinuityDocuments(node.continuity(nowMillis));
  }

  private List<String> differing() {
    String own = node.ledger().hash().hex().substring(0, 16);
    List<String> names = new ArrayList<>();
    for (PeerView view : node.board().views(nowMillis)) {
      Optional<HealthReport> report = view.peer().flatMap(Peer::report);
      boolean reachable = info.live() && view.state().compareTo(PeerState.OFFLINE) < 0;
      if (reachable && report.isPresent() && !hex(report.get().ledgerPrefix()).equals(own)) {
        names.add(view.label());
      }
    }
    return names;
  }

  private Map<String, Object> swarm() {
    Map<String, Object> swarm = new LinkedHashMap<>();
    swarm.put("name", info.swarm());
    swarm.put("open", node.roster().open());
    swarm.put("roster_version", node.roster().version());
    if (node.roster().open()) {
      swarm.put(
          "notice",
          "open swarm: anybody on a link can write; nothing that others wrote is executed");
      swarm.put("next", "echofield keys init");
    }
    return swarm;
  }

  private Map<String, Object> self() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("node", info.node().text());
    row.put("key", node.self().toString());
    row.put("state", state());
    row.put("reason", "this node");
    node.report().ifPresent(report -> row.put("score", report.score()));
    row.put("ledger", node.ledger().hash().hex().substring(0, 8));
    row.put("tasks_open", node.ledger().openTasks());
    row.put("uptime_s", node.uptimeSeconds());
    row.put("age_s", 0L);
    row.put("self", true);
    return row;
  }

  private List<Object> peers() {
    List<Object> rows = new ArrayList<>();
    for (PeerView view : node.board().views(nowMillis)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("node", view.label());
      row.put("key", view.peer().map(peer -> peer.author().toString()).orElse(""));
      row.put("state", view.state().word());
      row.put("reason", view.reason());
      row.put("since", TaskDocuments.time(view.sinceWallMillis()));
      view.peer().flatMap(Peer::report).ifPresent(report -> addBrief(row, report));
      view.peer().ifPresent(peer -> row.put("age_s", ageSeconds(peer.heardWallMillis())));
      row.put("self", false);
      rows.add(row);
    }
    return rows;
  }

  private static void addBrief(Map<String, Object> row, HealthReport report) {
    row.put("score", report.score());
    row.put("ledger", hex(report.ledgerPrefix()).substring(0, 8));
    row.put("tasks_open", report.tasksOpen());
    row.put("uptime_s", report.uptimeSeconds());
  }

  private List<Object> linkRows() {
    List<Object> rows = new ArrayList<>();
    for (LinkView view : node.links()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", view.name().text());
      Optional<LinkStatus> status =
          links.stream().filter(s -> s.name().equals(view.name())).findFirst();
      status.ifPresentOrElse(s -> addStatus(row, s), () -> addStopped(row));
      row.put("owed", view.owed());
      row.put("resync", view.resync());
      List<Object> listeners = new ArrayList<>();
      view.listeners().forEach(author -> listeners.add(node.nameOf(author)));
      row.put("listeners", listeners);
      rows.add(row);
    }
    return rows;
  }

  private static void addStatus(Map<String, Object> row, LinkStatus status) {
    row.put("kind", status.kind());
    row.put("address", status.address());
    row.put("state", status.state().name().toLowerCase(Locale.ROOT));
    row.put("reason", status.reason());
    row.put("next", status.next());
    row.put("since", TaskDocuments.time(status.sinceWallMillis()));
    row.put("sent_frames", status.sentFrames());
    row.put("sent_bytes", status.sentBytes());
    row.put("received_frames", status.receivedFrames());
    row.put("received_bytes", status.receivedBytes());
    row.put("refused_frames", status.refusedFrames());
  }

  private static void addStopped(Map<String, Object> row) {
    row.put("state", "down");
    row.put("reason", "no agent runs");
    row.put("next", "echofield agent run");
  }

  private List<Object> problems() {
    List<Object> problems = new ArrayList<>();
    node.readOnly().ifPresent(why -> problems.add(problem(why.reason(), next(why))));
    continuity().problem().ifPresent(problems::add);
    continuity().fault().ifPresent(problems::add);
    storeNotices.forEach(notice -> problems.add(problem(notice, LOOK_AT_LEDGER)));
    if (info.live()) {
      for (LinkStatus link : links) {
        if (link.state() != LinkStatus.State.UP) {
          problems.add(problem("link " + link.name() + ": " + link.reason(), link.next()));
        }
      }
    }
    for (Reading reading : node.report().map(HealthReport::readings).orElse(List.of())) {
      if (reading.state() != HealthState.OK && !saidBefore(reading)) {
        String value = Reading.decimal(reading.milli());
        problems.add(
            problem(
                reading.name() + " is " + value + ": " + reading.state().word(),
                "echofield health show"));
      }
    }
    node.faults().forEach(fault -> problems.add(problem(fault, "echofield health show")));
    for (String name : differing()) {
      problems.add(
          problem(
              "the ledger of " + name + " differs",
              "wait for the next beacon; echofield link list if it stays"));
    }
    if (node.alarms() > 0) {
      problems.add(
          problem(
              node.alarms() + " entries claim to be this node's own and are not",
              "look for a second node with this key"));
    }
    if (node.clockSuspects() > 0) {
      problems.add(
          problem(
              node.clockSuspects() + " entries are stamped far ahead of this node's clock",
              "compare the clocks"));
    }
    node.rejections()
        .counts()
        .forEach(
            (reason, count) ->
                problems.add(problem(count + " frames refused: " + reason, FOREIGN)));
    return problems;
  }

  /** Logs in which some seq has more than one entry: of many the first ones. */
  private List<Object> forks() {
    List<Object> forks = new ArrayList<>();
    for (LogState log : node.ledger().logs().values()) {
      if (log.forked() && forks.size() < FORKS_MAX) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("node", node.nameOf(log.log().author()));
        row.put("log", log.log().toString());
        row.put("entries", log.branched());
        forks.add(row);
      }
    }
    return forks;
  }

  /** A store's fault stands there with its reason. */
  private boolean saidBefore(Reading reading) {
    return node.readOnly().filter(why -> why.cause().reading().equals(reading.name())).isPresent();
  }

  private static String next(ReadOnly why) {
    return switch (why.cause()) {
      case FULL -> "make space; writing goes on by itself";
      case FAILED -> "look at the disk; it is tried again by itself";
    };
  }

  private static Map<String, Object> problem(String what, String next) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("what", what);
    problem.put("next", next);
    return problem;
  }

  private long ageSeconds(long wallMillis) {
    return Math.max(0, (nowMillis - wallMillis) / 1_000);
  }

  private static String hex(long bits) {
    return String.format(Locale.ROOT, "%016x", bits);
  }
}
