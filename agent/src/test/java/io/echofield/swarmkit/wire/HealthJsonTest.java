package io.echofield.swarmkit.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.testkit.Shows;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthJsonTest {
  private static final NodeId NODE = new NodeId("rover-07");

  @Test
  void theDocumentHasTheFieldsInTheirOrder() {
    HealthReport report =
        report(
            reading("temp_c", 38_000),
            reading("battery_pct", 88_000),
            reading("load1", 420),
            reading("mem_pct", 63_000),
            reading("disk_pct", 41_000));
    assertThat(text(HealthJson.report(NODE, report, 17)))
        .isEqualTo(
            "{\"v\":1,\"node\":\"rover-07\",\"ts\":\"2026-11-23T08:00:00Z\",\"state\":\"ok\",\"score\":97,"
                + "\"disk_pct\":41,\"mem_pct\":63,\"load1\":0.42,\"temp_c\":38,\"battery_pct\":88,"
                + "\"outbox\":0,\"peers\":4,\"tasks_open\":2,\"ledger\":\"9f86d081\",\"uptime_s\":86400,"
                + "\"session\":17}");
  }

  @Test
  void absentReadingsAreLeftOutAndOthersFollowByName() {
    HealthReport report =
        report(
            reading("zram_mb", 1_234_567), reading("disk_pct", 7_250), reading("link_db", -90_001));
    assertThat(text(HealthJson.report(NODE, report, 17)))
        .contains("\"score\":97,\"disk_pct\":7.25,\"outbox\":0,")
        .endsWith("\"session\":17,\"link_db\":-90.001,\"zram_mb\":1234.567}");
  }

  @Test
  @Shows("T-4")
  void aReadingCannotTakeTheNameOfAField() {
    HealthReport report =
        report(reading("state", 1_000), reading("via", 2_000), reading("session", 5_000));
    assertThat(text(HealthJson.report(NODE, report, 17)))
        .contains("\"state\":\"ok\"")
        .endsWith("\"session\":17}");
  }

  @Test
  void numbersArePlainAtTheirEnds() {
    HealthReport report =
        report(reading("a", Long.MIN_VALUE), reading("b", 10_000_000), reading("c", 0));
    assertThat(text(HealthJson.report(NODE, report, 17)))
        .endsWith(",\"a\":-9223372036854775.808,\"b\":10000,\"c\":0}");
  }

  @Test
  @Shows("T-5")
  void aWillIsAnOfflineHint() {
    Bytes will = HealthJson.will(NODE, 17);
    assertThat(text(will))
        .isEqualTo("{\"v\":1,\"node\":\"rover-07\",\"state\":\"offline\",\"session\":17}");
    assertThat(HealthJson.offlineHint(will)).contains(new HealthJson.OfflineHint(NODE, 17));
  }

  @Test
  void fieldsOfALaterVersionDoNotHideAHint() {
    Bytes later =
        bytes(
            " {\"x\":[{\"y\":[1,2]}],\"session\":3,\"state\":\"offline\",\"v\":9,\"node\":\"a\"} ");
    assertThat(HealthJson.offlineHint(later))
        .contains(new HealthJson.OfflineHint(new NodeId("a"), 3));
  }

  @Test
  @Shows("T-4")
  void aReportOfAWorkingNodeIsNoHint() {
    assertThat(HealthJson.offlineHint(HealthJson.report(NODE, report(), 17))).isEmpty();
  }

  @ParameterizedTest(name = "case {index}")
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "{",
        "{}",
        "\u0000\u0001",
        "{\"node\":\"a\",\"state\":\"offline\"}",
        "{\"node\":\"a\",\"state\":\"offline\",\"session\":0}",
        "{\"node\":\"a\",\"state\":\"offline\",\"session\":-1}",
        "{\"node\":\"a\",\"state\":\"offline\",\"session\":4294967296}",
        "{\"node\":\"a\",\"state\":\"offline\",\"session\":99999999999999999999}",
        "{\"node\":\"a\",\"state\":\"offline\",\"session\":1.5}",
        "{\"node\":\"a\",\"state\":\"offline\",\"session\":\"1\"}",
        "{\"node\":\"A B\",\"state\":\"offline\",\"session\":1}",
        "{\"node\":\"a\",\"state\":\"ok\",\"session\":1}",
        "{\"node\":\"a\",\"state\":\"offline\",\"session\":1}{}",
        "{\"node\":\"a\",\"state\":\"offline\",\"session\":1"
      })
  void anythingElseIsNoHint(String text) {
    assertThat(HealthJson.offlineHint(bytes(text))).isEmpty();
  }

  @Test
  @Shows("T-5")
  void aHintIsBoundedInSizeAndDepth() {
    String start = "{\"node\":\"a\",\"state\":\"offline\",\"session\":1";
    assertThat(HealthJson.offlineHint(bytes(start + " ".repeat(5_000) + "}"))).isEmpty();
    assertThat(HealthJson.offlineHint(bytes(start + ",\"x\":" + "[".repeat(4_000)))).isEmpty();
  }

  @Test
  void aCutOrFlippedWillNeverThrows() {
    byte[] will = HealthJson.will(NODE, 17).toArray();
    for (int at = 0; at < will.length; at++) {
      assertThat(HealthJson.offlineHint(Bytes.copyOf(will, 0, at))).isEmpty();
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = will.clone();
        flipped[at] ^= (byte) (1 << bit);
        assertThat(HealthJson.offlineHint(Bytes.copyOf(flipped))).isNotNull();
      }
    }
  }

  private static HealthReport report(Reading... readings) {
    long wallMillis = Instant.parse("2026-11-23T08:00:00Z").toEpochMilli();
    return new HealthReport(
        HealthState.OK,
        97,
        HybridTime.ofWall(wallMillis),
        List.of(readings),
        86_400,
        0,
        2,
        0x9f86d081_884c7d65L,
        4);
  }

  private static Reading reading(String name, long milli) {
    return new Reading(name, milli, HealthState.OK);
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), UTF_8);
  }

  private static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(UTF_8));
  }
}
