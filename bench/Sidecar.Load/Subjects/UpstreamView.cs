using System.Text;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Subjects;

/// <summary>Asks the upstream what it saw.</summary>
internal sealed class UpstreamView(Subject upstream)
{
    public Task ForgetAsync() => AskAsync("/-/forget");

    /// <summary>Lets the held streams end.</summary>
    public Task ReleaseAsync() => AskAsync("/-/release");

    /// <summary>How many requests the backends whose names begin like this received.</summary>
    public async Task<int> RequestsAsync(string prefix) =>
        (await LinesAsync("requests")).Where(l => l[1].StartsWith(prefix, StringComparison.Ordinal)).Sum(l => int.Parse(l[2]));

    /// <summary>When the upstream noticed that each abandoned stream had been abandoned.</summary>
    public async Task<IReadOnlyDictionary<int, long>> AbortsAsync() =>
        (await LinesAsync("aborted")).ToDictionary(l => int.Parse(l[1]), l => long.Parse(l[2]));

    private async Task<IEnumerable<string[]>> LinesAsync(string kind) =>
        (await AskAsync("/-/sightings")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' '))
            .Where(l => l[0] == kind);

    private async Task<string> AskAsync(string path)
    {
        using var connection = await ClientConnection.OpenAsync(upstream.Address);
        var body = new Body();
        await connection.SendAsync(Requests.Get(path), body);
        return body.Text.ToString();
    }

    private sealed class Body : IBodyReader
    {
        public StringBuilder Text { get; } = new();

        public void Read(ReadOnlySpan<byte> bytes) => Text.Append(Encoding.ASCII.GetString(bytes));
    }
}
