using CsCheck;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Cooldowns;

/// <summary>What may happen to a backend next. Numbers select among what exists at that point, so any list of steps is a valid
/// history.</summary>
internal sealed record HistoryStep(HistoryStep.Kind What, int Choice, AttemptVerdict Verdict, double? RetryAfter, double Chance,
    double Pause)
{
    public enum Kind
    {
        Lease,
        EmergencyLease,
        Report,
        Expire,
    }
}

/// <summary>A random history: the scope of the policy, the jitter and the steps.</summary>
internal sealed record History(CooldownScope Scope, double Jitter, HistoryStep[] Steps)
{
    private static readonly string[] Models = ["a", "b", "c"];

    private static readonly Gen<double> Pause = Gen.Frequency(
        (4, Gen.Const(0.0)), (4, Gen.Double[0, 2]), (3, Gen.Double[0, 40]), (1, Gen.Double[0, 2_000]),
            (2, Gen.OneOf(1.0, 5.0, 30.0, 60.0)));

    private static readonly Gen<double?> RetryAfter = Gen.Frequency<double?>(
        (4, Gen.Const((double?)null)), (3, Gen.Double[0, 10].Select(s => (double?)s)), (1, Gen.Double[0, 5_000].Select(s => (double?)s)));

    private static readonly Gen<HistoryStep> Step = Gen.Select(
        Gen.OneOf(HistoryStep.Kind.Lease, HistoryStep.Kind.Lease, HistoryStep.Kind.EmergencyLease, HistoryStep.Kind.Report,
            HistoryStep.Kind.Report, HistoryStep.Kind.Expire),
        Gen.Int[0, 1_000],
        Gen.OneOf(
            AttemptVerdict.Success, AttemptVerdict.Success, AttemptVerdict.RateLimited, AttemptVerdict.RateLimited,
                AttemptVerdict.Overloaded, AttemptVerdict.FailedAnswer,
            AttemptVerdict.FailedTransport, AttemptVerdict.CredentialsRejected, AttemptVerdict.ClientCredentialsRejected,
                AttemptVerdict.Abandoned),
        RetryAfter,
        Gen.Double[0, 0.999_999],
        Pause,
        (what, choice, verdict, retryAfter, chance, pause) => new HistoryStep(what, choice, verdict, retryAfter, chance, pause));

    public static readonly Gen<History> Any = Gen.Select(
        Gen.Enum<CooldownScope>(), Gen.OneOf(0.0, 0.1, 1.0), Step.Array[1, 80], (scope, jitter, steps) =>
            new History(scope, jitter, steps));

    public override string ToString() => $"scope {Scope}, jitter {Jitter}:\n{string.Join('\n', Steps.AsEnumerable())}";

    /// <summary>Plays the history; before each step <paramref name="watch"/> learns what the step will be and which backend it
    /// concerns.</summary>
    public PureBackend Live(IHistoryWatch watch)
    {
        var backend = new PureBackend(new CooldownPolicy { Jitter = Jitter, FailuresToCool = 2 }, Scope);
        var flying = new List<Leased>();
        foreach (var step in Steps)
        {
            backend.Advance(step.Pause);
            watch.Before(backend);
            switch (step.What)
            {
                case HistoryStep.Kind.Lease or HistoryStep.Kind.EmergencyLease:
                    var (model, isEmergency) = (Models[step.Choice % Models.Length], step.What == HistoryStep.Kind.EmergencyLease);
                    var lease = backend.TryLease(model, isEmergency);
                    if (lease is not null)
                        flying.Add(lease);
                    watch.AfterLease(backend, model, isEmergency, lease);
                    break;
                case HistoryStep.Kind.Report when flying.Count > 0:
                    var attempt = flying[step.Choice % flying.Count];
                    flying.Remove(attempt);
                    backend.Report(attempt, step.Verdict, step.RetryAfter, step.Chance);
                    watch.AfterReport(backend, attempt, step.Verdict);
                    break;
                case HistoryStep.Kind.Expire:
                    backend.Expire();
                    break;
            }
            watch.After(backend);
        }
        return backend;
    }
}

/// <summary>Watches a history being played, and asserts.</summary>
internal interface IHistoryWatch
{
    void Before(PureBackend backend)
    {
    }

    void AfterLease(PureBackend backend, string model, bool isEmergency, Leased? lease)
    {
    }

    void AfterReport(PureBackend backend, Leased attempt, AttemptVerdict verdict)
    {
    }

    void After(PureBackend backend)
    {
    }
}
