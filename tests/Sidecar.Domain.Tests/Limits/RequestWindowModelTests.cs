using CsCheck;
using Sidecar.Domain.Limits;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Limits;

/// <summary>The window, compared with a model that remembers every start and counts them all each time.</summary>
public sealed class RequestWindowModelTests
{
    private static readonly TimeSpan Apart = RequestWindow.Length + RequestWindow.Guard;

    private static readonly Gen<(int Limit, double[] Pauses)> Histories = Gen.Select(
        Gen.Int[1, 8],
        Gen.Frequency((3, Gen.Const(0.0)), (5, Gen.Double[0, 15]), (1, Gen.Double[0, 130]), (1, Gen.OneOf(60.0, 60.25, 0.25)))
            .Array[1, 120]);

    [Fact]
    public void no_window_of_60_s_holds_more_starts_than_the_limit() => Histories.Sample((limit, pauses) =>
    {
        var starts = Run(limit, pauses, (_, _, _) => { });

        for (var i = limit; i < starts.Count; i++)
            Assert.True(starts[i] - starts[i - limit] > RequestWindow.Length,
                $"{limit + 1} starts between {starts[i - limit]:O} and {starts[i]:O}");
    });

    [Fact]
    public void a_start_is_granted_just_when_fewer_were_granted_before() => Histories.Sample((limit, pauses) =>
    {
        Run(limit, pauses, (starts, now, next) =>
        {
            var recent = starts.Where(s => now - s < Apart).ToList();
            Assert.Equal(recent.Count < limit ? now : recent[^limit] + Apart, next);
        });
    });

    private static List<DateTimeOffset> Run(int limit, double[] pauses, Action<List<DateTimeOffset>, DateTimeOffset, DateTimeOffset> check)
    {
        var (window, starts, now) = (new RequestWindow(limit), new List<DateTimeOffset>(), Start);
        foreach (var pause in pauses)
        {
            now += TimeSpan.FromSeconds(pause);
            var next = window.NextAt(now);
            check(starts, now, next);
            Assert.Equal(starts.Count(s => now - s < Apart), window.Used(now));
            if (next > now)
                continue;
            window.Take(now);
            starts.Add(now);
        }
        return starts;
    }
}
