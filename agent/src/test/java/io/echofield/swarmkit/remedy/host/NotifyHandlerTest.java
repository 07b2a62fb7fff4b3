package io.echofield.swarmkit.remedy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.remedy.RemedyException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyHandlerTest {
  @TempDir Path data;
  private NotifyHandler handler;
  private Path file;

  @BeforeEach
  void make() {
    Instant now = Instant.parse("2026-11-23T08:00:00.123Z");
    handler = new NotifyHandler(data, InstantSource.fixed(now));
    file = data.resolve("notifications.log");
  }

  @Test
  void eachNotificationIsOneLine() throws Exception {
    assertThat(run("hello")).isEqualTo("notified: hello");
    run("two\nlines\tand é");
    assertThat(Files.readString(file))
        .isEqualTo("2026-11-23T08:00:00Z hello\n2026-11-23T08:00:00Z two lines and é\n");
  }

  @Test
  void aLongTextIsCutBetweenCharacters() throws Exception {
    String result = run("é".repeat(400));
    assertThat(result.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(512);
    assertThat(Files.readString(file)).endsWith(" " + "é".repeat(256) + "\n");
  }

  @Test
  void aDryRunWritesNothing() throws Exception {
    assertThat(handler.run(new TreeMap<>(Map.of("text", "hello")), true, Long.MAX_VALUE))
        .isEqualTo("would notify: hello");
    assertThat(file).doesNotExist();
  }

  @Test
  void theFileIsBoundedAndOneOldOneIsKept() throws Exception {
    Files.writeString(file, "x".repeat((int) NotifyHandler.FILE_BYTES_MAX));
    run("first of the new");
    assertThat(Files.size(data.resolve("notifications.log.1")))
        .isEqualTo(NotifyHandler.FILE_BYTES_MAX);
    assertThat(Files.readString(file)).endsWith("first of the new\n").hasSizeLessThan(60);
    Files.writeString(file, "y".repeat((int) NotifyHandler.FILE_BYTES_MAX));
    run("again");
    assertThat(Files.readString(data.resolve("notifications.log.1"))).startsWith("y");
    try (var files = Files.list(data)) {
      assertThat(files.count()).isEqualTo(2);
    }
  }

  @Test
  void whatItDoesNotUnderstandItRefuses() {
    assertThatThrownBy(() -> handler.run(new TreeMap<>(), false, Long.MAX_VALUE))
        .isInstanceOf(RemedyException.class)
        .hasMessage("parameter text is missing");
    assertThatThrownBy(
            () ->
                handler.run(new TreeMap<>(Map.of("text", "a", "mail", "b")), false, Long.MAX_VALUE))
        .hasMessage("parameter mail is not known to this handler");
  }

  @Test
  void anUnwritableFileIsAFailure() throws Exception {
    Files.createDirectory(file);
    assertThatThrownBy(() -> run("hello"))
        .isInstanceOf(RemedyException.class)
        .hasMessageContaining("notifications.log");
  }

  private String run(String text) throws RemedyException {
    return handler.run(new TreeMap<>(Map.of("text", text)), false, Long.MAX_VALUE);
  }
}
