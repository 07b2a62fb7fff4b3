package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.wire.v1.Cancel;
import io.echofield.swarmkit.wire.v1.Create;
import io.echofield.swarmkit.wire.v1.Entry;
import io.echofield.swarmkit.wire.v1.EpochStart;
import io.echofield.swarmkit.wire.v1.Life;
import io.echofield.swarmkit.wire.v1.Parameter;
import io.echofield.swarmkit.wire.v1.Repeat;
import io.echofield.swarmkit.wire.v1.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the body of a parsed entry and refuses what is out of the schema's ranges. Pure. */
final class BodyFromProto {
  static final int LABELS_MAX = 4;
  static final int ATTEMPTS_MAX = 255;
  static final int PRIORITY_MAX = 9;

  private static final Pattern PARAMETER_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");
  private static final Pattern LABEL =
      Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}=[^\\p{Cntrl}=]{1,64}");

  private BodyFromProto() {}

  static Body read(Entry entry) throws Refusal {
    return switch (entry.getBodyCase()) {
      case CREATE -> create(entry.getCreate());
      case EDIT -> new Body.Edit(spec(entry.getEdit().getSpec(), 2, Spec.VERSION_MAX));
      case LIFE -> life(entry.getLife());
      case CANCEL -> cancel(entry.getCancel());
      case REOPEN -> new Body.Reopen(gen(entry.getReopen().getGen(), 1));
      case APPROVE -> new Body.Approve(gen(entry.getApprove().getGen(), 0));
      case NOTE ->
          new Body.Note(
              Limits.text(
                  entry.getNote().getText(),
                  entry.getNote().getTextBytes(),
                  Body.TEXT_BYTES_MAX,
                  "note"));
      case RESULT -> result(entry.getResult());
      case EPOCH_START -> epochStart(entry.getEpochStart());
      case ROSTER -> RosterWire.fromProto(entry.getRoster());
      case BODY_NOT_SET -> throw new Refusal("no body");
    };
  }

  private static Body create(Create proto) throws Refusal {
    Limits.require(ActionName.isLegal(proto.getAction()), "action name illegal");
    Limits.require(proto.getRepeat() != Repeat.UNRECOGNIZED, "repeat unknown");
    Limits.count(proto.getLabelsCount(), LABELS_MAX, "labels");
    for (String label : proto.getLabelsList()) {
      Limits.require(LABEL.matcher(label).matches(), "label illegal");
    }
    Optional<Author> target =
        proto.getTarget().isEmpty()
            ? Optional.empty()
            : Optional.of(Limits.author(proto.getTarget(), "target"));
    return new Body.Create(
        Limits.exactly(proto.getSalt(), Body.Create.SALT_BYTES, "salt"),
        new ActionName(proto.getAction()),
        target,
        proto.getTargetEpoch(),
        spec(proto.getSpec(), 1, 1),
        proto.getRepeat() == Repeat.REPEAT_EXCLUSIVE,
        List.copyOf(proto.getLabelsList()),
        Limits.exactlyOrNone(proto.getAfter(), TaskId.BYTES, "after"));
  }

  private static Spec spec(io.echofield.swarmkit.wire.v1.Spec proto, int versionMin, int versionMax)
      throws Refusal {
    SortedMap<String, String> parameters = new TreeMap<>();
    for (Parameter parameter : proto.getParametersList()) {
      String name = parameter.getName();
      Limits.require(PARAMETER_NAME.matcher(name).matches(), "parameter name illegal");
      Limits.require(
          parameters.isEmpty() || parameters.lastKey().compareTo(name) < 0,
          "parameters not in order");
      parameters.put(
          name,
          Limits.text(
              parameter.getValue(),
              parameter.getValueBytes(),
              Body.TEXT_BYTES_MAX,
              "parameter value"));
    }
    int attempts = Limits.between(proto.getMaxAttempts(), 0, ATTEMPTS_MAX, "attempts");
    return new Spec(
        Limits.between(proto.getVersion(), versionMin, versionMax, "spec version"),
        Limits.between(proto.getPriority(), 0, PRIORITY_MAX, "priority"),
        Limits.unsigned(proto.getNotAfter()),
        Math.max(1, attempts),
        parameters);
  }

  private static Body life(Life proto) throws Refusal {
    return new Body.Life(
        gen(proto.getGen(), 0),
        term(proto.getTerm()),
        phase(proto.getPhase()),
        Limits.text(proto.getReason(), proto.getReasonBytes(), Body.REASON_BYTES_MAX, "reason"));
  }

  private static Body cancel(Cancel proto) throws Refusal {
    return new Body.Cancel(
        gen(proto.getGen(), 0),
        Limits.text(proto.getReason(), proto.getReasonBytes(), Body.REASON_BYTES_MAX, "reason"));
  }

  private static Body result(Result proto) throws Refusal {
    return new Body.Result(
        gen(proto.getGen(), 0),
        term(proto.getTerm()),
        Limits.text(proto.getText(), proto.getTextBytes(), Body.TEXT_BYTES_MAX, "result"));
  }

  private static Body epochStart(EpochStart proto) throws Refusal {
    Limits.count(proto.getEarlierCount(), Body.EpochStart.EARLIER_MAX, "earlier epochs");
    List<Body.EpochStart.Earlier> earlier = new ArrayList<>(proto.getEarlierCount());
    for (EpochStart.Earlier one : proto.getEarlierList()) {
      earlier.add(new Body.EpochStart.Earlier(one.getEpoch(), Limits.unsigned(one.getSeq())));
    }
    return new Body.EpochStart(earlier, cause(proto.getCause()));
  }

  private static int gen(int field, int min) throws Refusal {
    return Limits.between(field, min, Body.Life.GEN_MAX, "gen");
  }

  private static int term(int field) throws Refusal {
    return Limits.between(field, 1, Body.Life.TERM_MAX, "term");
  }

  private static Phase phase(io.echofield.swarmkit.wire.v1.Phase proto) throws Refusal {
    return switch (proto) {
      case PHASE_OPEN -> Phase.OPEN;
      case PHASE_CLAIMED -> Phase.CLAIMED;
      case PHASE_RUNNING -> Phase.RUNNING;
      case PHASE_FAILED -> Phase.FAILED;
      case PHASE_DONE -> Phase.DONE;
      case UNRECOGNIZED -> throw new Refusal("phase unknown");
    };
  }

  private static Body.EpochStart.Cause cause(EpochStart.Cause proto) throws Refusal {
    return switch (proto) {
      case CAUSE_UNSPECIFIED -> Body.EpochStart.Cause.UNSPECIFIED;
      case CAUSE_NONCE -> Body.EpochStart.Cause.NONCE;
      case CAUSE_SEEN -> Body.EpochStart.Cause.SEEN;
      case UNRECOGNIZED -> throw new Refusal("cause unknown");
    };
  }
}
