namespace Sidecar.Load;

/// <summary>What <c>compare</c> is asked for.</summary>
/// <param name="Seconds">Of each measurement.</param>
/// <param name="Warmup">Seconds of load that each proxy gets before the first one: .NET needs at least 15 to compile its hot paths.</param>
internal sealed record ComparisonOptions(int Seconds = 5, int Warmup = 15, int Rounds = 3, int Connections = 64, int Streams = 50)
{
    public static ComparisonOptions Parse(string[] options)
    {
        var parsed = new ComparisonOptions();
        for (var i = 0; i + 1 < options.Length; i += 2)
        {
            var value = int.Parse(options[i + 1]);
            parsed = options[i] switch
            {
                "--seconds" => parsed with { Seconds = value },
                "--warmup" => parsed with { Warmup = value },
                "--rounds" => parsed with { Rounds = value },
                "--connections" => parsed with { Connections = value },
                "--streams" => parsed with { Streams = value },
                _ => throw new ArgumentException($"unknown option {options[i]}"),
            };
        }
        return parsed;
    }
}
