package io.echofield.swarmkit.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
  @ParameterizedTest
  @CsvSource({
    "30, 30000",
    "0.5, 500",
    "1.25s, 1250",
    "500ms, 500",
    "30s, 30000",
    "5m, 300000",
    "2h, 7200000",
    "7d, 604800000",
    "999999999d, 86399999913600000"
  })
  void durationsAreSecondsUnlessTheyHaveAUnit(String text, long millis) {
    long read = Texts.duration(text, 0, Long.MAX_VALUE).fold(good -> good, reason -> -1L);
    assertThat(read).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1", "1w", "1 s", "1.5m", "0.0005", "1e3", "٣", "9999999999"})
  void otherTextsAreNoDurations(String text) {
    assertThat(Texts.duration(text, 0, 1_000).<String>fold(String::valueOf, reason -> reason))
        .startsWith("must be a duration, not `");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "127.0.0.1, true",
    "127.255.3.4, true",
    "::1, true",
    "0.0.0.0, false",
    "::, false",
    "127.0.0.1.example.org, false",
    "192.0.2.1, false"
  })
  void loopbackIsKnownByItsText(String host, boolean loopback) {
    assertThat(HostPort.isLoopback(host)).isEqualTo(loopback);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:0", "localhost:8480", "[::1]:1883", "mast-1.example.org:65535"})
  void addressesReadAsTheyAreWritten(String text) {
    assertThat(HostPort.parse(text).fold(HostPort::text, reason -> reason)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":1", "a:", "a:65536", "a:123456", "::1:80", "a b:1", "a:-1"})
  void otherTextsAreNoAddresses(String text) {
    assertThat(HostPort.parse(text).fold(HostPort::text, reason -> reason))
        .startsWith("must be HOST:PORT, not `");
  }

  @ParameterizedTest
  @CsvSource({"'', abc, 3", "kitten, sitting, 3", "same, same, 0", "ab, ba, 2"})
  void editsAreCounted(String from, String to, int edits) {
    assertThat(Wording.edits(from, to)).isEqualTo(edits);
    assertThat(Wording.edits(to, from)).isEqualTo(edits);
  }

  @Test
  void theNearestWordForgivesCaseAndSeparators() {
    assertThat(Wording.nearest("Node-ID", List.of("node_id", "node"))).contains("node_id");
    assertThat(Wording.nearest("x", List.of())).isEmpty();
  }

  @Test
  void aTextOfTheUserIsShownInOneShortLine() {
    assertThat(Wording.shown("a\nb\u001b[31m")).isEqualTo("`a?b?[31m`");
    assertThat(Wording.shown("x".repeat(100))).isEqualTo("`" + "x".repeat(60) + "...`");
  }
}
