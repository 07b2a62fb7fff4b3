package io.echofield.swarmkit.tools.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Answers of an agent as people see them. */
class PagesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final Paint PLAIN = new Paint(false);

  @Test
  void aStatusEndsWithWhatIsWrongAndWhatToDo() throws IOException {
    Doc status =
        doc(
            """
            {"node":"a","state":"degraded","score":80,"uptime_s":9000,
             "swarm":{"name":"swarm","open":true,"notice":"open swarm","next":"echofield keys init"},
             "ledger":"9f86d081","tasks_open":2,"outbox":3,"data_dir":"/d","peers":[],
             "links":[{"name":"mast","kind":"mqtt","state":"down","reason":"connection refused",
               "next":"is the broker up?","since":"2026-11-23T07:59:30Z","owed":3,
               "address":"mqtt://mast:1883","listeners":[]}],
             "problems":[{"what":"disk_free_pct is 8: degraded","since":"2026-11-23T07:50:00Z",
               "next":"echofield health show"}]}
            """);
    assertThat(StatusPage.lines(status, PLAIN, NOW))
        .containsExactly(
            "a is degraded, score 80 of 100, up 2 h 30 min",
            "  swarm   swarm, open swarm (close it: echofield keys init)",
            "  ledger  9f86d081, 2 tasks open, 3 entries owed",
            "  folder  /d",
            "",
            "LINK  KIND  STATE  SINCE  OWED  SENT  RECEIVED  REFUSED  HEARS  ADDRESS",
            "mast  mqtt  down    30 s     3   0 B       0 B        0  -      mqtt://mast:1883",
            "",
            "mast is down: connection refused; is the broker up?",
            "",
            "To look at",
            "  - disk_free_pct is 8: degraded, for 10 min (since 2026-11-23 07:50:00Z)",
            "    next: echofield health show");
  }

  @Test
  void aFolderThatIsNotOfOnePieceSaysSo() throws IOException {
    String text =
        """
        {"node":"a","state":"ok","swarm":{"name":"swarm"},"ledger":"9f86d081","tasks_open":0,
         "outbox":0,"data_dir":"/d","continuity":{"state":"%s"},"peers":[],"links":[],"problems":[]}
        """;
    assertThat(StatusPage.lines(doc(text.formatted("whole")), PLAIN, NOW)).contains("  folder  /d");
    assertThat(StatusPage.lines(doc(text.formatted("elsewhere")), PLAIN, NOW))
        .contains("  folder  /d, elsewhere");
  }

  @Test
  void aListOfNodesTellsWhy() throws IOException {
    Doc nodes =
        doc(
            """
            {"nodes":[{"node":"a","state":"ok","score":100,"ledger":"9f86d081","tasks_open":1,
              "reason":"this node","age_s":0,"self":true},
             {"node":"b","state":"silent","reason":"expected, never heard",
              "since":"2026-11-23T07:00:00Z","self":false}]}
            """);
    assertThat(Lists.nodes(nodes, PLAIN, NOW))
        .containsExactly(
            "NODE  STATE   SCORE  LEDGER    OPEN  HEARD   SINCE  REASON",
            "a     ok        100  9f86d081     1      -       -  this node",
            "b     silent      -  -            -      -  60 min  expected, never heard");
  }

  @Test
  void aListOfTasksGoesOnWhereItEnded() throws IOException {
    Doc tasks =
        doc(
            """
            {"tasks":[{"id":"0123456789abcdef0123456789abcdef","action":"notify","status":"failed",
              "target":"b","creator":"a","attempts":1,"created":"2026-11-23T07:59:00Z",
              "reason":"unsupported","proven":false,"double_run":true}],"next":"aaaa"}
            """);
    assertThat(Lists.tasks(tasks, PLAIN, NOW))
        .containsExactly(
            "ID        ACTION  STATUS  ON  FROM  TRIES   AGE  REMARK",
            "01234567  notify  failed  b   a         1  60 s  unsupported; not proven, nobody acts"
                + " on it; ran on two nodes",
            "more: echofield task list --after aaaa");
  }

  @Test
  void aTaskForAnyNodeShowsWhoHoldsItAndADoubleRunWithBothResults() throws IOException {
    Doc task =
        doc(
            """
            {"task":{"id":"0123456789abcdef0123456789abcdef","action":"notify","status":"done",
              "target":"any","labels":["role=a","site=north"],"holder":"b","creator":"a",
              "created":"2026-11-23T07:59:00Z","updated":"2026-11-23T07:59:30Z","priority":4,
              "exclusive":true,"after":"ffff","attempts":2,"attempts_max":1,"proven":true,
              "starters":["a","b"],"double_run":true,"lease_until":"2026-11-23T08:01:00Z",
              "remarks":[
               {"time":"2026-11-23T07:59:20Z","author":"a","kind":"result","text":"one"},
               {"time":"2026-11-23T07:59:30Z","author":"b","kind":"result","text":"two"}]}}
            """);
    assertThat(TaskPages.show(task, PLAIN, NOW))
        .contains(
            "  on        any node with role=a and site=north",
            "  holder    b, lease until 2026-11-23 08:01:00Z",
            "  after     ffff",
            "  exclusive, never repeated by itself once it was begun",
            "  attempts  2 of 1, ran on a and b")
        .anyMatch(line -> line.contains("a       result  one"))
        .anyMatch(line -> line.contains("b       result  two"));
  }

  @Test
  void statusCountsDoubleRunsIfThereAreAny() throws IOException {
    String status = "{\"ledger\":\"9f86d081\",\"tasks_open\":1,\"outbox\":0,\"double_runs\":%d}";
    assertThat(StatusPage.lines(doc(status.formatted(2)), PLAIN, NOW))
        .contains("  ledger  9f86d081, 1 tasks open, 0 entries owed, 2 tasks ran on two nodes");
    assertThat(StatusPage.lines(doc(status.formatted(0)), PLAIN, NOW))
        .contains("  ledger  9f86d081, 1 tasks open, 0 entries owed");
  }

  @Test
  void statusNamesForks() throws IOException {
    String status = "{\"forks\":[{\"node\":\"base\",\"log\":\"0a1b2c3d4e5f/7\",\"entries\":2}]}";
    assertThat(StatusPage.lines(doc(status), PLAIN, NOW))
        .contains(
            "  fork    log 0a1b2c3d4e5f/7 of base has entries beside others of the same seq: 2;"
                + " all are kept");
  }

  @Test
  void whyIsSaidInSentences() throws IOException {
    Doc why =
        doc(
            """
            {"id":"0123456789abcdef","status":"open","why":"It is for b, which is silent.",
             "since":"2026-11-23T07:59:00Z","next":"echofield node list"}
            """);
    assertThat(TaskPages.why(why, PLAIN, NOW))
        .containsExactly(
            "Task 01234567 is open for 60 s (since 2026-11-23 07:59:00Z).",
            "It is for b, which is silent.",
            "Next: echofield node list.");
  }

  @Test
  void anAnswerOfAnotherVersionIsShownAsFarAsItGoes() throws IOException {
    assertThat(StatusPage.lines(doc("{}"), PLAIN, NOW)).isNotEmpty();
    assertThat(HealthPage.lines(doc("{\"readings\":7}"), PLAIN, NOW)).hasSize(1);
    assertThat(TaskPages.show(doc("{\"task\":[]}"), PLAIN, NOW)).isNotEmpty();
    assertThat(TaskPages.history(doc("{}"), PLAIN)).hasSize(1);
    assertThat(Lists.outbox(doc("{}"), PLAIN)).hasSize(1);
  }

  private static Doc doc(String json) throws IOException {
    return new Doc(JSON.std.mapFrom(json));
  }
}
