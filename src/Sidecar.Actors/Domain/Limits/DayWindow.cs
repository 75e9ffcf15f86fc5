using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Limits;

/// <summary>Allows at most <see cref="Limit"/> requests per day, by counting them. A limit of 0 allows everything.</summary>
/// <remarks>The upstream counts arrivals, this counts departures: a request started within <see cref="RequestWindow.Guard"/> of the
/// beginning of a day counts in both days.</remarks>
internal sealed class DayWindow(int limit, DayStart begins)
{
    private DateTimeOffset _day;
    private long _count;
    private long _late;
    private long _countBefore;

    public int Limit { get; set; } = limit;

    /// <summary>When a day begins. If it is changed, the current day's count continues.</summary>
    public DayStart Begins { get; set; } = begins;

    /// <summary>The earliest instant at which a request may start: <paramref name="now"/> or later.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now)
    {
        if (Limit == 0)
            return now;
        TurnTo(now);
        if (_countBefore >= Limit && now < _day + RequestWindow.Guard)
            return _day + RequestWindow.Guard;
        return _count < Limit ? now : _day + DayStart.Day + RequestWindow.Guard;
    }

    /// <summary>Counts requests, even while there is no limit, because one may be configured later.</summary>
    public void Take(DateTimeOffset now, long starts = 1)
    {
        TurnTo(now);
        _count += starts;
        if (now < _day + RequestWindow.Guard)
            _countBefore += starts;
        if (now >= _day + DayStart.Day - RequestWindow.Guard)
            _late += starts;
    }

    /// <summary>Requests started in the day that contains an instant.</summary>
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
        // The beginning of the day was changed: the count continues.
        if (day < _day + DayStart.Day)
        {
            _day = day;
            return;
        }
        var follows = day == _day + DayStart.Day;
        (_countBefore, _count, _late, _day) = (follows ? _count : 0, follows ? _late : 0, 0, day);
    }
}
