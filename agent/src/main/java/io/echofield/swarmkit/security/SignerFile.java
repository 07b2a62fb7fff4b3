package io.echofield.swarmkit.security;

import io.echofield.swarmkit.core.id.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One Ed25519 key as a private text file: its seed, and its public key to notice damage.
 *
 * <p>Used for the node's key and the authority's; they differ in their first line, so one is never
 * taken for the other.
 */
final class SignerFile {
  private static final int VERSION = 1;
  private static final String SEED = "seed";
  private static final String PUBLIC = "public-key";

  private SignerFile() {}

  static Optional<Ed25519Signer> read(Path file, String kind) throws KeyException {
    Optional<Bytes> content = PrivateFiles.read(file, KeyText.FILE_BYTES_MAX);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    KeyText text = KeyText.read(file, content.get(), kind, VERSION, List.of(SEED, PUBLIC));
    Ed25519Signer signer = Ed25519Signer.ofSeed(text.hex(SEED, Ed25519Signer.SEED_BYTES));
    if (!signer.publicKey().equals(text.hex(PUBLIC, Ed25519Keys.PUBLIC_KEY_BYTES))) {
      throw new KeyException(
          file + ": damaged: " + SEED + " and " + PUBLIC + " do not belong together");
    }
    return Optional.of(signer);
  }

  static void write(Path file, String kind, Ed25519Signer signer) throws KeyException {
    Bytes text =
        KeyText.write(kind, VERSION, SEED, signer.seed().hex(), PUBLIC, signer.publicKey().hex());
    PrivateFiles.write(file, text);
  }
}
