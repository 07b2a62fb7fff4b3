package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.remedy.ActionCatalog;
import io.echofield.swarmkit.remedy.Parameter;
import io.echofield.swarmkit.remedy.RiskClass;
import io.echofield.swarmkit.remedy.TimeSpan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a configuration may say of an action of one handler.
 *
 * @param parameters the form of each parameter
 * @param required parameters without which the handler refuses
 */
record HandlerForm(RiskClass risk, SortedMap<String, Form> parameters, List<String> required) {
  private static final long SPAN_MILLIS_MAX = 366 * 86_400_000L;

  /** What the handler takes at most. */
  private static final int FILES_MAX = 100_000;

  private static final HandlerForm CLEAN_DIRECTORY =
      new HandlerForm(
          RiskClass.R1,
          new TreeMap<>(
              Map.of(
                  "path", new Folder(),
                  "older_than", new Ranged(new Parameter.Span(0, SPAN_MILLIS_MAX)),
                  "recursive", new Plain(new Parameter.OneOf(List.of("true", "false"))),
                  "max_files", new Ranged(new Parameter.WholeNumber(1, FILES_MAX)))),
          List.of("path", "older_than"));
  private static final HandlerForm NOTIFY =
      new HandlerForm(
          RiskClass.R0,
          new TreeMap<>(
              Map.of("text", new Plain(new Parameter.Text(ActionCatalog.NOTIFY_BYTES_MAX)))),
          List.of("text"));
  private static final HandlerForm COLLECT_DIAGNOSTICS =
      new HandlerForm(RiskClass.R0, new TreeMap<>(), List.of());

  /** By the names of handlers. */
  static final Map<String, HandlerForm> ALL =
      new TreeMap<>(
          Map.of(
              ActionCatalog.CLEAN_DIRECTORY, CLEAN_DIRECTORY,
              ActionCatalog.NOTIFY, NOTIFY,
              ActionCatalog.COLLECT_DIAGNOSTICS, COLLECT_DIAGNOSTICS));

  /** What a parameter's value may be. */
  sealed interface Form {
    /** Why a value is not allowed, to follow "must be"; empty if it is. */
    Optional<String> fault(String value);

    /**
     * The kind of a parameter that tasks may set, within a range that the configuration gives.
     *
     * @return or the reason why there is none, with what to do
     */
    Decoded<Parameter.Kind> variable(Optional<String> min, Optional<String> max);
  }

  /** A value without an order: a range makes no sense. */
  record Plain(Parameter.Kind kind) implements Form {
    @Override
    public Optional<String> fault(String value) {
      return kind.fault(value);
    }

    @Override
    public Decoded<Parameter.Kind> variable(Optional<String> min, Optional<String> max) {
      return min.isEmpty() && max.isEmpty()
          ? new Decoded.Accepted<>(kind)
          : new Decoded.Rejected<>("must not have min or max; remove them");
    }
  }

  /**
   * A number or a time span.
   *
   * @param widest a {@link Parameter.Span} or {@link Parameter.WholeNumber}
   */
  record Ranged(Parameter.Kind widest) implements Form {
    @Override
    public Optional<String> fault(String value) {
      return widest.fault(value);
    }

    @Override
    public Decoded<Parameter.Kind> variable(Optional<String> min, Optional<String> max) {
      Optional<String> fault = min.flatMap(widest::fault).or(() -> max.flatMap(widest::fault));
      if (fault.isPresent()) {
        return new Decoded.Rejected<>("min and max: each " + fault.get() + "; correct them");
      }
      if (widest instanceof Parameter.Span span) {
        long from = min.map(Ranged::millis).orElse(span.minMillis());
        long to = max.map(Ranged::millis).orElse(span.maxMillis());
        return from > to ? crossed() : new Decoded.Accepted<>(new Parameter.Span(from, to));
      }
      Parameter.WholeNumber number = (Parameter.WholeNumber) widest;
      long from = min.map(Long::parseLong).orElse(number.min());
      long to = max.map(Long::parseLong).orElse(number.max());
      return from > to ? crossed() : new Decoded.Accepted<>(new Parameter.WholeNumber(from, to));
    }

    private static long millis(String text) {
      OptionalLong millis = TimeSpan.millis(text);
      return millis.orElseThrow(() -> new IllegalStateException("checked before: " + text));
    }

    private static Decoded<Parameter.Kind> crossed() {
      return new Decoded.Rejected<>("min must not be above max; correct one of them");
    }
  }

  /** An absolute folder, which no task may choose. */
  record Folder() implements Form {
    private static final Pattern ABSOLUTE = Pattern.compile("/[^\\p{Cntrl}]{1,511}");

    @Override
    public Optional<String> fault(String value) {
      boolean dots =
          List.of(value.split("/", -1)).stream().anyMatch(part -> part.matches("\\.{1,2}"));
      return ABSOLUTE.matcher(value).matches() && !dots
          ? Optional.empty()
          : Optional.of("must be an absolute path without . or ..");
    }

    @Override
    public Decoded<Parameter.Kind> variable(Optional<String> min, Optional<String> max) {
      return new Decoded.Rejected<>(
          "must be fixed, or a task could name any folder; write one path");
    }
  }
}
