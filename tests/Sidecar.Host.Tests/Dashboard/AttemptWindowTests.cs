using Sidecar.Host.Dashboard.Feed;
using Sidecar.Ledger;

namespace Sidecar.Host.Tests.Dashboard;

public sealed class AttemptWindowTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly AttemptWindow _window = new();

    [Fact]
    public void walks_are_counted_by_the_second_they_ended_in_and_the_one_under_way_is_left_out()
    {
        Walks(at: 0, 3);
        Walks(at: 1, 5);
        Walks(at: 2, 7);

        var reading = _window.Read(Noon.AddSeconds(2.9));

        Assert.Equal([3, 5], reading.PerSecond.TakeLast(2));
        Assert.Equal((0.8, 15), (reading.Rate, reading.Walks));
    }

    [Fact]
    public void what_is_a_minute_old_is_forgotten()
    {
        Walks(at: 0, 3);
        Attempt(at: 0, "a", latency: 10);
        Walks(at: 30, 1);

        var reading = _window.Read(Noon.AddSeconds(60));

        Assert.Equal((1, null, 0.0), (reading.Walks, reading.Latency, reading.ShareOf("a")));
        Assert.Equal(AttemptWindow.Seconds - 1, reading.PerSecond.Count);
    }

    [Fact]
    public void a_long_silence_leaves_nothing()
    {
        Walks(at: 0, 3);

        Assert.Equal(0, _window.Read(Noon.AddHours(5)).Walks);
    }

    [Fact]
    public void failures_and_emergencies_are_counted_and_a_client_that_hung_up_was_not_answered()
    {
        _window.AddWalk(Noon, 200, isEmergency: true);
        _window.AddWalk(Noon, 503, isEmergency: true);
        _window.AddWalk(Noon, 0, isEmergency: false);

        var reading = _window.Read(Noon);

        Assert.Equal((3, 2, 2), (reading.Walks, reading.Failed, reading.Emergencies));
    }

    [Fact]
    public void shares_are_of_attempts_and_percentiles_of_those_that_did_what_was_asked()
    {
        for (var i = 1; i <= 100; i++)
            Attempt(at: 1, "a", latency: i, firstToken: i / 2.0);
        for (var i = 0; i < 300; i++)
            Attempt(at: 1, "b", latency: 9_999, error: ErrorClasses.RateLimited);

        var reading = _window.Read(Noon.AddSeconds(1));

        Assert.Equal((0.25, 0.75), (reading.ShareOf("a"), reading.ShareOf("b")));
        Assert.Equal(new Percentiles(50, 95), reading.Latency);
        Assert.Equal(new Percentiles(25, 47.5), reading.FirstToken);
    }

    [Fact]
    public void a_clock_that_is_set_back_counts_as_standing_still()
    {
        Walks(at: 30, 2);
        Walks(at: 10, 4);

        Assert.Equal(6, _window.Read(Noon.AddSeconds(5)).Walks);
    }

    [Fact]
    public void without_attempts_there_is_no_percentile() => Assert.Null(_window.Read(Noon).FirstToken);

    private void Walks(double at, int count)
    {
        for (var i = 0; i < count; i++)
            _window.AddWalk(Noon.AddSeconds(at), 200, isEmergency: false);
    }

    private void Attempt(double at, string backend, double latency, double? firstToken = null, string? error = null) =>
        _window.AddAttempt(new AttemptRow
        {
            At = Noon.AddSeconds(at),
            RequestId = "r",
            Attempt = 1,
            Backend = backend,
            Pool = "p",
            Model = "m",
            Phase = "routing",
            ErrorClass = error,
            LatencyMs = latency,
            FirstTokenMs = firstToken,
            Streamed = false,
        });
}
