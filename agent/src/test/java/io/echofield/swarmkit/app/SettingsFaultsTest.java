package io.echofield.swarmkit.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.app.AgentFlags.Flag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad configurations and exactly what is told of them. */
class SettingsFaultsTest {
  @TempDir Path folder;
  private SettingsFixture machine;

  @BeforeEach
  void machine() {
    machine = new SettingsFixture(folder);
  }

  static Stream<Arguments> badFiles() {
    return Stream.of(
        bad(
            "unknown key",
            "helth: {interval: 5s}",
            "1:1: unknown key `helth`; the nearest known key is `health`"),
        bad(
            "unknown key below",
            "sync:\n  intervall: 5s",
            "2:3: unknown key `sync.intervall`; the nearest known key is `sync.interval`"),
        bad(
            "other spelling of a key",
            "nodeId: a",
            "1:1: unknown key `nodeId`; the nearest known key is `node_id`"),
        bad(
            "names",
            "node_id: Rover_7\ntopic_root: toolongname\ncell: A",
            "1:10: node_id: must be 1 to 32 characters of a-z, 0-9 and - (not first), not "
                + "`Rover_7`; write for example `rover-7`",
            "2:13: topic_root: must be 1 to 8 characters of a-z, 0-9 and -, not `toolongname`; "
                + "choose such a name",
            "3:7: cell: must be 1 to 32 characters of a-z, 0-9 and -, not `A`; choose such a name"),
        bad(
            "labels",
            "labels: {Site: x, y: ''}",
            "1:10: labels: a name must match [a-z0-9][a-z0-9_.-]{0,31}, not `Site`; rename it",
            "1:22: labels.y: must be 1 to 64 characters in one line; shorten it"),
        bad(
            "durations",
            "health: {interval: 31x}\nsync: {interval: 10ms, max_age: 400d}",
            "1:20: health.interval: must be a duration, not `31x`; write it like 30s, 5m or 2h",
            "2:18: sync.interval: must be 100ms to 1d, not `10ms`; write 100ms",
            "2:33: sync.max_age: must be 1s to 365d, not `400d`; write 365d"),
        bad(
            "a lease",
            "sync: {interval: 20s, lease: 1m}",
            "1:30: sync.lease: must be 4 times sync.interval (20s) or more, not `1m`; write 80s"),
        bad(
            "one thing in two forms",
            "health_interval_seconds: 30\nhealth:\n  interval: 30s",
            "1:26: health_interval_seconds: `health.interval` in line 3 says the same; remove one"),
        bad(
            "broker",
            "broker: {enabled: yes, bind: 0.0.0.0, port: 70000, anonymous: all, prot: 1}",
            "1:19: broker.enabled: must be true or false, not `yes`; write one of these words",
            "1:30: broker.bind: must be a loopback address in this version, not `0.0.0.0`; "
                + "write 127.0.0.1",
            "1:45: broker.port: must be a whole number from 0 to 65535, not `70000`; "
                + "write a number of this range",
            "1:63: broker.anonymous: must be one of health, none, not `all`; "
                + "the nearest is `health`",
            "1:68: unknown key `broker.prot`; the nearest known key is `broker.port`"),
        bad(
            "a value in place of keys",
            "broker: true",
            "1:9: broker: must be keys with values, not `true`; see the sample"),
        bad(
            "what other versions do",
            """
            homeassistant: {discovery: true}
            discovery: {mdns: true, any_broker: true}
            broker: {websocket_port: 8083}
            """,
            "1:1: `homeassistant` is not supported by this version; remove it",
            "2:13: `discovery.mdns` is not supported by this version; remove it or write false",
            "2:25: `discovery.any_broker` is not supported by this version; "
                + "remove it or write false",
            "3:10: `broker.websocket_port` is not supported by this version; remove it or write 0"),
        bad(
            "links that other versions have",
            """
            links:
              - {name: mast, mqtt: "mqtts://mast-1:8883", profile: lan, username: rover-07}
              - {name: radio, mqtt: "mqtt://b", profile: radio, frame_bytes: 200, rate: 1200bps}
              - {name: hq, http: "https://hq:8480"}
            """,
            "2:24: links[0].mqtt: `mqtts` is not supported by this version; write mqtt://HOST:PORT",
            "3:46: links[1].profile: `radio` is not supported by this version; write lan",
            "3:53: `links[1].frame_bytes` is not supported by this version; remove it",
            "3:71: `links[1].rate` is not supported by this version; remove it",
            "4:16: `links[2].http` is not supported by this version; remove it"),
        bad(
            "links that contradict",
            """
            links:
              - {name: a, files: /a}
              - {name: a, files: /b}
              - {name: c, files: /a}
              - {files: /d, mqtt: "mqtt://d"}
              - {name: e}
              - f
              - {mqtt: "mqtt://g?name=x", name: y}
              - {mqtt: "mqtt://h", password_file: y}
              - {mqtt: "mqtt://i", username: z, swarm: true}
            """,
            "3:5: links[1]: two links are called `a`; rename one of them",
            "4:5: links[2]: links `a` and `c` lead to one place; remove one of them",
            "5:5: links[3]: a link leads to one place; make two links",
            "6:5: links[4]: nothing to link to; give mqtt: mqtt://HOST or files: DIR",
            "7:5: links[5]: must be keys with values, not `f`; see the sample",
            "8:12: links[6].mqtt: a key says what the address says too; remove it from one",
            "9:12: links[7].mqtt: a password needs a user name; give that too",
            "10:12: links[8].mqtt: a swarm's account needs neither user name nor password; "
                + "leave out these or `swarm`"),
        bad(
            "addresses of brokers",
            """
            links:
              - {mqtt: "a:1883"}
              - {mqtt: "mqtt://b:99999"}
              - {mqtt: "mqtt://u@c?nme=x"}
              - {mqtt: "mqtt://u%@d"}
              - {mqtt: "mqtt://me:verysecret@e"}
              - {mqtt: "mqtt://me:very@secret@f"}
            """,
            "2:12: links[0].mqtt: must be an address of a broker, not `a:1883`; "
                + "write it like mqtt://192.0.2.7:1883",
            "3:12: links[1].mqtt: must have a port from 1 to 65535, not 99999; correct it",
            "4:12: links[2].mqtt: unknown option `nme`; the nearest known one is `name`",
            "5:12: links[3].mqtt: must not have a lone %; write it as %25",
            "6:12: links[4].mqtt: must not hold a password; write it into a file (chmod 600) and "
                + "name that as password_file",
            "7:12: links[5].mqtt: must be an address of a broker; "
                + "write it like mqtt://192.0.2.7:1883"),
        bad(
            "checks",
            """
            health:
              checks:
                disk: {degraded: 2}
                memory: {degraded: 101}
                load: {degraded: 5, critical: 1}
                clock: {}
                memry: {}
            """,
            "3:11: health.checks.disk.critical: must not be above degraded, but they are 3 and 2; "
                + "give both",
            "4:24: health.checks.memory.degraded: must be a number from 0 to 100, not `101`; "
                + "write it with at most three decimals and without a unit",
            "5:11: health.checks.load.critical: must not be below degraded, but they are 1 and 5; "
                + "give both",
            "6:5: `health.checks.clock` is not supported by this version; remove it",
            "7:5: unknown key `health.checks.memry`; "
                + "the nearest known key is `health.checks.memory`"),
        bad(
            "actions",
            """
            remediation:
              mode: atuo
              actions:
                notify: {handler: notify}
                Bad_Name: {handler: notify}
                a: {handler: restart-service}
                b: {path: /x}
                c: {handler: clean-directory, path: {default: /x}, older_than: soon}
                d: {handler: clean-directory, path: ../x}
                e: {handler: clean-directory, path: /x, older_than: {min: 2d, max: 1d}}
                f: {handler: clean-directory, path: /x, older_than: 1d, recursive: {min: 1}}
                g: {handler: clean-directory, path: /x, older_than: 1d, max_files: {default: 0}}
                h: {handler: clean-directory, path: /x, older_than: 1d, max_fils: 3}
                i: [a]
            """,
            "2:9: remediation.mode: must be one of off, dry-run, auto, not `atuo`; "
                + "the nearest is `auto`",
            "4:5: remediation.actions.notify: is built in and fixed; choose another name",
            "5:5: remediation.actions: a name must be 1 to 32 characters of a-z, 0-9 and - "
                + "(not first), not `Bad_Name`; rename it",
            "6:18: remediation.actions.a.handler: must be one of clean-directory, "
                + "collect-diagnostics, notify, not `restart-service`; the nearest is `notify`",
            "7:8: remediation.actions.b.handler: is missing; name one of clean-directory, "
                + "collect-diagnostics, notify",
            "8:41: remediation.actions.c.path: must be fixed, or a task could name any folder; "
                + "write one path",
            "8:68: remediation.actions.c.older_than: must be a time span like 90s, 5m, 2h or 7d, "
                + "not `soon`; correct it",
            "9:8: remediation.actions.d.older_than: is missing; clean-directory needs it",
            "9:41: remediation.actions.d.path: must be an absolute path without . or .., "
                + "not `../x`; correct it",
            "10:57: remediation.actions.e.older_than: min must not be above max; "
                + "correct one of them",
            "11:72: remediation.actions.f.recursive: must not have min or max; remove them",
            "12:82: remediation.actions.g.max_files.default: must be 1 to 100000; correct it",
            "13:61: unknown key `remediation.actions.h.max_fils`; "
                + "the nearest known key is `remediation.actions.h.max_files`",
            "14:8: remediation.actions.i: must be keys with values, not a list; see the sample"),
        bad(
            "rules",
            """
            remediation:
              actions:
                broken: {handler: clean-directory, path: x, older_than: 1d}
              rules:
                - {when: "disk.free_pct < 10", do: broken}
                - {when: "disk.free_pct <> 10", do: clean-own-temp}
                - {when: "disk.free_pct < 10", do: clean-own-tmp}
                - {when: "disk.free_pct < 10", do: notify}
                - {when: "disk.free_pct < 10"}
                - {do: clean-own-temp, name: x}
            """,
            "3:46: remediation.actions.broken.path: must be an absolute path without . or .., "
                + "not `x`; correct it",
            "6:14: remediation.rules[1].when: not a condition, column 16: expected a number with "
                + "at most three decimals; write it like `disk_free_pct < 10 for 3 cycles`",
            "7:40: remediation.rules[2].do: no action `clean-own-tmp`; "
                + "the nearest is `clean-own-temp`",
            "8:40: remediation.rules[3].do: a rule cannot give `text` to `notify`; "
                + "define an action with handler notify where it is fixed or has a default",
            "9:7: remediation.rules[4].do: is missing; write {when: CONDITION, do: ACTION}",
            "10:7: remediation.rules[5].when: is missing; write {when: CONDITION, do: ACTION}",
            "10:28: unknown key `remediation.rules[5].name`; "
                + "the nearest known key is `remediation.rules[5].do`"),
        bad(
            "peers",
            "peers: [a, B, [c]]",
            "1:12: peers: must be 1 to 32 characters of a-z, 0-9 and - (not first), not `B`; "
                + "write for example `b`",
            "1:15: peers: must be a single value, not a list; write one"),
        bad(
            "the rest",
            "log_level: verbose\nhttp: {bind: 192.0.2.1, port: x}\nlinks: {a: b}\nnode_id: [a]",
            "1:12: log_level: must be one of trace, debug, info, warn, error, not `verbose`; "
                + "the nearest is `error`",
            "2:14: http.bind: must be a loopback address in this version, not `192.0.2.1`; "
                + "write 127.0.0.1",
            "2:31: http.port: must be a whole number from 0 to 65535, not `x`; "
                + "write a number of this range",
            "3:8: links: must be a list, not keys with values; write [a, b] or lines with `-`",
            "4:10: node_id: must be a single value, not a list; write one"));
  }

