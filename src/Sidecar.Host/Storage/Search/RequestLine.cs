using Sidecar.Domain.Walk;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage.Search;

/// <summary>A finished request as one line of a list.</summary>
/// <param name="Status">The status that the client got; 0 if it hung up first; null if only its attempts were stored.</param>
/// <param name="Code">The refusal's code, or how the relay ended.</param>
/// <param name="Phase">The last phase in which anything was done for it.</param>
/// <param name="Backend">The last backend that it was sent to; null if none.</param>
/// <param name="Waited">It got a place in the queue.</param>
public sealed record RequestLine(string Id, DateTimeOffset ArrivedAt, DateTimeOffset EndedAt, string Model, string? Client, int? Status,
    string? Code, string Phase, string? Backend, int Attempts, bool Waited)
{
    public TimeSpan Elapsed => EndedAt - ArrivedAt;

    /// <summary>Throws <see cref="InvalidDataException"/> if the walk cannot be read.</summary>
    public static RequestLine Of(StoredWalk walk)
    {
        var line = new RequestLine(walk.RequestId, walk.ArrivedAt, walk.ArrivedAt, "", null, walk.Outcome, null,
            RequestPhase.Routing.ToWire(), null, 0, false);
        foreach (var fact in walk.ReadFacts())
        {
            line = line with { EndedAt = fact.At };
            line = fact.Kind switch
            {
                "arrived" => line with { Model = fact.Model ?? "", Client = fact.Client },
                "queued" => line with { Phase = RequestPhase.PrimaryWait.ToWire(), Waited = true },
                "picked" or "lease" => line with { Phase = (fact.Phase ?? RequestPhase.Routing).ToWire() },
                "answered" => line with
                {
                    Phase = (fact.Phase ?? RequestPhase.Routing).ToWire(),
                    Backend = fact.Backend,
                    Attempts = fact.Attempt ?? line.Attempts,
                },
                "ended" => line with { Code = fact.Code },
                _ => line,
            };
        }
        return line;
    }

    /// <summary>Of a request whose walk was not kept: what its attempts tell.</summary>
    public static RequestLine Of(IReadOnlyList<AttemptRow> attempts)
    {
        var (first, last) = (attempts[0], attempts[^1]);
        return new RequestLine(last.RequestId, first.At - TimeSpan.FromMilliseconds(first.LatencyMs), last.At, last.Model, last.Client,
            last.Status, last.ErrorClass, last.Phase, last.Backend, last.Attempt, false);
    }

    public FinishedWalk ToFinished() => new(Id, EndedAt, Model, Status ?? 0, Phase, Backend, Attempts, Elapsed);
}
