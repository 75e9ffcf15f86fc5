namespace Sidecar.Domain.Forecast;

/// <summary>What the results would have been under another policy.</summary>
/// <param name="Recorded">What happened.</param>
/// <param name="Lines">Each figure beside its forecast.</param>
/// <param name="Runs">How often the policy was simulated.</param>
/// <param name="Guessed">The share of its requests that depend on calls that the record says nothing about.</param>
/// <param name="Untold">Requests that the ledger or the journal mentions without a walk that could be replayed.</param>
public sealed record ForecastReport(Figures Recorded, IReadOnlyList<ForecastLine> Lines, int Runs, double Guessed, int Untold)
{
    /// <summary>The line of the figure with this name.</summary>
    public ForecastLine this[string figure] => Lines.First(line => line.Figure == figure);
}

/// <summary>One figure and its forecast.</summary>
/// <param name="Recorded">The recorded value; null if there is none.</param>
/// <param name="Expected">The most likely value.</param>
/// <param name="Low">The lower bound of the range that would hold the value in nine of ten cases.</param>
/// <param name="High">The upper bound of that range.</param>
public sealed record ForecastLine(string Figure, decimal? Recorded, decimal? Expected, decimal? Low, decimal? High, Certainty Certainty);

/// <summary>How reliable a forecast is.</summary>
public enum Certainty
{
    /// <summary>The policy changes nothing here: the recorded value stands, apart from chance.</summary>
    Certain,

    /// <summary>The record contains calls like those that the forecast depends on.</summary>
    Likely,

    /// <summary>Much of it depends on calls that the record says nothing about, so there is no verdict.</summary>
    Unknown,
}

/// <summary>The words used in reports; programs read them.</summary>
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
