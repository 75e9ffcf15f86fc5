using System.Globalization;
using System.Text.RegularExpressions;

namespace Sidecar.Host.Tests.Deploy;

/// <summary>What the Dockerfile promises to those who run its image.</summary>
internal static partial class ImageFile
{
    private static readonly string Text = DeployedFile.Read("Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal);

    public static int Port { get; } = int.Parse(Exposed().Match(Text).Groups[1].Value, CultureInfo.InvariantCulture);

    public static string DataDirectory { get; } = Volume().Match(Text).Groups[1].Value;

    public static IReadOnlyDictionary<string, string> Environment { get; } =
        Variable().Matches(Variables().Match(Text).Groups[1].Value).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    /// <summary>The command of the image's health check.</summary>
    public static IReadOnlyList<string> HealthCommand { get; } =
        [.. Word().Matches(Health().Match(Text).Groups[1].Value).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"^EXPOSE (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Exposed();

    [GeneratedRegex(@"^VOLUME (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Volume();

    [GeneratedRegex(@"^ENV (.+)$", RegexOptions.Multiline)]
    private static partial Regex Variables();

    [GeneratedRegex(@"(\w+)=(\S+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^HEALTHCHECK .*CMD \[(.+)\]$", RegexOptions.Multiline)]
    private static partial Regex Health();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Word();
}
