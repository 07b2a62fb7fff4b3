package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.broker.BrokerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerConfigurationTest {
  private final NavigableMap<String, String> values = BrokerConfiguration.values("127.0.0.1", 1883);

  @TempDir Path folder;

  @Test
  void whatIsWrittenReadsBackTheSame() throws Exception {
    Path file = folder.resolve("config.xml");
    BrokerConfiguration.write(file, values);
    BrokerConfiguration.requireSame(file, values);
    assertThat(Files.readString(file, UTF_8))
        .contains(
            "<listeners><tcp-listener><bind-address>127.0.0.1</bind-address><port>1883</port>")
        .contains("<restrictions><incoming-bandwidth-throttling>")
        .contains("<anonymous-usage-statistics><enabled>false</enabled>");
  }

  @Test
  void markupInAValueStaysText() throws Exception {
    values.put("listeners/tcp-listener/bind-address", "<&\"'>");
    BrokerConfiguration.write(folder.resolve("config.xml"), values);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "1883, 1884",
    "127.0.0.1, 0.0.0.0",
    "</hivemq>, ''",
    "false, true",
    "</listeners>, <tcp-listener><port>1</port></tcp-listener></listeners>",
    "</hivemq>, <more>1</more></hivemq>",
  })
  void aFileThatDiffersOrDoesNotParseIsRefused(String from, String to) throws Exception {
    Path file = folder.resolve("config.xml");
    BrokerConfiguration.write(file, values);
    Files.writeString(file, Files.readString(file, UTF_8).replace(from, to), UTF_8);
    assertThatThrownBy(() -> BrokerConfiguration.requireSame(file, values))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("config.xml");
  }

  @Test
  void aFolderInTheWayOfTheFileIsToldAsNotWritable() throws Exception {
    Path file = Files.createDirectory(folder.resolve("config.xml"));
    assertThatThrownBy(() -> BrokerConfiguration.write(file, values))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.reason()).isEqualTo(BrokerException.Reason.FOLDER_NOT_WRITABLE));
  }
}
