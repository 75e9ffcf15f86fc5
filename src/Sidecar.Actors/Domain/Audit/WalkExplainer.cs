using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Audit;

/// <summary>Builds a walk's explanation from its facts, the events of the backends involved and the ledger's rows.</summary>
public static class WalkExplainer
{
    /// <summary>Throws <see cref="InvalidDataException"/> if the facts do not begin with the request's arrival.</summary>
    public static WalkExplanation Explain(IReadOnlyList<StoredFact> facts, WalkEvidence evidence)
    {
        if (facts is not [{ Kind: "arrived", RequestId: { } id, Model: { } model } arrived, ..])
            throw new InvalidDataException("The stored walk cannot be read: it does not begin with the request's arrival");
        var telling = new Telling(id, model, arrived.At, evidence);
        for (var i = 1; i < facts.Count; i++)
            telling.Tell(facts[i]);
        return new WalkExplanation(id, arrived.At, model, arrived.Stream, arrived.Tokens, arrived.Client, telling.Phases(),
            telling.End is null ? evidence.Now : null, telling.End);
    }

    /// <summary>Builds the explanation of one walk, fact by fact.</summary>
    private sealed class Telling(string id, string model, DateTimeOffset arrivedAt, WalkEvidence evidence)
    {
        private readonly List<(RequestPhase Phase, DateTimeOffset From, List<WalkStep> Steps)> _phases = [];
        private (string Backend, DateTimeOffset SentAt, RequestPhase Phase)? _flying;
        private DateTimeOffset _waitsSince;
        private int _sent;

        public WalkEnding? End { get; private set; }

        public void Tell(StoredFact fact)
        {
            switch (fact.Kind)
            {
                case "picked":
                    Add(fact, new PickStep(fact.At, fact.Backend, fact.Board, CandidateReading.Read(fact, model, evidence)));
                    break;
                case "round":
                    Add(fact, new RoundStep(fact.At, fact.Round, fact.Order ?? [], CandidateReading.Read(fact, model, evidence)));
                    break;
                case "lease" when fact.Backend is { } backend:
                    Add(fact, LeaseOf(fact, backend));
                    break;
                case "answered" when fact is { Backend: { } backend, Attempt: { } number }:
                    Add(fact, AnsweredOf(fact, backend, number));
                    break;
                case "queued":
                    _waitsSince = fact.At;
                    Add(fact, new QueuedStep(fact.At, fact.Ticket, fact.Position));
                    break;
                case "full":
                    Add(fact, new QueueFullStep(fact.At, fact.Waiting, fact.Held));
                    break;
                case "foregone":
                    Add(fact, new WaitForegoneStep(fact.At, fact.RetryAt));
                    break;
                case "woken" when fact.Backend is { } backend:
                    var (because, freed) = WakeReason.Of(evidence.HistoryOf(backend), model, _waitsSince, fact.At);
                    Add(fact, new WokenStep(fact.At, fact.Ticket, backend, fact.At - _waitsSince, because, freed));
                    break;
                case "ended":
                    Close(fact.At);
                    End = EndOf(fact);
                    break;
                default:
                    Add(fact, new OtherStep(fact.At, fact.Kind));
                    break;
            }
        }

        public IReadOnlyList<WalkPhase> Phases()
        {
            if (End is null)
                Close(null);
            var activated = evidence.Emergencies.FirstOrDefault(e => e.Cause.RequestId == id) ?? Together();
            // An emergency in which no backend could be asked leaves no fact in the walk, only an event in the journal.
            if (activated is not null && _phases.All(p => p.Phase != RequestPhase.Emergency))
                _phases.Add((RequestPhase.Emergency, activated.At, []));
            return [.. _phases.Select((p, i) => new WalkPhase(
                p.Phase, p.From, i + 1 < _phases.Count ? _phases[i + 1].From : End?.At, p.Steps,
                    p.Phase == RequestPhase.Emergency ? activated : null))];
        }

        // Activations within one second share an event, which names the first of them.
        private JournalledEvent? Together() =>
            _phases.FirstOrDefault(p => p.Phase == RequestPhase.Emergency) is { Phase: RequestPhase.Emergency, From: var from }
                ? evidence.Emergencies.FirstOrDefault(e => e.Event is EmergencyActivated { Activations: > 1 } && e.Event.At >= from) : null;

