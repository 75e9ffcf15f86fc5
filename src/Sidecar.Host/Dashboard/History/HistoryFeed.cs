using System.Data.Common;
using Sidecar.Domain.Sums;
using Sidecar.Host.Audit;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sums;

namespace Sidecar.Host.Dashboard.History;

/// <summary>Reads what happened over time for all viewers, each range at most once in a few seconds.</summary>
internal sealed class HistoryFeed(
    StoredData data, CountingSince counting, TimeProvider time, IHostApplicationLifetime host)
{
    // A range with more events than this is shown without rests: reading them would take longer than a second.
    private const int MostEvents = 20_000;
    /// <summary>How old a reading may be before it is made anew.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly SumHistory _sums = new(data.Ledger);
    private readonly Lock _lock = new();
    private readonly Dictionary<SumRange, (DateTimeOffset At, Task<HistoryReading> Reading)> _readings = [];

    /// <summary>The range up to now.</summary>
    public Task<HistoryReading> ReadAsync(SumRange range)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_readings.TryGetValue(range, out var last) && now - last.At < Fresh && !last.Reading.IsFaulted)
                return last.Reading;
            var reading = ReadAsync(range, now);
            _readings[range] = (now, reading);
            return reading;
        }
    }

    private async Task<HistoryReading> ReadAsync(SumRange range, DateTimeOffset now)
    {
        var (from, to) = range.Around(now);
        var sums = await _sums.ReadAsync(range.Span, from, to, host.ApplicationStopping);
        var rests = await RestsAsync(from, now);
        // What this process notes of itself may be a minute old.
        IReadOnlyList<Stretch> watched = [.. sums.Watched, new Stretch(counting.At, now)];
        return new HistoryReading(range, now, sums with { Watched = watched }, rests);
    }

    private async Task<IReadOnlyList<BackendRests>?> RestsAsync(DateTimeOffset from, DateTimeOffset now)
    {
        var reader = new TimelineReader(data, []);
        var query = new TimelineQuery([], from, now);
        try
        {
            if (await reader.CountAsync(query, host.ApplicationStopping) > MostEvents)
                return null;
            var report = await reader.ReadAsync(query, now, host.ApplicationStopping);
            return [.. report.Backends.Select(backend => new BackendRests(
                backend.Backend, [.. backend.Intervals.Select(rest => new Stretch(rest.From, rest.To < now ? rest.To : now))]))];
        }
        catch (Exception fault) when (fault is InvalidDataException or DbException)
        {
            return null;
        }
    }
}