  static Stream<Arguments> badYaml() {
    String deep = "a: " + "[".repeat(13) + "]".repeat(13);
    String aliases = "labels: {a: &x b}\npeers: [" + "*x, ".repeat(17) + "c]";
    return Stream.of(
        bad(
            "key twice",
            "node_id: a\nnode_id: b",
            "2:1: `node_id` is there twice, first in line 1; remove one"),
        bad(
            "tags",
            "node_id: !!str a\ndata_dir: !x b",
            "1:10: tags like `tag:yaml.org,2002:str` are refused; remove it",
            "2:11: tags like `!x` are refused; remove it"),
        bad(
            "alias of nothing",
            "node_id: *nope",
            "1:10: no anchor `nope` before this alias; write it out"),
        bad(
            "alias of itself",
            "peers: &x [*x]",
            "1:12: no anchor `x` before this alias; write it out",
            "1:12: peers: must be a single value, not nothing; write one"),
        bad("aliases", aliases, "2:73: more than 16 aliases; write the values out"),
        bad("levels", deep, "1:15: more than 12 levels; no key needs so many"),
        bad("a list", "[a, b]", "1:1: must be keys with values, not a list; see the sample"),
        bad("text", "text", "1:1: must be keys with values, not `text`; see the sample"),
        bad(
            "two documents",
            "node_id: a\n---\nnode_id: b",
            "3:1: a second document; put everything into the first"),
        bad(
            "open quote",
            "node_id: \"a\n",
            "2:1: not YAML: found unexpected end of stream; check indentation and quotes"),
        bad(
            "two colons",
            "a: b: c",
            "1:5: not YAML: mapping values are not allowed here; check indentation and quotes"),
        bad(
            "key is a list",
            "? [a]\n: b",
            "1:3: a key must be a word, not a list; write `key: value`"),
        bad(
            "control character in a value",
            "node_id: \"a\\u0007b\"",
            "1:10: node_id: must be 1 to 32 characters of a-z, 0-9 and - (not first), not `a?b`; "
                + "write for example `a-b`"));
  }

