namespace Sidecar.Domain.Forecast;

/// <summary>The periods in which an upstream failed every request, as far as recorded attempts show: each begins at some time after the
/// last good answer and ends at some time before the next.</summary>
internal sealed class Spells
{
    private readonly List<Spell> _spells = [];

    /// <param name="evidence">The attempts, in the order in which they were sent.</param>
    /// <param name="isBad">Whether the attempt at an index shows that the upstream failed.</param>
    /// <param name="draw">Gives random numbers in [0, 1), which decide where a spell began and where it ended.</param>
    public Spells(IReadOnlyList<Evidence> evidence, Func<int, bool> isBad, Func<double> draw)
    {
        var good = (DateTimeOffset?)null;
        for (var i = 0; i < evidence.Count; i++)
        {
            if (!isBad(i))
            {
                good = evidence[i].IsAdmitted || evidence[i].IsRefused ? evidence[i].SentAt : good;
                continue;
            }
            var first = i;
            while (i + 1 < evidence.Count && (isBad(i + 1) || !(evidence[i + 1].IsAdmitted || evidence[i + 1].IsRefused)))
                i++;
            var last = evidence[i].SentAt;
            var (began, next) = (evidence[first].SentAt, i + 1 < evidence.Count ? evidence[i + 1].SentAt : (DateTimeOffset?)null);
            var (before, behind) = (draw(), draw());
            // Without a good answer before it, the spell has lasted from the beginning; without one after it, it never ends.
            _spells.Add(new Spell(good is { } from ? began - ((began - from) * before) : DateTimeOffset.MinValue,
                next is { } until ? last + ((until - last) * behind) : DateTimeOffset.MaxValue,
                [.. evidence.Skip(first).Take(i + 1 - first)]));
        }
    }

    /// <summary>The result of an attempt sent at this instant; null if the upstream was not failing.</summary>
    public Evidence? At(DateTimeOffset now)
    {
        var (low, high) = (0, _spells.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _spells[middle].Until < now ? (middle + 1, high) : (low, middle);
        }
        return low < _spells.Count && _spells[low].From <= now ? _spells[low].Like(now) : null;
    }

    private sealed record Spell(DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<Evidence> Told)
    {
        public Evidence Like(DateTimeOffset now) => Told.MinBy(e => (e.SentAt - now).Duration())!;
    }
}
