using CsCheck;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Walk;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

/// <summary>What holds in any history of leases, outcomes, expiries and pauses. A failure prints its CsCheck seed.</summary>
public sealed class HistoryTests
{
    [Fact]
    public void replaying_any_prefix_of_the_journal_gives_the_state_that_was_live_then() => History.Any.Sample(history =>
    {
        var watch = new LiveStates();
        var journal = history.Live(watch).Journal;

        foreach (var (count, live) in watch.Seen)
            Assert.Equal(live, Snapshot.Of(BackendState.Fresh.Apply(journal.Take(count))));
    });

    [Fact]
    public void a_deadline_never_shortens() => History.Any.Sample(history => { history.Live(new LastingDeadlines()); });

    [Fact]
    public void at_most_one_probe_is_in_flight_and_nothing_else_while_one_is() =>
        History.Any.Sample(history => { history.Live(new SingleProbes()); });

    [Fact]
    public void a_lease_is_granted_just_where_the_rests_allow_it() => History.Any.Sample(history => { history.Live(new LawfulLeases()); });

    [Fact]
    public void every_rest_lasts_a_second_or_more_and_events_come_in_order() => History.Any.Sample(history =>
    {
        var journal = history.Live(new LiveStates()).Journal;

        Assert.All(journal.OfType<CooldownStarted>(), e => Assert.True(e.Until - e.At >= TimeSpan.FromSeconds(1), e.ToString()));
        Assert.All(journal.Zip(journal.Skip(1)), pair => Assert.True(pair.First.At <= pair.Second.At, $"{pair}"));
        Assert.All(journal.OfType<StreakReset>(), e => Assert.True(e.Streak >= 0));
    });

    private sealed class LiveStates : IHistoryWatch
    {
        public List<(int Events, string State)> Seen { get; } = [];

        public void After(PureBackend backend) => Seen.Add((backend.Journal.Count, Snapshot.Of(backend.State)));
    }

    private sealed class LastingDeadlines : IHistoryWatch
    {
        private BackendState _before = BackendState.Fresh;

        public void Before(PureBackend backend) => _before = backend.State;

        public void After(PureBackend backend)
        {
            foreach (var model in _before.Models.Keys.Prepend(null))
                // A good answer in an emergency ends a rest early, unless the upstream itself named its time.
                if (_before.Rest(model) is var before && before.IsCoolingAt(backend.Now)
                    && !(before.Cause?.RetryAfterMs is null && backend.Journal[^1] is ProbeClosed or StreakReset or FailuresCleared))
                {
                    Assert.True(backend.State.Rest(model).IsCoolingAt(backend.Now), "a rest ended before its deadline");
                    Assert.True(backend.State.Rest(model).Until >= before.Until, "a deadline shortened");
                }
        }

        public void AfterReport(PureBackend backend, Leased attempt, AttemptVerdict verdict)
        {
            if (verdict is AttemptVerdict.CredentialsRejected or AttemptVerdict.RateLimited or AttemptVerdict.Overloaded
                && attempt.Epoch == _before.Epoch)
                Assert.False(backend.State.IsOpenFor(attempt.Model, backend.Now), "still open after it was told to rest");
        }
    }

    // Keeps its own account of who is probing, from what was granted and what became of it.
    private sealed class SingleProbes : IHistoryWatch
    {
        private readonly Dictionary<string, DateTimeOffset> _probing = [];
        private int _read;

        public void AfterLease(PureBackend backend, string model, bool isEmergency, Leased? lease)
        {
            foreach (var scope in new[] { "", model })
                Assert.False(lease is not null && _probing.TryGetValue(scope, out var until)
                    && backend.Now < until, "leased past a probe in flight");
        }

        public void After(PureBackend backend)
        {
            foreach (var @event in backend.Journal.Skip(_read))
                switch (@event)
                {
                    case ProbeLeased e:
                        _probing[e.Model ?? ""] = e.At + backend.Policy.ProbeLease;
                        break;
                    case ProbeReleased { Model: var model }:
                        _probing.Remove(model ?? "");
                        break;
                    case ProbeClosed { Model: var model }:
                        _probing.Remove(model ?? "");
                        break;
                    // The probe is outdated: a new rest means a new probe after it.
                    case CooldownStarted { Model: var model }:
                        _probing.Remove(model ?? "");
                        break;
                    case CooldownExtended { Model: var model }:
                        _probing.Remove(model ?? "");
                        break;
                }
            _read = backend.Journal.Count;
        }
    }

    private sealed class LawfulLeases : IHistoryWatch
    {
        private BackendState _before = BackendState.Fresh;

        public void Before(PureBackend backend) => _before = backend.State;

        public void AfterLease(PureBackend backend, string model, bool isEmergency, Leased? lease)
        {
            var (now, rests) = (backend.Now, new[] { _before.Whole, _before.Rest(model) });
            var isProbed = rests.Any(r => r.Mode == RestMode.Probing && r.ProbeUntil > now);
            var isResting = rests.Any(r => r.Mode == RestMode.Cooling && r.Until > now);
            var lacksCredentials = isResting && _before.Whole is { Mode: RestMode.Cooling, Reason: CooldownReason.Credentials } whole
                && whole.Until > now;
            var isOver = rests.Any(r => r.Mode == RestMode.Probing || (r.Mode == RestMode.Cooling && r.Until <= now));

            Assert.Equal(!isProbed && (!isResting || (isEmergency && !lacksCredentials)), lease is not null);
            if (lease is not null)
                Assert.Equal(isOver, lease.IsProbe);
        }
    }
}
