package io.echofield.swarmkit.broker.embed;

/** The answer to an {@link Applicant}. */
sealed interface Admission {
  /** The client may connect and is this account from now on. */
  record Admitted(Account account) implements Admission {}

  /** The client may not connect. The text is for its operator and tells no secrets. */
  record Refused(Refusal refusal, String text) implements Admission {}

  /** Kinds of refusal that MQTT can tell apart. */
  enum Refusal {
    CLIENT_ID,
    CREDENTIALS,
    RIGHTS
  }
}
