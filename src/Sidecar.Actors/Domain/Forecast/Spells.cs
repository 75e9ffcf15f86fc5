namespace Sidecar.Domain.Forecast;

/// <summary>The times in which an upstream failed whoever asked it, as far as recorded attempts tell: they begin somewhere behind the last
/// good answer, and end somewhere before the next.</summary>
internal sealed class Spells
{
    private readonly List<Spell> _spells = [];

    /// <param name="evidence">In the order of sending.</param>
    /// <param name="isBad">Of the evidence at a place: it tells that the upstream failed.</param>
    /// <param name="draw">In [0, 1): where a spell began, and where it ended.</param>
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
            // Where nothing better was heard before, or behind, it was so all the time.
            _spells.Add(new Spell(good is { } from ? began - ((began - from) * before) : DateTimeOffset.MinValue,
                next is { } until ? last + ((until - last) * behind) : DateTimeOffset.MaxValue,
                [.. evidence.Skip(first).Take(i + 1 - first)]));
        }
    }

    /// <summary>What an attempt sent then comes to; null: no spell was on.</summary>
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
