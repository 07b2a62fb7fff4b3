package io.echofield.swarmkit.security;

import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The node's own key: {@code node.key} in the keys folder, made at the first start and kept for
 * ever.
 *
 * <p>0600 in a folder of 0700; looser rights, a damaged file or another format are an error and the
 * file is never overwritten: a new key would be another author.
 */
public final class NodeKeyFile {
  public static final String NAME = "node.key";
  private static final String KIND = "echofield-node-key";

  private NodeKeyFile() {}

  /**
   * The key of this node; made durably if there is none yet.
   *
   * @param random a {@link java.security.SecureRandom} outside tests
   * @throws KeyException one line with the file and, for rights that are too loose, the command to
   *     type
   */
  public static Ed25519Signer loadOrCreate(Path keysFolder, RandomGenerator random)
      throws KeyException {
    PrivateFiles.folder(keysFolder);
    Path file = keysFolder.resolve(NAME);
    Optional<Ed25519Signer> old = SignerFile.read(file, KIND);
    if (old.isPresent()) {
      return old.get();
    }
    Ed25519Signer made = Ed25519Signer.generate(random);
    SignerFile.write(file, KIND, made);
    return made;
  }
}
