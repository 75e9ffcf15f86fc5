namespace Sidecar.Load;

/// <summary>What a run of the benchmark is to do.</summary>
/// <param name="Scenarios">Their letters; all scenarios if there are none.</param>
/// <param name="Seconds">Seconds per measurement.</param>
/// <param name="Warmup">Seconds of load for each subject before it is measured: after 15 of them Sidecar still compiles hot
/// paths, after 30 hardly any.</param>
/// <param name="SidecarDirectory">A published Sidecar; if not given, the Release build of this repository.</param>
internal sealed record Options(IReadOnlyList<string> Scenarios, int Seconds, int Warmup, int Rounds, string? SidecarDirectory = null,
    bool Quick = false)
{
    private static readonly Options Full = new([], Seconds: 5, Warmup: 30, Rounds: 3);

    // Short enough to run for every change; the guard's limits allow for the loss of precision.
    private static readonly Options Short = new(["A", "C"], Seconds: 4, Warmup: 30, Rounds: 3, Quick: true);

    /// <summary>The command that runs the same again.</summary>
    public string Command =>
        string.Join(' ', (IEnumerable<string>)["bench/run", .. Quick ? ["quick"] : Scenarios,
            $"--warmup {Warmup} --seconds {Seconds} --rounds {Rounds}"]);

    public static Options Parse(string[] arguments)
    {
        var parsed = Full;
        for (var i = 0; i < arguments.Length; i++)
        {
            parsed = arguments[i] switch
            {
                "quick" => Short with { SidecarDirectory = parsed.SidecarDirectory },
                "--seconds" => parsed with { Seconds = int.Parse(arguments[++i]) },
                "--warmup" => parsed with { Warmup = int.Parse(arguments[++i]) },
                "--rounds" => parsed with { Rounds = int.Parse(arguments[++i]) },
                "--sidecar-dir" => parsed with { SidecarDirectory = arguments[++i] },
                [>= 'A' and <= 'Z'] letter => parsed with { Scenarios = [.. parsed.Scenarios, letter] },
                var unknown => throw new ArgumentException($"unknown option {unknown}"),
            };
        }
        return parsed;
    }
}
