using System.Globalization;
using System.Text;

namespace Sidecar.Domain.Tests.Attempts;

/// <summary>Errors as providers send them, one file per provider. Each entry gives its meaning, the time it names and its public source,
/// then status and label, then the body.</summary>
public static class RecordedErrors
{
    public sealed record Entry(string Provider, int Number, string Verdict, double? RetryAfter, string Source, int Status,
        bool IsEventStream, byte[] Body)
    {
        public override string ToString() => $"{Provider} {Number}: {Verdict}";
    }

    public static IReadOnlyList<Entry> All { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", "providers"), "*.http")
            .Order(StringComparer.Ordinal).SelectMany(Read)];

    private static IEnumerable<Entry> Read(string file)
    {
        var parts = File.ReadAllText(file).Split("### ", StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            var lines = parts[i].Split('\n', 3);
            var words = lines[0].Split(' ');
            var label = lines[1].Split(' ');
            var retry = words.FirstOrDefault(w => w.StartsWith("retry=", StringComparison.Ordinal))?[6..];
            yield return new Entry(
                Path.GetFileNameWithoutExtension(file), i + 1, words[0], retry is null ? null
                    : double.Parse(retry, CultureInfo.InvariantCulture), words[^1],
                int.Parse(label[0], CultureInfo.InvariantCulture), label[1] == "text/event-stream",
                    Encoding.UTF8.GetBytes(lines[2].TrimEnd('\n') + (label[1] == "text/event-stream" ? "\n\n" : "")));
        }
    }
}