        private LeaseStep LeaseOf(StoredFact fact, string backend)
        {
            if (fact.Refusal == LeaseRefusal.None)
            {
                _flying = (backend, fact.At, fact.Phase ?? Current);
                _sent++;
            }
            else
                _waitsSince = fact.At;
            var rest = fact.Refusal switch
            {
                LeaseRefusal.Cooling => Find(told => told?.StartsWith(Exclusion.Cooling, StringComparison.Ordinal) == true, "cooling"),
                LeaseRefusal.ModelAbsent => Find(told => told == Exclusion.ModelAbsent, Exclusion.ModelAbsent),
                LeaseRefusal.ProbeInFlight => Find(told => told == Exclusion.Probing, Exclusion.Probing),
                _ => null,
            };
            return new LeaseStep(
                fact.At, backend, fact.Refusal, ExclusionWords.OfRefusal(fact.Refusal, evidence.HistoryOf(backend).LimitAt(fact.At, model)),
                fact.RetryAt, fact.Epoch, fact.IsProbe, rest);

            CooldownCause Find(Func<string?, bool> isTold, string told) =>
                CooldownSearch.Find(evidence.HistoryOf(backend), model, fact.At, told, isTold);
        }

        private AttemptStep AnsweredOf(StoredFact fact, string backend, int number)
        {
            var sentAt = _flying is { } flying && flying.Backend == backend ? flying.SentAt : default(DateTimeOffset?);
            _flying = null;
            _sent = Math.Max(_sent, number);
            return new AttemptStep(
                fact.At, number, backend, sentAt, fact.At, fact.Status, fact.Error, fact.Verdict, AttemptWords.Of(fact),
                    fact.RetryAfterMs,
                [.. Caused(backend, number)], FiguresOf(number))
            {
                Translated = fact.Translated,
            };
        }

        // An attempt that was sent and not answered: still in flight, or abandoned when the walk ended.
        private void Close(DateTimeOffset? endedAt)
        {
            if (_flying is not { } flying)
                return;
            _flying = null;
            var meaning = endedAt is null ? AttemptWords.InFlight : AttemptWords.Unanswered;
            // A lease that was returned without a verdict names only its request.
            var caused = Caused(flying.Backend, _sent).Concat(Caused(flying.Backend, 0));
            Add(flying.Phase, flying.SentAt, new AttemptStep(
                flying.SentAt, _sent, flying.Backend, flying.SentAt, null, null, null, null, meaning, null, [.. caused], FiguresOf(_sent)));
        }

        private IEnumerable<JournalledEvent> Caused(string backend, int number) => evidence.HistoryOf(backend).CausedBy(id, number);

        private AttemptFigures? FiguresOf(int number) => evidence.Attempts.FirstOrDefault(a => a.Number == number);

        private WalkEnding EndOf(StoredFact fact)
        {
            var (status, code) = (fact.Status ?? 0, fact.Code ?? "");
            return new WalkEnding(
                fact.At, status, code, AttemptWords.OfEnd(status, code), fact.Bytes ?? 0, fact.At - arrivedAt, _sent,
                SumOf(evidence.Attempts.Select(a => a.TotalTokens)), SumOf(evidence.Attempts.Select(a => a.Cost)));
        }

        private RequestPhase Current => _phases.Count > 0 ? _phases[^1].Phase : RequestPhase.Routing;

        private void Add(StoredFact fact, WalkStep step) =>
            Add(fact.Phase
                ?? (fact.Kind is "queued" or "full" or "woken" ? RequestPhase.PrimaryWait : fact.Kind == "round" ? RequestPhase.Emergency
                : Current), fact.At, step);

        private void Add(RequestPhase phase, DateTimeOffset at, WalkStep step)
        {
            if (_phases.Count == 0 || _phases[^1].Phase != phase)
                _phases.Add((phase, at, []));
            _phases[^1].Steps.Add(step);
        }

        // Unknown stays unknown: if no row knows the number, the sum is null, not zero.
        private static T? SumOf<T>(IEnumerable<T?> values)
            where T : struct, System.Numerics.INumber<T> =>
            values.Aggregate(default(T?), (sum, value) => value is { } known ? (sum ?? T.Zero) + known : sum);
    }
}
