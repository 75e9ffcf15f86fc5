using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Limits;

/// <summary>Grants at most <see cref="Limit"/> starts in a day, by counting them. A limit of 0 grants everything.</summary>
/// <remarks>The upstream counts arrivals while this counts departures: what is started within <see cref="RequestWindow.Guard"/> of a day's
/// beginning counts in both.</remarks>
internal sealed class DayWindow(int limit, DayStart begins)
{
    private DateTimeOffset _day;
    private long _count;
    private long _late;
    private long _countBefore;

    public int Limit { get; set; } = limit;

    /// <summary>When a day begins. Another one from now on: the day under way goes on with its count.</summary>
    public DayStart Begins { get; set; } = begins;

    /// <summary>The earliest instant at which a start is granted: <paramref name="now"/> or later.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now)
    {
        if (Limit == 0)
            return now;
        TurnTo(now);
        if (_countBefore >= Limit && now < _day + RequestWindow.Guard)
            return _day + RequestWindow.Guard;
        return _count < Limit ? now : _day + DayStart.Day + RequestWindow.Guard;
    }

    /// <summary>Counts starts, also while there is no limit: one may come.</summary>
    public void Take(DateTimeOffset now, long starts = 1)
    {
        TurnTo(now);
        _count += starts;
        if (now < _day + RequestWindow.Guard)
            _countBefore += starts;
        if (now >= _day + DayStart.Day - RequestWindow.Guard)
            _late += starts;
    }

    /// <summary>Starts in the day that holds an instant.</summary>
    public long Used(DateTimeOffset now)
    {
        TurnTo(now);
        return _count;
    }

    private void TurnTo(DateTimeOffset now)
    {
        var day = Begins.Before(now);
        if (day <= _day)
            return;
        // Begun at another time from now on: what was counted counts on.
        if (day < _day + DayStart.Day)
        {
            _day = day;
            return;
        }
        var follows = day == _day + DayStart.Day;
        (_countBefore, _count, _late, _day) = (follows ? _count : 0, follows ? _late : 0, 0, day);
    }
}
