using Microsoft.Extensions.Time.Testing;
using Sidecar.Domain.Walk;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Hosting;

public sealed class RequestGateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RequestGate _gate = new();

    [Fact]
    public async Task whoever_waits_when_sidecar_is_told_to_end_hears_so()
    {
        var waiting = _gate.WaitAsync(TimeSpan.FromSeconds(55), _time, default);

        _gate.Close(fault: null);

        Assert.Equal(Refusals.ShuttingDown, await waiting.Soon());
        Assert.False(await _gate.WhenDecided);
        Assert.Null(_gate.Fault);
    }

    [Fact]
    public async Task whoever_has_waited_for_as_long_as_it_could_is_told_to_come_again()
    {
        var waiting = _gate.WaitAsync(TimeSpan.FromSeconds(55), _time, default);

        _time.Advance(TimeSpan.FromSeconds(55));

        Assert.Equal("all_pools_exhausted", (await waiting.Soon())?.Code);
    }

    [Fact]
    public async Task a_client_that_leaves_waits_no_longer()
    {
        using var gone = new CancellationTokenSource();
        var waiting = _gate.WaitAsync(TimeSpan.FromSeconds(55), _time, gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
    }

    [Fact]
    public void a_fault_is_kept_for_the_exit_code_even_when_it_comes_behind_the_end()
    {
        var fault = new IOException("the journal cannot be read");

        _gate.Close(fault: null);
        _gate.Close(fault);
        _gate.Close(fault: null);

        Assert.Same(fault, _gate.Fault);
    }
}
