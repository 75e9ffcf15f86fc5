using BenchmarkDotNet.Attributes;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;

namespace Sidecar.Benchmarks;

/// <summary>Taking and returning one lease with every limit in force, at the rate that keeps the window full; 0 means no limits.</summary>
public class LimitKeeping
{
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private BackendLimits _limits = null!;
    private TimeSpan _gap;
    private int _number;

    [Params(0, 40, 6000)]
    public int Rpm { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _limits = new BackendLimits(Fleets.One() with { Rpm = Rpm, Tpm = Rpm * 1000L, MaxConcurrency = Rpm }, new EmergencyPolicy());
        _gap = (RequestWindow.Length + RequestWindow.Guard) / Math.Max(1, Rpm);
        // Makes the window full from the first measurement on.
        for (var i = 0; i < Rpm; i++)
            TakeAndReturn();
    }

    [Benchmark(Description = "take and return")]
    public DateTimeOffset TakeAndReturn()
    {
        _now += _gap + TimeSpan.FromTicks(1);
        var lease = new LeaseKey("request", ++_number);
        if (_limits.TryTake(lease, 900, isEmergency: false, _now, out _) is var refusal and not LeaseRefusal.None)
            throw new InvalidOperationException($"refused: {refusal}");
        _limits.Return(lease, 800);
        return _limits.NextAt(_now);
    }
}
