package io.echofield.swarmkit.security;

import io.echofield.swarmkit.core.ledger.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A swarm that {@link KeyCeremony} has made, before it is given to the nodes' keys folders. */
public final class NewSwarm {
  /** The authority's key in a keys folder. Whoever holds it decides who is a member. */
  public static final String AUTHORITY_FILE = "authority.key";

  private static final String AUTHORITY_KIND = "echofield-authority-key";

  private final SwarmCredentials credentials;
  private final List<Entry> roster;
  private final Ed25519Signer authority;

  NewSwarm(SwarmCredentials credentials, List<Entry> roster, Ed25519Signer authority) {
    this.credentials = credentials;
    this.roster = List.copyOf(roster);
    this.authority = authority;
  }

  public SwarmCredentials credentials() {
    return credentials;
  }

  /** The items of version 1, the authority's log from seq 1. */
  public List<Entry> roster() {
    return roster;
  }

  /**
   * Makes the node of this keys folder a part of the swarm: writes {@code roster.bin}, then {@code
   * swarm.key}. A crash in between leaves a node outside of the swarm, and this can be done again.
   *
   * @throws KeyException if the folder belongs to a swarm already, or cannot be written
   */
  public void install(Path keysFolder) throws KeyException {
    refuse(keysFolder.resolve(SwarmKeyFile.NAME), "this node belongs to a swarm already");
    RosterFile.write(keysFolder, roster);
    SwarmKeyFile.write(keysFolder, credentials);
  }

  /**
   * Keeps the authority's key in this folder. Without it the roster can never change; a swarm that
   * is thrown away, like a demo's, needs none.
   *
   * @throws KeyException if there is one already, or the folder cannot be written
   */
  public void keepAuthority(Path keysFolder) throws KeyException {
    Path file = keysFolder.resolve(AUTHORITY_FILE);
    refuse(file, "there is an authority's key already");
    SignerFile.write(file, AUTHORITY_KIND, authority);
  }

  /**
   * The authority's key of a keys folder, if it is kept there.
   *
   * @throws KeyException if the file is open to others, damaged or unreadable
   */
  public static Optional<Ed25519Signer> authority(Path keysFolder) throws KeyException {
    return SignerFile.read(keysFolder.resolve(AUTHORITY_FILE), AUTHORITY_KIND);
  }

  private static void refuse(Path file, String why) throws KeyException {
    if (Files.exists(file)) {
      throw new KeyException(
          why + ": " + file + " is never overwritten; move it away if you mean to replace it");
    }
  }
}
