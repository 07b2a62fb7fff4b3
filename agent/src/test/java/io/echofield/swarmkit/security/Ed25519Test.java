package io.echofield.swarmkit.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.testkit.Shows;
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
  @Shows("E-14")
  void signsAndVerifiesAsTheStandardSays(
      String seed, String publicKey, String message, String signature) {
    Ed25519Signer signer = Ed25519Signer.ofSeed(Bytes.ofHex(seed));
    assertThat(signer.publicKey().hex()).isEqualTo(publicKey);
    assertThat(signer.sign(Bytes.ofHex(message)).hex()).isEqualTo(signature);
    assertThat(
            verifier.verify(Bytes.ofHex(publicKey), Bytes.ofHex(message), Bytes.ofHex(signature)))
        .isTrue();
  }

  /** Where implementations differ: all hold for one with the cofactor that reads leniently. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "S below the order,"
        + "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c,"
        + "9834865279a93d8492a2d11f31e087beb8f02d0d8aa8debe5c9b5ebea874f3c9,"
        + "2518ddfc570d09078730dec2e149b017d8f7a7a66eed131615b0362b8cbd4b0d,"
        + "true",
    "S and the order,"
        + "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c,"
        + "9834865279a93d8492a2d11f31e087beb8f02d0d8aa8debe5c9b5ebea874f3c9,"
        + "12ecd25972701b5f5dcdd565c0438f2cd8f7a7a66eed131615b0362b8cbd4b1d,"
        + "false",
    "R the neutral point,"
        + "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c,"
        + "0100000000000000000000000000000000000000000000000000000000000000,"
        + "181159f5c573cae116ec7da25e9f87c38669b0ccd10141823af358f79a1cd704,"
        + "true",
    "R the neutral point with y beyond the field,"
        + "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c,"
        + "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f,"
        + "45d7f9e29f8be0d9ae5f5ddc5750344503026b47e41053c97b2bf8d5ecd18b09,"
        + "false",
    "R the neutral point with the sign of x,"
        + "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c,"
        + "0100000000000000000000000000000000000000000000000000000000000080,"
        + "4d6ac191c62cd6b288ea7d56d89c434664e40f7cd3aa7a4c76991ad97c96b20c,"
        + "false",
    "R off by a point of order 2,"
        + "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c,"
        + "55cb79ad8656c27b6d5d2ee0ce1f7841470fd2f275572141a364a141578b0c36,"
        + "6b3c0242395493c243fe4a2680e4ac95b728735acdb6c7184d9bf813784e0508,"
        + "false",
    "R off by a point of order 8,"
        + "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c,"
        + "5f3862b876c2d81dd860bd06252553f823775baf48d40b64ad3e8431e16457a7,"
        + "d0fa7d583d63ac66b07d8609c0c382f7792c6a95b21e8d07d0c9d47f73a7b908,"
        + "false",
    "A the neutral point,"
        + "0100000000000000000000000000000000000000000000000000000000000000,"
        + "9834865279a93d8492a2d11f31e087beb8f02d0d8aa8debe5c9b5ebea874f3c9,"
        + "485523989060b85bf9a87d888f84de0be9ae9264b0c654bde7d0ab3271a03c00,"
        + "true",
    "A the neutral point with y beyond the field,"
        + "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f,"
        + "9834865279a93d8492a2d11f31e087beb8f02d0d8aa8debe5c9b5ebea874f3c9,"
        + "485523989060b85bf9a87d888f84de0be9ae9264b0c654bde7d0ab3271a03c00,"
        + "false",
    "A the neutral point with the sign of x,"
        + "0100000000000000000000000000000000000000000000000000000000000080,"
        + "9834865279a93d8492a2d11f31e087beb8f02d0d8aa8debe5c9b5ebea874f3c9,"
        + "485523989060b85bf9a87d888f84de0be9ae9264b0c654bde7d0ab3271a03c00,"
        + "false"
  })
  @Shows("E-14")
  void theEdgesAreThoseOfTheStandardWithoutCofactor(
      String what, String publicKey, String r, String s, boolean valid) {
    Bytes message = Bytes.ofHex("616c6c206e6f6465732064656369646520616c696b65");
    Bytes signature = Bytes.ofHex(r + s);
    assertThat(verifier.verify(Bytes.ofHex(publicKey), message, signature))
        .as(what)
        .isEqualTo(valid);
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
