using Sidecar.Domain.Sums;
using Sidecar.Host.Dashboard.Parts;
using Sidecar.Ledger;
using static Sidecar.Host.Tests.Storage.LedgerRows;

namespace Sidecar.Host.Tests.Dashboard;

public sealed class UsageLineTests
{
    private static readonly (SumKey, SumSlot)[] Slots =
    [
        Slot("2026-11-21T23:00:00Z", ("a", 0.1m, 10)), Slot("2026-11-22T00:00:00Z", ("a", 0.2m, 20), ("b", null, null)),
        Slot("2026-11-22T01:00:00Z", ("b", 1.5m, 5), ("=1+1,\"x\"", null, 1)),
    ];

    [Fact]
    public void the_costliest_comes_first_and_days_newest_first()
    {
        Assert.Equal(["b", "a", "=1+1,\"x\""], UsageLine.Group(Slots, "model").Select(line => line.Label));
        Assert.Equal(["2026-11-22", "2026-11-21"], UsageLine.Group(Slots, "day").Select(line => line.Label));
        Assert.Equal(0.3m, UsageLine.Group(Slots, "model")[1].Cell.Cost);
    }

    // What is unknown is empty, and a name that a client chose is no formula.
    [Fact]
    public void the_file_has_a_line_for_each_day_and_label() => Assert.Equal(
        [
            "2026-11-21,a,0,1,0,,,,,10,0.1",
            "2026-11-22,b,0,2,0,,,,,5,1.5",
            "2026-11-22,a,0,1,0,,,,,20,0.2",
            "2026-11-22,\"'=1+1,\"\"x\"\"\",0,1,0,,,,,1,",
        ],
        UsageLine.Csv(Slots, "model").Skip(1));

    [Fact]
    public void a_client_that_hung_up_is_no_failure()
    {
        var slot = new SumSlot();
        LedgerSums.Add(slot, Attempt() with { ErrorClass = ErrorClasses.Cancelled });
        LedgerSums.Add(slot, Attempt() with { ErrorClass = ErrorClasses.RequestRejected });

        Assert.Equal("50 %", UsageLine.Write(slot.Total(), slot.Total()).Last());
    }

    private static (SumKey, SumSlot) Slot(string at, params (string Model, decimal? Cost, long? Tokens)[] attempts)
    {
        var slot = new SumSlot();
        foreach (var (model, cost, tokens) in attempts)
            LedgerSums.Add(slot, Attempt(model: model) with { Cost = cost, TotalTokens = tokens });
        return (SumKey.Of(SumSpan.Hour, Instant(at)), slot);
    }
}
