using CsCheck;
using Sidecar.Domain.Limits;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Limits;

/// <summary>The window, compared with a model that remembers all tokens spent and adds them up each time.</summary>
public sealed class TokenWindowModelTests
{
    private const int Limit = 100;

    private static readonly TimeSpan Apart = RequestWindow.Length + RequestWindow.Guard;

    private sealed record Step(double Pause, int Tokens, int? Settled, int? Used);

    private sealed record Spending(DateTimeOffset At, LeaseKey Lease)
    {
        public long Tokens { get; set; }

        public bool IsSettled { get; set; }
    }

    private static readonly Gen<Step[]> Histories = Gen.Select(
        Gen.Frequency((3, Gen.Const(0.0)), (5, Gen.Double[0, 20]), (1, Gen.Double[0, 130])),
        Gen.Frequency((6, Gen.Int[1, 60]), (1, Gen.Int[60, 150])),
        Gen.Int[0, 5].Nullable(),
        Gen.Int[0, 150].Nullable(),
        (pause, tokens, settled, used) => new Step(pause, tokens, settled, used)).Array[1, 80];

    [Fact]
    public void tokens_are_granted_just_when_they_fit_into_the_window_or_it_is_empty() => Histories.Sample(steps =>
    {
        var (window, spent, now) = (new TokenWindow(Limit), new List<Spending>(), Start);
        foreach (var (step, number) in steps.Select((s, i) => (s, i)))
        {
            now += TimeSpan.FromSeconds(step.Pause);
            if (step.Settled is { } back && back < spent.Count)
                Settle(window, spent[^(back + 1)], step.Used);
            var next = window.NextAt(now, step.Tokens);
            Assert.Equal(Earliest(spent, now, step.Tokens), next);
            if (next > now)
                continue;
            var lease = new LeaseKey("r", number);
            window.Take(lease, now, step.Tokens);
            spent.Add(new Spending(now, lease) { Tokens = step.Tokens });
        }
    });

    private static void Settle(TokenWindow window, Spending spending, int? used)
    {
        window.Settle(spending.Lease, used);
        if (!spending.IsSettled)
            (spending.IsSettled, spending.Tokens) = (true, used ?? spending.Tokens);
    }

    private static DateTimeOffset Earliest(List<Spending> spent, DateTimeOffset now, long tokens) =>
        spent.Select(s => s.At + Apart).Where(at => at > now).Prepend(now).First(at =>
        {
            var recent = spent.Where(s => at - s.At < Apart).ToList();
            return recent.Count == 0 || recent.Sum(s => s.Tokens) + tokens <= Limit;
        });
}
