namespace Sidecar.Load.Soak;

/// <summary>What a soak test is to do.</summary>
/// <param name="Minutes">How long the load lasts.</param>
/// <param name="PerSecond">Plain requests a second, besides the streams.</param>
/// <param name="Streams">How many streams are open at a time.</param>
internal sealed record SoakOptions(double Minutes = 30, int PerSecond = 200, int Streams = 40, string? SidecarDirectory = null)
{
    public string Command => FormattableString.Invariant($"bench/run soak --minutes {Minutes} --rate {PerSecond} --streams {Streams}");

    public static SoakOptions Parse(string[] arguments)
    {
        var parsed = new SoakOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            parsed = arguments[i] switch
            {
                "--minutes" => parsed with { Minutes = double.Parse(arguments[++i], System.Globalization.CultureInfo.InvariantCulture) },
                "--rate" => parsed with { PerSecond = int.Parse(arguments[++i]) },
                "--streams" => parsed with { Streams = int.Parse(arguments[++i]) },
                "--sidecar-dir" => parsed with { SidecarDirectory = arguments[++i] },
                var unknown => throw new ArgumentException($"unknown option {unknown}"),
            };
        }
        return parsed;
    }
}