  private static Arguments bad(String name, String yaml, String... lines) {
    return Arguments.of(name, yaml, Stream.of(lines).map("echo_config.yaml:"::concat).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"badFiles", "badYaml"})
  void aBadFileTellsAllItsFaultsAtOnce(String name, String yaml, List<String> lines) {
    assertThat(machine.file(yaml).faults(AgentFlags.none())).isEqualTo(lines);
  }

  static Stream<Arguments> badFlags() {
    return Stream.of(
        Arguments.of(
            Flag.NODE_ID,
            "A!",
            "--node-id: must be 1 to 32 characters of a-z, 0-9 and - (not first), not `A!`; "
                + "write for example `a-`"),
        Arguments.of(
            Flag.HEALTH_INTERVAL,
            "soon",
            "--health-interval: must be a duration, not `soon`; write it like 30s, 5m or 2h"),
        Arguments.of(
            Flag.SYNC_INTERVAL, "2d", "--sync-interval: must be 100ms to 1d, not `2d`; write 1d"),
        Arguments.of(
            Flag.MAX_SYNC_AGE, "0", "--max-sync-age: must be 1s to 365d, not `0`; write 1s"),
        Arguments.of(
            Flag.SWARM,
            "My Swarm",
            "--swarm: must be 1 to 8 characters of a-z, 0-9 and -, not `My Swarm`; "
                + "choose such a name"),
        Arguments.of(
            Flag.LINK,
            "mast",
            "--link: must begin with mqtt:// or file:; "
                + "write it like mqtt://192.0.2.7:1883 or file:/srv/swarm"),
        Arguments.of(
            Flag.LINK,
            "http://hq",
            "--link: `http` is not supported by this version; write mqtt://HOST:PORT"),
        Arguments.of(
            Flag.LINK,
            "mqtt://h?profile=radio",
            "--link: profile: `radio` is not supported by this version; write lan"),
        Arguments.of(
            Flag.LINK,
            "mqtt://h?swarm=1",
            "--link: swarm: must be true or false, not `1`; write one of these words"),
        Arguments.of(
            Flag.LINK,
            "mqtt://h?password_file=p",
            "--link: a password needs a user name; give that too"),
        Arguments.of(
            Flag.LINK, "file://h/x", "--link: must name a folder of this machine; write file:/DIR"),
        Arguments.of(
            Flag.LINK,
            "file:",
            "--link: must be a path, not ``; write the name of a file or folder"),
        Arguments.of(
            Flag.PEERS,
            "a,B",
            "--peers: must be 1 to 32 characters of a-z, 0-9 and - (not first), not `B`; "
                + "write for example `b`"),
        Arguments.of(
            Flag.BROKER,
            "1883",
            "--broker: must be HOST:PORT, not `1883`; write it like 127.0.0.1:8480"),
        Arguments.of(
            Flag.HTTP,
            "0.0.0.0:80",
            "--http: must be a loopback address in this version, not `0.0.0.0`; write 127.0.0.1"),
        Arguments.of(
            Flag.LOG_LEVEL,
            "loud",
            "--log-level: must be one of trace, debug, info, warn, error, not `loud`; "
                + "the nearest is `debug`"),
        Arguments.of(
            Flag.CONFIG,
            "none.yaml",
            "--config: there is no file `none.yaml`; correct the path, "
                + "or make one with: echofield config init"),
        Arguments.of(Flag.CONFIG, ".", "--config: `.` is no file; name a file"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("badFlags")
  void aBadFlagIsTold(Flag flag, String value, String line) {
    assertThat(machine.faults(AgentFlags.none().with(flag, value))).containsExactly(line);
  }

  @Test
  void faultsOfFlagsComeBeforeThoseOfTheFile() {
    machine.file("log_level: x\nhelth: 1");
    AgentFlags flags = AgentFlags.none().with(Flag.NODE_ID, "A").with(Flag.SWARM, "B");
    assertThat(machine.faults(flags))
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly(
            "--node-id:", "--swarm:", "echo_config.yaml:1:12:", "echo_config.yaml:2:1:");
  }

  @Test
  void aFaultOfTheEnvironmentNamesItsVariable() {
    machine.environment.put("ECHOFIELD_CONFIG", "gone.yaml");
    assertThat(machine.faults(AgentFlags.none()))
        .containsExactly(
            "$ECHOFIELD_CONFIG: there is no file `gone.yaml`; correct the path, "
                + "or make one with: echofield config init");
  }

  @Test
  void aHugeFileIsRefusedUnread() {
    machine.file("#".repeat(65_537));
    assertThat(machine.faults(AgentFlags.none()))
        .containsExactly("echo_config.yaml: more than 65536 bytes; is this a configuration file?");
    assertThat(machine.file("#".repeat(65_536)).faults(AgentFlags.none())).isEmpty();
  }

  @Test
  void aFileInAnotherEncodingIsRefused() throws IOException {
    byte[] latin = "labels: {site: Köln}".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(machine.work.resolve("echo_config.yaml"), latin);
    assertThat(machine.faults(AgentFlags.none()))
        .containsExactly("echo_config.yaml: not text in UTF-8; save it in that encoding");
  }

  @Test
  void aFolderInPlaceOfTheFileIsRefused() {
    SettingsFixture.make(machine.work.resolve("echo_config.yaml"));
    assertThat(machine.faults(AgentFlags.none()))
        .containsExactly("echo_config.yaml: cannot be read (IOException); check its rights");
  }

  @Test
  void storesInTwoFoldersAreRefused() {
    AgentFlags flags =
        AgentFlags.none().with(Flag.TASK_STORE, "/a/t.json").with(Flag.STATE_STORE, "/b/s.json");
    assertThat(machine.faults(flags))
        .containsExactly(
            "--state-store: the data folder would be /b, but by --task-store it is /a; "
                + "say only --data-dir DIR");
  }

  @Test
  void aStoreOutsideOfTheDataFolderIsRefused() {
    machine.file("data_dir: /c\ntask_store_path: /a/t.json");
    assertThat(machine.faults(AgentFlags.none()))
        .containsExactly(
            "echo_config.yaml:2:18: task_store_path: the data folder would be /a, "
                + "but by echo_config.yaml:1:11 it is /c; say only --data-dir DIR");
  }

  @Test
  void aStoreOfAnEarlyVersionIsRefusedWithTheNextStep() {
    Path store = SettingsFixture.make(machine.work.resolve("old data")).resolve("tasks.json");
    SettingsFixture.write(store, "[]");
    assertThat(machine.faults(AgentFlags.none().with(Flag.TASK_STORE, "old data/tasks.json")))
        .containsExactly(
            "--task-store: "
                + store
                + " is of an early version, which this one does not read; move it away: mv '"
                + store
                + "' '"
                + store
                + "'.old");
  }
}
