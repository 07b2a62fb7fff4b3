package io.echofield.swarmkit.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, reading it ends with settings or with fault lines. */
class SettingsLawsTest {
  private static final int FILES = 100;
  private static final int EDITS_MAX = 6;
  private static final List<String> PIECES =
      List.of(
          "\n",
          " ",
          "  ",
          ":",
          ": ",
          "- ",
          "{",
          "}",
          "[",
          "]",
          ",",
          "\"",
          "'",
          "#",
          "*a ",
          "&a ",
          "!t ",
          "|",
          ">",
          "?",
          "%",
          "@",
          "\t",
          "~",
          "null",
          "---\n",
          "\u0000",
          "\uFEFF",
          "\u00e4",
          "\ud83d\ude00",
          "-1",
          "1e9",
          "99999999999999999999",
          "mqtt://",
          "file:",
          "<<: ",
          "../");

  @TempDir Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aDamagedFileNeverThrowsAndEachFaultIsOneLine(long seed) {
    Random random = new Random(seed);
    SettingsFixture machine = new SettingsFixture(folder);
    String sample = ConfigTemplate.text().replaceAll("(?m)^#(?=\\S|  )", "");
    for (int i = 0; i < FILES; i++) {
      String damaged = damaged(sample, random);
      for (String line : machine.file(damaged).faults(AgentFlags.none())) {
        assertThat(line).as(damaged).matches("[^\\p{Cntrl}]+: [^\\p{Cntrl}]+[;?][^\\p{Cntrl}]*");
      }
    }
  }

  private static String damaged(String sample, Random random) {
    StringBuilder text = new StringBuilder(sample);
    for (int edits = 1 + random.nextInt(EDITS_MAX); edits > 0; edits--) {
      int at = random.nextInt(text.length());
      int until = random.nextBoolean() ? at : Math.min(text.length(), at + random.nextInt(20));
      text.replace(at, until, PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  /** Removing a letter from any key of the sample is told, and the true key is proposed. */
  @Test
  void aMisspeltKeyIsToldWithTheKeyThatWasMeant() {
    SettingsFixture machine = new SettingsFixture(folder);
    Set<String> proposed = new HashSet<>();
    for (String key :
        List.of(
            "node_id",
            "data_dir",
            "topic_root",
            "broker",
            "links",
            "peers",
            "sync",
            "health",
            "remediation",
            "http",
            "log_level",
            "health_interval_seconds",
            "sync_path")) {
      String wrong = key.substring(0, key.length() - 2) + key.substring(key.length() - 1);
      String line = machine.file(wrong + ": x").faults(AgentFlags.none()).get(0);
      assertThat(line).contains("unknown key `" + wrong + "`").contains("`" + key + "`");
      proposed.add(line);
    }
    assertThat(proposed).hasSize(13);
  }
}
