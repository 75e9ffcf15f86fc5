using Sidecar.Domain.Attempts;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Audit;

/// <summary>A walk and what happened around it, made by hand: request <c>me</c> arrived at second 0 and asks for model <c>m</c>.</summary>
internal sealed class Story
{
    public const string Me = "me";

    private readonly List<StoredFact> _facts = [new("arrived", At(0)) { RequestId = Me, Model = "m", Tokens = 10 }];
    private readonly Dictionary<string, List<JournalledEvent>> _events = [];
    private readonly List<JournalledEvent> _emergencies = [];
    private readonly List<AttemptFigures> _attempts = [];
    private int _ordering;

    public RunningStep? Now { get; set; }

    public WalkExplanation Explained => WalkExplainer.Explain(_facts, new WalkEvidence(
        _events.ToDictionary(e => e.Key, e => new BackendHistory(BackendState.Fresh, e.Value)), _emergencies, _attempts, Now));

    public Story Picked(double at, string? chosen, params (string Backend, object Stood)[] candidates) => Add(new("picked", At(at))
    {
        Phase = RequestPhase.Routing,
        Backend = chosen,
        Board = 1,
        Candidates = candidates.ToDictionary(c => c.Backend, c =>
            c.Stood is int load ? new StoredCandidate(load, null, null) : new StoredCandidate(null, (string)c.Stood, null)),
    });

    public Story Granted(double at, string backend, RequestPhase phase = RequestPhase.Routing, bool isProbe = false) =>
        Add(new("lease", At(at)) { Phase = phase, Backend = backend, Epoch = 1, IsProbe = isProbe });

    public Story Refused(double at, string backend, LeaseRefusal refusal, RequestPhase phase = RequestPhase.Routing) =>
        Add(new("lease", At(at)) { Phase = phase, Backend = backend, Refusal = refusal, RetryAt = At(at + 5) });

    public Story Answered(double at, string backend, int attempt, int status, RequestPhase phase = RequestPhase.Routing,
        long? retryAfterMs = null) => Add(new("answered", At(at))
        {
            Phase = phase,
            Backend = backend,
            Attempt = attempt,
            Status = status,
            Verdict = AnswerJudgement.Of(
                new AnswerHead(status, IsGeneration: true, HasOwnCredentials: true, IsEventStream: false), [], default)
            .Verdict,
            RetryAfterMs = retryAfterMs,
        });

    public Story Queued(double at) => Add(new("queued", At(at)) { Ticket = 4, Position = 2 });

    public Story Woken(double at, string backend) => Add(new("woken", At(at)) { Ticket = 4, Backend = backend });

    public Story Ended(double at, int status, string code) => Add(new("ended", At(at)) { Status = status, Code = code, Bytes = 5 });

    public Story Add(StoredFact fact)
    {
        _facts.Add(fact);
        return this;
    }

    public Story Cost(int attempt, long? tokens, decimal? cost)
    {
        _attempts.Add(new AttemptFigures(attempt, "primary", null, 1, null, null, null, tokens, cost));
        return this;
    }

    /// <summary>A 429 made the backend rest.</summary>
    public Story Cooled(double at, string backend, double until, string request, int attempt = 1, string? model = null) => Happened(backend,
        new CooldownEvents.V1.CooldownStarted(At(at), model, CooldownReason.RateLimited, At(until), 1, 0,
            new Cause(request, attempt, 429, RetryAfterMs: 60_000)));

    public Story Happened(string backend, IBackendEvent happened)
    {
        if (!_events.TryGetValue(backend, out var events))
            _events[backend] = events = [];
        events.Add(new JournalledEvent(++_ordering, events.Count + 1, happened.GetType().Name, happened));
        return this;
    }

    public Story Emergency(double at, string request)
    {
        _emergencies.Add(new JournalledEvent(++_ordering, _emergencies.Count + 1, "emergency-activated.v1",
            new CooldownEvents.V1.EmergencyActivated(At(at), "m", new Cause(request))));
        return this;
    }
}
