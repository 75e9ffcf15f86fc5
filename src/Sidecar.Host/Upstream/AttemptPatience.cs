using Sidecar.Domain.Backends;

namespace Sidecar.Host.Upstream;

/// <summary>How long a stage of an attempt may take, and which setting says so.</summary>
/// <param name="Setting">The setting's key in the configuration.</param>
/// <param name="IsBounded">The request's deadline ends the stage too.</param>
internal readonly record struct AttemptPatience(TimeSpan Length, string Setting, bool IsBounded)
{
    public const string FirstToken = "first-token-timeout";

    /// <summary>
    /// From sending to the head. A stream may be silent until its first event; a plain answer needs the time to generate all of it.
    /// </summary>
    public static AttemptPatience ForHead(Backend backend, bool isStreamed) =>
        isStreamed ? ForFirstEvent(backend) : new AttemptPatience(backend.AnswerTimeout, "answer-timeout", IsBounded: false);

    /// <summary>From the head to the beginning of the body.</summary>
    /// <param name="isStreamed">The client asked for a stream.</param>
    /// <param name="isEventStream">The upstream answers with one.</param>
    public static AttemptPatience ForBeginning(Backend backend, bool isStreamed, bool isEventStream, TimeSpan elapsed)
    {
        if (isEventStream && (isStreamed || backend.FirstTokenTimeout > TimeSpan.Zero))
            return ForFirstEvent(backend) with { Length = Left(ForFirstEvent(backend).Length, elapsed), IsBounded = isStreamed };
        return new AttemptPatience(backend.Timeout, "timeout", isStreamed);
    }

    // Without a setting, a first event may take all that the deadline leaves: reasoning models are silent for minutes.
    private static AttemptPatience ForFirstEvent(Backend backend) =>
        new(backend.FirstTokenTimeout > TimeSpan.Zero ? backend.FirstTokenTimeout : TimeSpan.MaxValue, FirstToken, IsBounded: true);

    private static TimeSpan Left(TimeSpan whole, TimeSpan elapsed) =>
        whole == TimeSpan.MaxValue ? whole : whole > elapsed ? whole - elapsed : TimeSpan.Zero;
}
