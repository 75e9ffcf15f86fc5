using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class AbsentModelTests
{
    private readonly PureBackend _backend = new();

    [Fact]
    public void a_model_that_the_upstream_does_not_have_is_left_out_for_ten_minutes()
    {
        _backend.Meet(AttemptVerdict.ModelAbsent);

        Assert.Equal(LeaseRefusal.ModelAbsent, _backend.Ask());
        Assert.Equal(LeaseRefusal.ModelAbsent, _backend.Ask(isEmergency: true));
        Assert.Equal(_backend.Now.AddMinutes(10), _backend.State.NextAt("m", _backend.Now));
        _backend.Advance(600);
        Assert.Equal(LeaseRefusal.None, _backend.Ask());
    }

    [Fact]
    public void other_models_of_the_backend_and_the_backend_itself_are_as_well_as_before()
    {
        _backend.Meet(AttemptVerdict.ModelAbsent);

        Assert.Equal(LeaseRefusal.None, _backend.Ask("other"));
        Assert.True(_backend.State.IsClean);
        Assert.Equal((0, 0L), (_backend.Whole.Streak, _backend.State.Epoch));
    }

    [Fact]
    public void a_burst_of_such_answers_is_one_event()
    {
        var leased = new[] { _backend.Lease(), _backend.Lease(), _backend.Lease() };
        foreach (var lease in leased)
            _backend.Report(lease, AttemptVerdict.ModelAbsent);

        Assert.IsType<ModelLeftOut>(Assert.Single(_backend.Journal));
    }

    [Fact]
    public void names_that_clients_make_up_fill_neither_memory_nor_journal()
    {
        for (var i = 0; i < 1000; i++)
            _backend.Meet(AttemptVerdict.ModelAbsent, model: $"made-up-{i}");
        Assert.Equal((AbsentModels.Most, AbsentModels.Most), (_backend.State.Absent.Until.Count, _backend.Journal.Count));

        _backend.Advance(600);
        _backend.Meet(AttemptVerdict.ModelAbsent, model: "later");
        Assert.Equal(["later"], _backend.State.Absent.Until.Keys);
    }

    [Fact]
    public void a_probe_that_finds_the_model_absent_is_given_back()
    {
        _backend.Meet(AttemptVerdict.RateLimited);
        _backend.Rest();
        _backend.Meet(AttemptVerdict.ModelAbsent);

        Assert.NotNull(_backend.TryLease("other"));
    }

    [Fact]
    public void an_operator_takes_a_model_in_again()
    {
        _backend.Meet(AttemptVerdict.ModelAbsent);

        var state = _backend.State.Apply(OperatorDecisions.EndRests(_backend.State, null, _backend.Now, new Cause(null, By: "op")));

        Assert.False(state.LacksModel("m", _backend.Now));
    }

    [Fact]
    public void no_emergency_asks_for_it_and_a_model_that_all_lack_is_served_by_nobody()
    {
        var lacking = BackendState.Fresh.Apply(new ModelLeftOut(Instants.Start, "m", Instants.Start.AddMinutes(10), new Cause("r")));
        var board = Sample.Board(Sample.Backend("a"), Sample.Backend("b", "fallback"));
        var one = board with { States = [lacking, BackendState.Fresh] };
        var all = board with { States = [lacking, lacking] };

        Assert.Equal([1], EmergencyOrder.Of(one, "m", default, Instants.Start));
        Assert.Equal((true, false), (one.AnyServes("m", Instants.Start),
            one.IsWorthWaiting("m", WaitFor.Primary, default, Instants.Start)));
        Assert.Equal((false, true), (all.AnyServes("m", Instants.Start), all.AnyServes("other", Instants.Start)));
        Assert.True(all.AnyServes("m", Instants.Start.AddMinutes(10)));
    }

    [Theory]
    [InlineData(AttemptVerdict.UnknownError), InlineData(AttemptVerdict.TooLarge), InlineData(AttemptVerdict.Unsupported)]
    [InlineData(AttemptVerdict.RequestRefused), InlineData(AttemptVerdict.NotForThisKey)]
    public void what_is_about_one_request_leaves_nothing_behind(AttemptVerdict verdict)
    {
        Assert.Empty(_backend.Meet(verdict, retryAfter: 60));
        Assert.Equal(LeaseRefusal.None, _backend.Ask());
    }
}
