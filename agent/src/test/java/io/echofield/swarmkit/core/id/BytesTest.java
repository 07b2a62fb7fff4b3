package io.echofield.swarmkit.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;

class BytesTest {
  private static final Bytes BYTES = Bytes.ofHex("00ff80017f02fe8034");

  @Test
  void partsAreReadAsBigEndianNumbers() {
    assertThat(BYTES.intAt(1)).isEqualTo(0xff80017f);
    assertThat(BYTES.longAt(1)).isEqualTo(0xff80017f02fe8034L);
    assertThat(BYTES.longAt(0)).isEqualTo(0x00ff80017f02fe80L);
  }

  @Test
  void numbersDoNotReachBeyondTheEnd() {
    assertThatThrownBy(() -> BYTES.intAt(6)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> BYTES.longAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aHashIsFedWithAllOfThem() throws NoSuchAlgorithmException {
    MessageDigest fed = MessageDigest.getInstance("SHA-256");
    BYTES.into(fed);
    assertThat(fed.digest())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(BYTES.toArray()));
  }
}
