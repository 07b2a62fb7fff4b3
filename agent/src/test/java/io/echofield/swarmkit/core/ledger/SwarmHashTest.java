package io.echofield.swarmkit.core.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.testkit.Shows;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Every hash, signature and MAC covers what PROTOCOL.md says, written down here once more. */
class SwarmHashTest {
  private static final Bytes SWARM = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");
  private static final Bytes CONTENT = Bytes.ofHex("c0ffee");
  private static final LogId LOG = new LogId(new Author(Bytes.ofHex("a1a2a3a4a5a6")), 0x5eed0001);
  private static final Bytes ID = Bytes.ofHex("11".repeat(32));
  private static final Bytes CHAIN = Bytes.ofHex("22".repeat(16));

  private final SwarmHash hash = new SwarmHash(new SwarmId(SWARM));

  @Test
  @Shows("I-1")
  void anEntryIsHashedAndSignedUnderItsDomains() {
    assertThat(hash.entryId(CONTENT).bytes()).isEqualTo(sha256("echofield entry v1", CONTENT));
    assertThat(hash.entrySignInput(CONTENT)).isEqualTo(input("echofield sign v1", CONTENT));
  }

  @Test
  @Shows({"E-12", "I-1"})
  void aChainAndTheSignatureOverIt() {
    assertThat(SwarmHash.CHAIN_START).isEqualTo(Bytes.ofHex("00".repeat(16)));
    assertThat(hash.chain(CHAIN, new EntryId(ID)))
        .isEqualTo(sha256("echofield chain v1", CHAIN.concat(ID)).slice(0, 16));
    Bytes head = Bytes.ofHex("a1a2a3a4a5a6" + "5eed0001" + "fffffffe").concat(CHAIN);
    assertThat(hash.headSignInput(LOG, 0xffff_fffeL, CHAIN))
        .isEqualTo(input("echofield head v1", head));
  }

  @Test
  @Shows({"F-1", "F-2", "I-1"})
  void aFrameIsSignedAndAuthenticated() throws GeneralSecurityException {
    Bytes key = Bytes.ofHex("11".repeat(32));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
    byte[] code = mac.doFinal(input("echofield frame v1", CONTENT).toArray());
    assertThat(hash.frameMac(key, CONTENT)).isEqualTo(first(Bytes.copyOf(code)));
    assertThat(hash.frameSignInput(CONTENT)).isEqualTo(input("echofield frame v1", CONTENT));
  }

  @Test
  @Shows({"D-3", "I-1"})
  void aFingerprint() {
    Bytes content = Bytes.ofHex("00000001" + "0000012c").concat(ID).concat(Bytes.ofHex("00000007"));
    assertThat(hash.fingerprint(1, 300, IdSum.ZERO.plus(new EntryId(ID)), 7))
        .isEqualTo(first(sha256("echofield fingerprint v1", content)));
  }

  @Test
  @Shows({"I-1", "M-6"})
  void aRank() {
    Bytes task = Bytes.ofHex("33".repeat(16));
    assertThat(hash.rank(task, LOG.author()))
        .isEqualTo(first(sha256("echofield rank v1", task.concat(LOG.author().bytes()))));
  }

  @Test
  @Shows("I-1")
  void nothingIsTheSameInAnotherSwarm() {
    SwarmHash other = new SwarmHash(new SwarmId(Bytes.ofHex("ff".repeat(16))));
    Bytes key = Bytes.ofHex("11".repeat(32));
    EntryId id = new EntryId(ID);
    assertThat(other.entryId(CONTENT)).isNotEqualTo(hash.entryId(CONTENT));
    assertThat(other.entrySignInput(CONTENT)).isNotEqualTo(hash.entrySignInput(CONTENT));
    assertThat(other.chain(CHAIN, id)).isNotEqualTo(hash.chain(CHAIN, id));
    assertThat(other.headSignInput(LOG, 1, CHAIN)).isNotEqualTo(hash.headSignInput(LOG, 1, CHAIN));
    assertThat(other.frameMac(key, CONTENT)).isNotEqualTo(hash.frameMac(key, CONTENT));
    assertThat(other.bundleSignInput(ID)).isNotEqualTo(hash.bundleSignInput(ID));
    assertThat(other.rank(CHAIN, LOG.author())).isNotEqualTo(hash.rank(CHAIN, LOG.author()));
  }

  /** Domain in ASCII, a zero byte, the swarm id, the content. */
  private static Bytes input(String domain, Bytes content) {
    Bytes ascii = Bytes.copyOf(domain.getBytes(US_ASCII));
    return ascii.concat(Bytes.ofHex("00")).concat(SWARM).concat(content);
  }

  private static Bytes sha256(String domain, Bytes content) {
    return Bytes.copyOf(SwarmHash.sha256().digest(input(domain, content).toArray()));
  }

  /** 8 bytes, big-endian. */
  private static long first(Bytes bytes) {
    return Long.parseUnsignedLong(bytes.slice(0, 8).hex(), 16);
  }
}
