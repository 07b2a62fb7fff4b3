package io.echofield.swarmkit.lab.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Verifier;
import io.echofield.swarmkit.security.Ed25519Signer;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuickEd25519Test {
  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void signsAsTheAgentDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Bytes secret = bytes(random, 32);
    Signer quick = QuickEd25519.ofSeed(secret);
    Signer real = Ed25519Signer.ofSeed(secret);
    Bytes message = bytes(random, random.nextInt(300));
    assertThat(quick.publicKey()).isEqualTo(real.publicKey());
    assertThat(quick.author()).isEqualTo(real.author());
    assertThat(quick.sign(message)).isEqualTo(real.sign(message));
  }

  @Test
  void aRingTellsValidSignaturesFromOthers() {
    RealKeys ring = new RealKeys();
    Signer a = ring.key("a");
    Verifier verifier = ring.verifier();
    Bytes message = Bytes.ofHex("00ff");
    Bytes signature = a.sign(message);
    Bytes other = Bytes.ofHex("00fe");
    Bytes publicKey = a.publicKey();
    for (int i = 0; i < 2; i++) {
      assertThat(verifier.verify(publicKey, message, signature)).isTrue();
      assertThat(verifier.verify(publicKey, other, signature)).isFalse();
      assertThat(verifier.verify(ring.key("b").publicKey(), message, signature)).isFalse();
      assertThat(verifier.verify(publicKey, message, Bytes.copyOf(new byte[64]))).isFalse();
    }
    assertThat(verifier.author(publicKey)).isEqualTo(a.author());
    assertThat(new RealKeys().key("a").publicKey()).isEqualTo(publicKey);
    assertThat(new RealKeys().verifier().verify(publicKey, message, signature)).isTrue();
  }

  private static Bytes bytes(SplittableRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }
}
