using System.Globalization;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Host.Audit.Explaining;

/// <summary>Describes steps and events of an explained walk in single lines.</summary>
internal static class ExplanationText
{
    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) + " UTC";

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Span(TimeSpan span) => span < TimeSpan.FromSeconds(10)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s");

    public static string Lease(LeaseStep lease)
    {
        if (lease.Refusal == LeaseRefusal.None)
            return $"lease of {lease.Backend} granted{(lease.IsProbe ? ", as the one probe" : "")}";
        var retry = lease.RetryAt is { } at ? $", again from {Time(at)}" : "";
        return $"lease of {lease.Backend} refused ({lease.Refusal.ToWire()}{retry}): {lease.Because}";
    }

    public static string Attempt(AttemptStep attempt)
    {
        var answer = attempt.Status is { } status ? $"{status}" : attempt.Error is not null ? "no answer" : attempt.AnsweredAt is null
            ? "sent" : "answered";
        var took = attempt.AnsweredAt - attempt.SentAt is { } span ? $" after {Span(span)}" : "";
        var asked = attempt.RetryAfterMs is { } milliseconds ? $", retry-after {Span(TimeSpan.FromMilliseconds(milliseconds))}" : "";
        var tokens = attempt.Figures?.TotalTokens is { } known ? $"; {known} tokens" : "";
        var how = attempt.Translated == Translations.None ? "" : $", {attempt.Translated.ToWire()}";
        return $"attempt {attempt.Number} at {attempt.Backend}{how}: {answer}{took}{asked}: {attempt.Meaning}{tokens}";
    }

    /// <param name="requestId">The explained request: if it caused an event itself, there is nothing to look up.</param>
    public static string Event(JournalledEvent shown, string requestId)
    {
        var reason = shown.Event is CooldownStarted started ? $" {started.Reason.ToWire()}" : "";
        var model = shown.Model is { } one && shown.Event is not EmergencyActivated ? $" of model {one}" : "";
        var streak = shown.Streak is { } row ? $", streak {row}" : "";
        var until = shown.Until is { } end ? $", until {Time(end)}" : "";
        var limit = shown.Event is not LimitLearned learned ? ""
            : learned.Limit is { } known ? $": {known.InWords}, {known.Evidence}" : ": none is known any more";
        return $"event {shown.Ordering} {shown.Type}{reason}{model} at {Time(shown.At)}{streak}{until}{limit}"
            + CausedBy(shown.Cause, requestId);
    }

    private static string CausedBy(Cause cause, string requestId)
    {
        if (cause.By is { } somebody)
            return $", by {somebody}";
        if (cause.RequestId is not { } id)
            return "";
        var attempt = cause.Attempt > 0 ? $"attempt {cause.Attempt}" : "";
        var answer = cause.Status is { } status ? $", answered {status}" : cause.Error is { } error ? $", {error}" : "";
        var asked = cause.RetryAfterMs is { } milliseconds ? $", retry-after {Span(TimeSpan.FromMilliseconds(milliseconds))}" : "";
        var causer = id == requestId ? (attempt.Length > 0 ? $"{attempt} of this request" : "this request")
            : $"request {id}" + (attempt.Length > 0 ? $" {attempt}" : "");
        return $": caused by {causer}{answer}{asked}";
    }
}
