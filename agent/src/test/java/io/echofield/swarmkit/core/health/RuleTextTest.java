package io.echofield.swarmkit.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Decoded;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTextTest {
  private static final ActionName ACTION = new ActionName("clean-spool");

  @ParameterizedTest(name = "condition {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "disk.free_pct < 10 for 3 cycles   | disk_free_pct | LESS             | 10000   | 3",
        "disk_free_pct<10 for 1 cycle      | disk_free_pct | LESS             | 10000   | 1",
        "  load1  >=  1.25                 | load1         | GREATER_OR_EQUAL | 1250    | 3",
        "temp_c > -3.5 for 1000 cycles     | temp_c        | GREATER          | -3500   | 1000",
        "battery.pct<=+7.125               | battery_pct   | LESS_OR_EQUAL    | 7125    | 3",
        "disk.free.mb>999999999999         | disk_free_mb  | GREATER | 999999999999000  | 3"
      })
  void aGoodConditionIsRead(
      String text, String reading, Comparison comparison, long milli, int cycles) {
    Rule expected = new Rule("r", reading, comparison, milli, cycles, ACTION);
    assertThat(RuleText.parse("r", text, ACTION)).isEqualTo(new Decoded.Accepted<>(expected));
    assertThat(RuleText.parse("r", expected.condition(), ACTION))
        .isEqualTo(new Decoded.Accepted<>(expected));
  }

  @ParameterizedTest(name = "condition {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                | column 1: expected the name of a reading",
        "Disk < 10                         | column 1: expected the name of a reading",
        "< 10                              | column 1: expected the name of a reading",
        "disk                              | column 5: expected <, <=, > or >=",
        "disk = 10                         | column 6: expected <, <=, > or >=",
        "disk <                            | column 7: expected a number",
        "disk << 10                        | column 7: expected a number",
        "disk < ten                        | column 8: expected a number",
        "disk < 10%                        | column 8: expected a number",
        "disk < 1.2345                     | column 8: expected a number",
        "disk < 1234567890123              | column 8: expected a number",
        "disk < 10 since 3 cycles          | column 11: expected \"for N cycles\"",
        "disk < 10 for cycles              | column 15: expected a number of cycles, 1 to 1000",
        "disk < 10 for 0 cycles            | column 15: expected a number of cycles",
        "disk < 10 for 1001 cycles         | column 15: expected a number of cycles",
        "disk < 10 for 3                   | column 16: expected \"cycles\"",
        "disk < 10 for 3 minutes           | column 17: expected \"cycles\"",
        "disk < 10 for 3 cycles please     | column 24: expected the end"
      })
  void aBadConditionIsRefusedWithItsColumn(String text, String reason) {
    Decoded<Rule> refused = RuleText.parse("r", text, ACTION);
    assertThat(refused).isInstanceOf(Decoded.Rejected.class);
    assertThat(((Decoded.Rejected<Rule>) refused).reason()).startsWith(reason);
  }

  @Test
  void aLongConditionIsRefusedUnread() {
    assertThat(RuleText.parse("r", "x".repeat(201), ACTION))
        .isEqualTo(new Decoded.Rejected<>("a condition has at most 200 characters"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void anyTextIsAcceptedOrRefusedButNeverThrows(int seed) {
    Random random = new Random(seed);
    String[] pieces = {"disk", ".", "_", "<", "=", ">", " ", "10", "-", "for", "3", "cycles", "é"};
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      assertThat(RuleText.parse("r", text.toString(), ACTION)).isNotNull();
    }
  }
}
