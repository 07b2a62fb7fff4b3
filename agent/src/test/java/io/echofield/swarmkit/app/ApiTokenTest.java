package io.echofield.swarmkit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTokenTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;

  @Test
  void aTokenIsReadAsItWasMade() throws IOException {
    ApiToken token = ApiToken.renew(folder, RANDOM);
    assertThat(token.hex()).matches("[0-9a-f]{64}");
    assertThat(ApiToken.read(ApiToken.file(folder)).matches(token.hex())).isTrue();
    assertThat(token.matches("")).isFalse();
    assertThat(token.matches(token.hex() + "0")).isFalse();
    assertThat(token.toString()).doesNotContain(token.hex());
  }

  @Test
  void renewingVoidsTheOneBefore() throws IOException {
    ApiToken before = ApiToken.renew(folder, RANDOM);
    Files.writeString(folder.resolve("http.token.new"), "left by a crash");
    ApiToken after = ApiToken.renew(folder, RANDOM);
    assertThat(after.matches(before.hex())).isFalse();
    assertThat(ApiToken.read(ApiToken.file(folder)).matches(after.hex())).isTrue();
    assertThat(folder.resolve("http.token.new")).doesNotExist();
  }

  @Test
  void onlyTheUserCanReadIt() throws IOException {
    ApiToken.renew(folder, RANDOM);
    Path file = folder.resolve("http.token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whatIsNoTokenIsRefused() throws IOException {
    Path file = ApiToken.file(folder);
    assertThatThrownBy(() -> ApiToken.read(file)).isInstanceOf(NoSuchFileException.class);
    Files.writeString(file, "x");
    assertThatThrownBy(() -> ApiToken.read(file))
        .hasMessage(file + " does not hold a token; restart the agent");
    Files.writeString(file, "0".repeat(200));
    assertThatThrownBy(() -> ApiToken.read(file)).hasMessage(file + " has more than 128 bytes");
  }
}
