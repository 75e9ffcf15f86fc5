using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class CredentialTests
{
    private readonly PureBackend _backend = new();

    [Fact]
    public void refused_credentials_rest_the_backend_for_credential_rest()
    {
        _backend.Meet(AttemptVerdict.CredentialsRejected);

        Assert.Equal((CooldownReason.Credentials, 600, 0), (_backend.Whole.Reason, _backend.RestsFor(), _backend.Whole.Streak));
    }

    [Fact]
    public void not_even_an_emergency_is_let_through()
    {
        _backend.Meet(AttemptVerdict.CredentialsRejected);
        _backend.Advance(599.999);

        Assert.True(_backend.State.LacksCredentials(_backend.Now));
        Assert.Equal(LeaseRefusal.Cooling, _backend.Ask(isEmergency: true));
    }

    [Fact]
    public void after_it_a_probe_is_leased_to_anyone()
    {
        _backend.Meet(AttemptVerdict.CredentialsRejected);
        _backend.Rest();

        Assert.False(_backend.State.LacksCredentials(_backend.Now));
        Assert.True(_backend.Lease(isEmergency: true).IsProbe);
    }

    [Fact]
    public void a_burst_of_refusals_is_one_refusal()
    {
        var leases = Enumerable.Range(0, 10).Select(_ => _backend.Lease()).ToList();
        foreach (var lease in leases)
        {
            _backend.Report(lease, AttemptVerdict.CredentialsRejected);
            _backend.Advance(1);
        }

        Assert.Equal((1, 590), (_backend.Journal.Count, _backend.RestsFor()));
    }

    [Fact]
    public void a_late_refusal_during_another_rest_counts_nonetheless()
    {
        var late = _backend.Lease();
        _backend.Meet(AttemptVerdict.RateLimited);

        _backend.Report(late, AttemptVerdict.CredentialsRejected);

        Assert.Equal((CooldownReason.Credentials, 600, 1), (_backend.Whole.Reason, _backend.RestsFor(), _backend.Whole.Streak));
    }

    [Fact]
    public void refused_credentials_are_the_reason_even_of_a_rest_that_was_longer_already()
    {
        var late = _backend.Lease();
        _backend.Meet(AttemptVerdict.RateLimited, retryAfter: 3_000);

        _backend.Report(late, AttemptVerdict.CredentialsRejected);

        Assert.Equal(3_000, _backend.RestsFor());
        Assert.True(_backend.State.LacksCredentials(_backend.Now));
    }

    [Fact]
    public void later_answers_of_the_burst_do_not_hide_that_credentials_were_refused()
    {
        var leases = Enumerable.Range(0, 6).Select(_ => _backend.Lease()).ToList();
        _backend.Meet(AttemptVerdict.CredentialsRejected);
        _backend.Report(leases[0], AttemptVerdict.RateLimited, retryAfter: 3_600);
        foreach (var lease in leases.Skip(1))
            _backend.Report(lease, AttemptVerdict.FailedTransport);

        Assert.True(_backend.State.LacksCredentials(_backend.Now));
    }

    [Fact]
    public void refused_credentials_rest_every_model()
    {
        var backend = new PureBackend(scope: CooldownScope.Model);
        backend.Meet(AttemptVerdict.CredentialsRejected, model: "a");

        Assert.False(backend.State.IsOpenFor("b", backend.Now));
    }

    [Fact]
    public void the_clients_own_refused_key_does_nothing() => Assert.Empty(_backend.Meet(AttemptVerdict.ClientCredentialsRejected));
}
