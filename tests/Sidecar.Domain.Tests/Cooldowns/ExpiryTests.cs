using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class ExpiryTests
{
    [Fact]
    public void a_rest_ends_at_its_deadline_and_not_before()
    {
        var backend = new PureBackend();
        backend.Meet(AttemptVerdict.RateLimited);

        Assert.Empty(LeaseDecisions.Expire(backend.State, Instants.At(29.999)));
        Assert.Equal([new CooldownEnded(Instants.At(30), null, false, new Cause(null))],
            LeaseDecisions.Expire(backend.State, Instants.At(30)));
    }

    [Fact]
    public void it_ends_once()
    {
        var backend = new PureBackend();
        backend.Meet(AttemptVerdict.RateLimited);
        backend.Rest();
        backend.Expire();
        backend.Expire();

        Assert.Equal(2, backend.Journal.Count);
        Assert.Null(LeaseDecisions.NextExpiry(backend.State));
    }

    [Fact]
    public void a_deadline_that_passed_while_the_process_was_down_is_over()
    {
        var before = new PureBackend();
        before.Meet(AttemptVerdict.RateLimited);
        var recovered = BackendState.Fresh.Apply(before.Journal);
        var later = Instants.At(86_400);

        recovered = recovered.Apply(LeaseDecisions.Expire(recovered, later));

        Assert.Equal(RestMode.Probing, recovered.Whole.Mode);
        Assert.Equal(Instants.At(30), recovered.Whole.Until);
        Assert.Equal(1, recovered.Whole.Streak);
        Assert.Equal(LeaseRefusal.None, LeaseDecisions.Admit(recovered, "m", false, later, out _));
    }

    [Fact]
    public void a_deadline_that_did_not_pass_while_the_process_was_down_still_binds()
    {
        var before = new PureBackend();
        before.Meet(AttemptVerdict.RateLimited);
        var recovered = BackendState.Fresh.Apply(before.Journal);

        Assert.Equal(LeaseRefusal.Cooling, LeaseDecisions.Admit(recovered, "m", false, Instants.At(29), out _));
    }

    [Fact]
    public void the_next_expiry_is_the_earliest_of_all_rests()
    {
        var backend = new PureBackend(scope: CooldownScope.Model);
        Assert.Null(LeaseDecisions.NextExpiry(backend.State));
        backend.Meet(AttemptVerdict.RateLimited, 50, model: "a");
        backend.Meet(AttemptVerdict.RateLimited, 20, model: "b");
        backend.Meet(AttemptVerdict.CredentialsRejected, model: "c");

        Assert.Equal(Instants.At(20), LeaseDecisions.NextExpiry(backend.State));
        backend.Advance(55);
        backend.Expire();

        Assert.Equal(Instants.At(600), LeaseDecisions.NextExpiry(backend.State));
        Assert.Equal([RestMode.Probing, RestMode.Probing], backend.State.Models.Values.Select(r => r.Mode));
    }

    [Fact]
    public void admitting_names_no_instant_where_nothing_is_refused()
    {
        var backend = new PureBackend();
        backend.Meet(AttemptVerdict.RateLimited);

        Assert.Equal(LeaseRefusal.None, LeaseDecisions.Admit(backend.State, "m", true, backend.Now, out var retryAt));
        Assert.Null(retryAt);
    }
}
