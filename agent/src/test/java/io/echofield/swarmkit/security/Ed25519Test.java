package io.echofield.swarmkit.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {
  private final Ed25519Verifier verifier = new Ed25519Verifier();

  /** RFC 8032 section 7.1, tests 1 to 3. */
  @ParameterizedTest(name = "message {2}")
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signsAndVerifiesAsTheStandardSays(
      String seed, String publicKey, String message, String signature) {
    Ed25519Signer signer = Ed25519Signer.ofSeed(Bytes.ofHex(seed));
    assertThat(signer.publicKey().hex()).isEqualTo(publicKey);
    assertThat(signer.sign(Bytes.ofHex(message)).hex()).isEqualTo(signature);
    assertThat(
            verifier.verify(Bytes.ofHex(publicKey), Bytes.ofHex(message), Bytes.ofHex(signature)))
        .isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void anyChangedBitMakesASignatureInvalid(int seed) {
    Random random = new Random(seed);
    Ed25519Signer signer = Ed25519Signer.generate(random);
    Bytes message = bytes(random, 100);
    Bytes signature = signer.sign(message);
    assertThat(verifier.verify(signer.publicKey(), message, signature)).isTrue();
    for (int i = 0; i < 40; i++) {
      assertThat(verifier.verify(signer.publicKey(), message, flip(random, signature))).isFalse();
      assertThat(verifier.verify(signer.publicKey(), flip(random, message), signature)).isFalse();
      assertThat(verifier.verify(flip(random, signer.publicKey()), message, signature)).isFalse();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2})
  void nonsenseIsNotValidAndNeverThrows(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      Bytes key = bytes(random, random.nextBoolean() ? 32 : random.nextInt(70));
      Bytes signature = bytes(random, random.nextBoolean() ? 64 : random.nextInt(130));
      assertThat(verifier.verify(key, bytes(random, 10), signature)).isFalse();
    }
    for (int fill : new int[] {0x00, 0xff, 0x7f, 0x80, 0xed}) {
      assertThat(verifier.verify(filled(32, fill), Bytes.EMPTY, filled(64, 0xff))).isFalse();
    }
  }

  @Test
  void manyThreadsShareOneKey() throws Exception {
    Ed25519Signer signer = Ed25519Signer.generate(new Random(7));
    Bytes message = bytes(new Random(8), 64);
    Bytes expected = signer.sign(message);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        results.add(
            pool.submit(
                () ->
                    signer.sign(message).equals(expected)
                        && verifier.verify(signer.publicKey(), message, expected)));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void theKeyIdIsTheBeginningOfTheHashOfTheKey() {
    Ed25519Signer signer = Ed25519Signer.generate(new Random(1));
    assertThat(verifier.author(signer.publicKey())).isEqualTo(signer.author());
    // SHA-256 of 32 zero bytes begins with 66687aadf862.
    assertThat(verifier.author(filled(32, 0)).bytes().hex()).isEqualTo("66687aadf862");
  }

  @Test
  void aSignerNeverPrintsItsSecret() {
    Ed25519Signer signer = Ed25519Signer.generate(new Random(1));
    assertThat(signer.toString()).doesNotContain(signer.seed().hex());
  }

  private static Bytes bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }

  private static Bytes filled(int count, int value) {
    byte[] bytes = new byte[count];
    java.util.Arrays.fill(bytes, (byte) value);
    return Bytes.copyOf(bytes);
  }

  private static Bytes flip(Random random, Bytes source) {
    byte[] bytes = source.toArray();
    int bit = random.nextInt(bytes.length * 8);
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    return Bytes.copyOf(bytes);
  }
}
