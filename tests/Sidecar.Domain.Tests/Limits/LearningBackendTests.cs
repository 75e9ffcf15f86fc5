using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Limits;

/// <summary>A backend that learns its upstream's limit, driven as its actor drives it.</summary>
public sealed class LearningBackendTests
{
    private readonly List<IBackendEvent> _journal = [];
    private ServingBackend _backend = Serving(CooldownScope.Backend);
    private int _leases;

    [Fact]
    public void a_429_without_a_hint_amid_admissions_is_a_limit_and_no_rest()
    {
        Fill(10);

        Refuse(Lease(At(1))!.Value, At(1.1));

        var learned = Assert.IsType<LimitLearned>(Assert.Single(_journal));
        Assert.Equal(10, learned.Limit!.Number);
        Assert.Equal(RestMode.Available, _backend.State.Whole.Mode);
        Assert.Equal(LeaseRefusal.LearnedLimit, Ask(At(1.1), out var retryAt));
        Assert.InRange(retryAt!.Value, At(1.1), At(9.2));
        Assert.True(_backend.RoomAt(At(1.1)) > At(1.1));
    }

    [Fact]
    public void a_429_of_a_backend_of_which_nothing_is_known_climbs_the_ladder()
    {
        Refuse(Lease(At(0))!.Value, At(0.1));

        Assert.Equal(At(30.1), Assert.IsType<CooldownStarted>(Assert.Single(_journal)).Until);
    }

    [Fact]
    public void with_a_hint_it_rests_for_the_hint_and_the_ladder_is_not_climbed()
    {
        Fill(10);
        Refuse(Lease(At(1))!.Value, At(1.1), 5);
        Apply(_backend.Expire(At(7)));
        Assert.NotNull(Lease(At(7)));
        Refuse(new LeaseKey("r", _leases), At(7.1), 5);

        Assert.Equal(At(12.1), _backend.State.Whole.Until);
        Assert.Equal(1, _backend.State.Whole.Streak);
    }

    [Fact]
    public void a_told_limit_is_never_exceeded_by_a_learned_one()
    {
        _backend = Serving(CooldownScope.Backend, rpm: 3);
        for (var i = 0; i < 3; i++)
            Admit(Lease(At(i))!.Value, At(i + 0.5));

        Assert.Equal(LeaseRefusal.Rpm, Ask(At(4), out _));
    }

    [Fact]
    public void each_model_has_a_limit_of_its_own_where_rests_are_each_models_own()
    {
        _backend = Serving(CooldownScope.Model);
        Fill(10);
        Refuse(Lease(At(1))!.Value, At(1.1));

        Assert.Equal(LeaseRefusal.LearnedLimit, Ask(At(1.1), out _));
        Assert.Equal(LeaseRefusal.None, Ask(At(1.1), out _, "other"));
        Assert.Equal("m", Assert.IsType<LimitLearned>(Assert.Single(_journal)).Model);
    }

    [Fact]
    public void a_former_process_limit_holds()
    {
        Fill(10);
        Refuse(Lease(At(1))!.Value, At(1.1));
        var restarted = Serving(CooldownScope.Backend);
        restarted.Recover(_backend.State, DateTimeOffset.MaxValue);
        _backend = restarted;

        for (var i = 0; i < 10; i++)
            Assert.NotNull(Lease(At(60)));
        Assert.Equal(LeaseRefusal.LearnedLimit, Ask(At(60), out _));
    }

    [Fact]
    public void an_operators_word_opens_it()
    {
        Fill(10);
        Refuse(Lease(At(1))!.Value, At(1.1), 20);

        Apply(OperatorDecisions.EndRests(_backend.State, null, At(3), new Cause(null, By: "alice")));

        Assert.Equal(LeaseRefusal.None, Ask(At(13), out _));
    }

    [Fact]
    public void after_a_rest_one_is_let_through_then_two_then_four()
    {
        Refuse(Lease(At(0))!.Value, At(0.1), 5);
        Apply(_backend.Expire(At(6)));
        Admit(Lease(At(6))!.Value, At(6.2));

        var first = Lease(At(6.2));
        Assert.NotNull(first);
        Assert.NotNull(Lease(At(6.2)));
        Assert.Null(Lease(At(6.2)));
        Admit(first.Value, At(6.4));
        for (var i = 0; i < 3; i++)
            Assert.NotNull(Lease(At(6.4)));
        Assert.Null(Lease(At(6.4)));
    }

    private static ServingBackend Serving(CooldownScope scope, int rpm = 0)
    {
        var policy = new CooldownPolicy { Jitter = 0 };
        return new ServingBackend(
            Sample.Backend() with { CooldownScope = scope, Rpm = rpm }, policy, new EmergencyPolicy(), BackendState.Fresh,
                new LearnedScopes(scope == CooldownScope.Model, policy.RetryAfterMax));
    }

    private void Fill(int count)
    {
        for (var i = 0; i < count; i++)
            Admit(Lease(At(i * 0.01))!.Value, At(0.5));
    }

    private LeaseRefusal Ask(DateTimeOffset now, out DateTimeOffset? retryAt, string model = "m")
    {
        var decided = _backend.Decide(new LeaseQuery(new LeaseKey("r", 0), 1, model, 1, false), now);
        retryAt = decided.RetryAt;
        return decided.Refusal;
    }

    private LeaseKey? Lease(DateTimeOffset now)
    {
        var query = new LeaseQuery(new LeaseKey("r", _leases + 1), 1, "m", 1, false);
        var decided = _backend.Decide(query, now);
        if (!decided.IsGranted)
            return null;
        _leases++;
        _backend.Grant(query, now);
        _backend.Apply(decided.Events);
        return query.Lease;
    }

    private void Admit(LeaseKey lease, DateTimeOffset now) => Tell(lease, AttemptVerdict.Success, now, null);

    private void Refuse(LeaseKey lease, DateTimeOffset now, double? retryAfter = null) =>
        Tell(lease, AttemptVerdict.RateLimited, now, retryAfter);

    private void Tell(LeaseKey lease, AttemptVerdict verdict, DateTimeOffset now, double? retryAfter)
    {
        var report = new AttemptReport("m", verdict, _backend.State.Epoch, Seconds(retryAfter), new Cause(lease.RequestId, 1));
        Apply(_backend.Learn(lease, report, now));
        Apply(_backend.Decide(report, now, 0));
        _backend.Return(lease, null, out _);
    }

    private void Apply(IReadOnlyList<IBackendEvent> events)
    {
        _backend.Apply(events);
        _journal.AddRange(events);
    }
}
