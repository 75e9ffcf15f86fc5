namespace Sidecar.Actors.Tests.Swarms;

/// <summary>When an intermittent trouble is present.</summary>
internal sealed class Spell
{
    private readonly List<(TimeSpan From, TimeSpan To)> _times = [];
    private readonly Random _chance;
    private readonly double _strength;

    public Spell(SwarmPlan plan, SwarmFault fault, string of)
    {
        (_chance, _strength) = (plan.Chance($"{fault} of {of}"), plan.Strength(fault));
        if (_strength == 0)
            return;
        for (var at = TimeSpan.Zero; at < SwarmPlan.Span;)
        {
            var from = at + TimeSpan.FromSeconds(_chance.Next(1, 600) / 10d / _strength * 0.3);
            at = from + TimeSpan.FromSeconds(_chance.Next(1, 400) / 10d);
            _times.Add((from, at));
        }
        Share = 0.3 + (0.7 * _chance.NextDouble());
    }

    /// <summary>The share of calls that it hits while it lasts.</summary>
    public double Share { get; }

    public bool IsOn(TimeSpan at)
    {
        foreach (var (from, to) in _times)
            if (from <= at && at < to)
                return true;
        return false;
    }

    /// <summary>Whether it hits this time. Draws a number only while it lasts.</summary>
    public bool Strikes(TimeSpan at) => IsOn(at) && _chance.NextDouble() < Share;
}
