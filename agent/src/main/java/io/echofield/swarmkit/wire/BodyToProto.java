package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.wire.v1.Approve;
import io.echofield.swarmkit.wire.v1.Cancel;
import io.echofield.swarmkit.wire.v1.Create;
import io.echofield.swarmkit.wire.v1.Edit;
import io.echofield.swarmkit.wire.v1.Entry;
import io.echofield.swarmkit.wire.v1.EpochStart;
import io.echofield.swarmkit.wire.v1.Life;
import io.echofield.swarmkit.wire.v1.Note;
import io.echofield.swarmkit.wire.v1.Parameter;
import io.echofield.swarmkit.wire.v1.Reopen;
import io.echofield.swarmkit.wire.v1.Repeat;
import io.echofield.swarmkit.wire.v1.Result;
import io.echofield.swarmkit.wire.v1.Spec;

/**
 * Sets the body field of an entry that is being composed. Ranges are not checked here: the composer
 * decodes what it made. A number that does not fit its field at all is an {@link
 * IllegalArgumentException}.
 */
final class BodyToProto implements Body.Visitor<Entry.Builder> {
  private final Entry.Builder entry;

  BodyToProto(Entry.Builder entry) {
    this.entry = entry;
  }

  @Override
  public Entry.Builder create(Body.Create create) {
    Create.Builder body =
        Create.newBuilder()
            .setSalt(Limits.proto(create.salt()))
            .setAction(create.action().text())
            .setTargetEpoch(create.targetEpoch())
            .setSpec(spec(create.spec()))
            .setRepeat(create.exclusive() ? Repeat.REPEAT_EXCLUSIVE : Repeat.REPEAT_IDEMPOTENT)
            .addAllLabels(create.labels())
            .setAfter(Limits.proto(create.after()));
    create.target().ifPresent(target -> body.setTarget(Limits.proto(target.bytes())));
    return entry.setCreate(body);
  }

  @Override
  public Entry.Builder edit(Body.Edit edit) {
    return entry.setEdit(Edit.newBuilder().setSpec(spec(edit.spec())));
  }

  @Override
  public Entry.Builder life(Body.Life life) {
    return entry.setLife(
        Life.newBuilder()
            .setGen(life.gen())
            .setTerm(life.term())
            .setPhase(phase(life.phase()))
            .setReason(life.reason()));
  }

  @Override
  public Entry.Builder cancel(Body.Cancel cancel) {
    return entry.setCancel(Cancel.newBuilder().setGen(cancel.gen()).setReason(cancel.reason()));
  }

  @Override
  public Entry.Builder reopen(Body.Reopen reopen) {
    return entry.setReopen(Reopen.newBuilder().setGen(reopen.gen()));
  }

  @Override
  public Entry.Builder approve(Body.Approve approve) {
    return entry.setApprove(Approve.newBuilder().setGen(approve.gen()));
  }

  @Override
  public Entry.Builder note(Body.Note note) {
    return entry.setNote(Note.newBuilder().setText(note.text()));
  }

  @Override
  public Entry.Builder result(Body.Result result) {
    return entry.setResult(
        Result.newBuilder().setGen(result.gen()).setTerm(result.term()).setText(result.text()));
  }

  @Override
  public Entry.Builder epochStart(Body.EpochStart start) {
    EpochStart.Builder body = EpochStart.newBuilder().setCause(cause(start.cause()));
    for (Body.EpochStart.Earlier earlier : start.earlier()) {
      body.addEarlier(
          EpochStart.Earlier.newBuilder()
              .setEpoch(earlier.epoch())
              .setSeq(Limits.uint32(earlier.seq(), "seq")));
    }
    return entry.setEpochStart(body);
  }

  @Override
  public Entry.Builder roster(Body.RosterItem roster) {
    return entry.setRoster(RosterWire.toProto(roster));
  }

  static Spec.Builder spec(io.echofield.swarmkit.core.ledger.Spec spec) {
    Spec.Builder proto =
        Spec.newBuilder()
            .setVersion(spec.version())
            .setPriority(spec.priority())
            .setNotAfter(Limits.uint32(spec.notAfterSeconds(), "expiry"))
            // One attempt is the default: not sent, two bytes less in every create.
            .setMaxAttempts(spec.attemptsMax() == 1 ? 0 : spec.attemptsMax());
    spec.parameters()
        .forEach(
            (name, value) ->
                proto.addParameters(Parameter.newBuilder().setName(name).setValue(value)));
    return proto;
  }

  private static io.echofield.swarmkit.wire.v1.Phase phase(Phase phase) {
    return switch (phase) {
      case OPEN -> io.echofield.swarmkit.wire.v1.Phase.PHASE_OPEN;
      case CLAIMED -> io.echofield.swarmkit.wire.v1.Phase.PHASE_CLAIMED;
      case RUNNING -> io.echofield.swarmkit.wire.v1.Phase.PHASE_RUNNING;
      case FAILED -> io.echofield.swarmkit.wire.v1.Phase.PHASE_FAILED;
      case DONE -> io.echofield.swarmkit.wire.v1.Phase.PHASE_DONE;
    };
  }

  private static EpochStart.Cause cause(Body.EpochStart.Cause cause) {
    return switch (cause) {
      case UNSPECIFIED -> EpochStart.Cause.CAUSE_UNSPECIFIED;
      case NONCE -> EpochStart.Cause.CAUSE_NONCE;
      case SEEN -> EpochStart.Cause.CAUSE_SEEN;
    };
  }
}
