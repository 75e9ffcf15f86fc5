using Sidecar.Load.Generators;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Soak;

/// <summary>What agents do all day: plain requests at a steady rate, streams, and now and then a hang-up.</summary>
internal sealed class SoakLoad(Subject subject, SoakOptions options)
{
    private const int Events = 100;
    private const int GapMs = 20;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(20);

    public long Sent { get; private set; }

    public long Failures { get; private set; }

    public long Streams { get; private set; }

    public long BrokenStreams { get; private set; }

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var plain = OpenLoop.RunAsync(subject.Address, Requests.Plain, options.PerSecond, Turn);
            var streams = PacedStreams.RunAsync(subject.Address, options.Streams, Events, GapMs, Turn);
            var hangUps = HangUpAsync();
            await Task.WhenAll(plain, streams, hangUps);
            Sent += plain.Result.Load.Units;
            Failures += plain.Result.Load.Failures;
            Streams += streams.Result.Streams;
            BrokenStreams += streams.Result.Streams - streams.Result.Intact;
        }
    }

    private async Task HangUpAsync()
    {
        for (var i = 0; i < options.Streams; i++)
        {
            using var connection = await ClientConnection.OpenAsync(subject.Address);
            await connection.BeginAsync(Requests.Stream($"events=1000&gap={GapMs}"));
            await connection.ReadAsync(null);
            await Task.Delay(Turn / options.Streams / 2);
        }
    }
}
