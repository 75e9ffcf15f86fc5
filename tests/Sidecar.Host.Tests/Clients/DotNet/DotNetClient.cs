using System.Text;

namespace Sidecar.Host.Tests.Clients.DotNet;

/// <summary>A client for .NET: what it does in each case, and what the calling code sees.</summary>
internal abstract class DotNetClient
{
    /// <summary>The schema of a tool's input.</summary>
    protected const string City = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";

    protected const string ReportSchema =
        """{"type":"object","properties":{"city":{"type":"string"},"degrees":{"type":"integer"}},"required":["city","degrees"],"additionalProperties":false}""";

    public static async Task<IReadOnlyDictionary<string, string>> Run(DotNetClient client, IReadOnlyList<string> cases)
    {
        using var own = client as IDisposable;
        var seen = await Task.WhenAll(cases.Select(client.Saw)).WaitAsync(Seats.Longest);
        return Enumerable.Range(0, cases.Count).ToDictionary(i => cases[i], i => seen[i]);
    }

    protected abstract Task<string> Plain(string model);

    /// <param name="hangUp">Cancelled by the first piece that contains text; null means that the stream is read to its end.</param>
    protected abstract Task<string> Streamed(string model, CancellationTokenSource? hangUp = null);

    protected abstract Task<string> Tools(string model);

    protected abstract Task<string> Structured(string model);

    protected abstract Task<string> Image(string model);

    /// <summary>The cases that not every client supports.</summary>
    protected virtual Task<string> Other(string name) => throw new ArgumentOutOfRangeException(nameof(name), name, null);

    protected static string Ended(long? input, long? output, string? end) =>
        $"{(input is null ? "no usage" : $"{input}+{output} tokens")}, {end ?? "no end"}";

    protected static string Whole(string text, long? input, long? output, string? end) => $"{text}, {Ended(input, output, end)}";

    protected static string Calls(IEnumerable<(string Name, string Input)> calls) =>
        string.Join(' ', calls.Select(c => $"{c.Name}({c.Input})"));

    /// <summary>Reads a stream to its end: returns its pieces, or the pieces up to the error and then the error.</summary>
    protected static async Task<string> Pieces<T>(IAsyncEnumerable<T> stream, Func<T, string?> text, Func<string> end,
        CancellationTokenSource? hangUp)
    {
        var (seen, count) = (new StringBuilder(), 0);
        try
        {
            await foreach (var piece in stream)
                if (text(piece) is { Length: > 0 } words)
                {
                    seen.Append(words);
                    count++;
                    hangUp?.Cancel();
                }
            return $"{seen} in {count} {(count == 1 ? "piece" : "pieces")}{(hangUp is null ? $", {end()}" : "")}";
        }
        catch (Exception fault)
        {
            return $"{(count > 0 ? $"{seen}, then " : "")}{Faults.Say(fault)}";
        }
    }

    private async Task<string> Saw(string name)
    {
        try
        {
            return await (name switch
            {
                "end-body" => Plain(name),
                "streamed" or "silence" => Streamed(name),
                "tools" => Tools(name),
                "structured" => Structured(name),
                "image" => Image(name),
                "abort" => HungUp(name),
                "count" or "embeddings" or "audio-up" or "audio-down" => Other(name),
                _ when name.StartsWith("end-", StringComparison.Ordinal) => Streamed(name),
                _ => Plain(name),
            });
        }
        catch (Exception fault)
        {
            return Faults.Say(fault);
        }
    }

    private async Task<string> HungUp(string name)
    {
        using var hangUp = new CancellationTokenSource();
        return await Streamed(name, hangUp);
    }
}
