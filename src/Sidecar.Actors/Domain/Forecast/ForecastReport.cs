namespace Sidecar.Domain.Forecast;

/// <summary>What another policy would have come to.</summary>
/// <param name="Recorded">What happened.</param>
/// <param name="Lines">Each figure beside its forecast.</param>
/// <param name="Runs">How often the policy was simulated.</param>
/// <param name="Guessed">The share of its requests that rest on calls of which the record tells nothing.</param>
/// <param name="Untold">Requests of which the ledger or the journal tells without a walk that could be replayed.</param>
public sealed record ForecastReport(Figures Recorded, IReadOnlyList<ForecastLine> Lines, int Runs, double Guessed, int Untold)
{
    /// <summary>By a figure's name.</summary>
    public ForecastLine this[string figure] => Lines.First(line => line.Figure == figure);
}

/// <summary>One figure.</summary>
/// <param name="Recorded">As it was; null: nothing to tell of.</param>
/// <param name="Expected">What it would most likely have been.</param>
/// <param name="Low">In nine of ten cases it would have been no less.</param>
/// <param name="High">Nor more.</param>
public sealed record ForecastLine(string Figure, decimal? Recorded, decimal? Expected, decimal? Low, decimal? High, Certainty Certainty);

/// <summary>How far a forecast can be relied on.</summary>
public enum Certainty
{
    /// <summary>The policy changes nothing here: as it was, but for chance.</summary>
    Certain,

    /// <summary>The record tells of calls like those that it rests on.</summary>
    Likely,

    /// <summary>It rests to a good part on calls of which the record tells nothing: no verdict.</summary>
    Unknown,
}

/// <summary>As it is told: these words are read by programs.</summary>
public static class CertaintyNames
{
    public static string ToWire(this Certainty certainty) => certainty switch
    {
        Certainty.Certain => "certain",
        Certainty.Likely => "likely",
        Certainty.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(certainty), certainty, null),
    };
}
