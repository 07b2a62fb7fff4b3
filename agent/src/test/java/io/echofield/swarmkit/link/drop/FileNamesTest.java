package io.echofield.swarmkit.link.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.link.drop.FileNames.Batch;
import io.echofield.swarmkit.link.drop.FileNames.Kept;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @ParameterizedTest
  @CsvSource({
    "BEACON, 0, beacon",
    "HEAD, 0, head",
    "TAIL, 0, tail-0",
    "TAIL, 15, tail-15",
    "HEALTH, 0, health.json"
  })
  void eachRetainedPlaceHasOneNameAndBack(Channel channel, int slot, String name) {
    Kept place = new Kept(channel, slot);
    assertThat(FileNames.nameOf(place)).isEqualTo(name);
    assertThat(FileNames.kept(name)).contains(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Beacon",
        "tail-16",
        "tail-00",
        "tail--1",
        "beacon.tmp",
        "..",
        "out",
        "health"
      })
  void otherNamesAreNobodys(String name) {
    assertThat(FileNames.kept(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1-1.frames",
    "0, 7, 0-7.frames",
    "999999999999999999, 12, 999999999999999999-12.frames"
  })
  void eachBatchHasOneNameAndBack(long session, long counter, String name) {
    assertThat(FileNames.nameOf(new Batch(session, counter))).isEqualTo(name);
    assertThat(FileNames.batch(name)).contains(new Batch(session, counter));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1",
        "1-0.frames",
        "01-1.frames",
        "1-01.frames",
        "-1-1.frames",
        "1-1.frames.tmp",
        ".1-1.frames",
        "1--1.frames",
        "9999999999999999999-1.frames",
        "1-1.frames\n",
        "../1-1.frames"
      })
  void otherBatchNamesAreNobodys(String name) {
    assertThat(FileNames.batch(name)).isEmpty();
  }

  @Test
  void batchesAreOrderedBySessionThenCounterAsNumbers() {
    assertThat(
            Stream.of("10-1.frames", "9-10.frames", "9-9.frames")
                .map(FileNames::batch)
                .flatMap(b -> b.stream())
                .sorted())
        .extracting(FileNames::nameOf)
        .containsExactly("9-9.frames", "9-10.frames", "10-1.frames");
  }
}
