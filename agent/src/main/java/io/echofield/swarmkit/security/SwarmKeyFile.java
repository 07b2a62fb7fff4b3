package io.echofield.swarmkit.security;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.SwarmId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The secret of a closed swarm: {@code swarm.key} in the keys folder, 0600. Where it is missing the
 * swarm is open.
 */
public final class SwarmKeyFile {
  public static final String NAME = "swarm.key";
  private static final String KIND = "echofield-swarm-key";
  private static final int VERSION = 1;
  private static final String SWARM_NAME = "swarm-name";
  private static final String SWARM_ID = "swarm-id";
  private static final String SWARM_KEY = "swarm-key";
  private static final String AUTHORITY = "authority-public-key";

  private SwarmKeyFile() {}

  /**
   * The credentials of the closed swarm this node belongs to; empty if it belongs to none.
   *
   * @throws KeyException if the file is open to others, damaged or unreadable
   */
  public static Optional<SwarmCredentials> load(Path keysFolder) throws KeyException {
    Path file = keysFolder.resolve(NAME);
    Optional<Bytes> content = PrivateFiles.read(file, KeyText.FILE_BYTES_MAX);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    KeyText text =
        KeyText.read(
            file,
            content.get(),
            KIND,
            VERSION,
            List.of(SWARM_NAME, SWARM_ID, SWARM_KEY, AUTHORITY));
    String name = text.text(SWARM_NAME);
    if (!SwarmCredentials.isLegalName(name)) {
      throw new KeyException(
          file + ": damaged: " + SWARM_NAME + " must be 1 to 8 of a-z, 0-9 and hyphen");
    }
    return Optional.of(
        SwarmCredentials.closed(
            name,
            new SwarmId(text.hex(SWARM_ID, SwarmId.BYTES)),
            text.hex(SWARM_KEY, SwarmCredentials.KEY_BYTES),
            text.hex(AUTHORITY, Ed25519Keys.PUBLIC_KEY_BYTES)));
  }

  static void write(Path keysFolder, SwarmCredentials closed) throws KeyException {
    Bytes text =
        KeyText.write(
            KIND,
            VERSION,
            SWARM_NAME,
            closed.name(),
            SWARM_ID,
            closed.swarmId().bytes().hex(),
            SWARM_KEY,
            closed.accountKey().hex(),
            AUTHORITY,
            closed.authorityPublicKey().orElseThrow().hex());
    PrivateFiles.write(keysFolder.resolve(NAME), text);
  }
}
