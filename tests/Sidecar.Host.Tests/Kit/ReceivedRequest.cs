using System.Text;
using Microsoft.Extensions.Primitives;

namespace Sidecar.Host.Tests.Kit;

/// <summary>A request as an upstream saw it.</summary>
/// <param name="Target">Path and query exactly as in the request line.</param>
/// <param name="Body">Empty if the upstream answered without reading it.</param>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, StringValues> Headers, byte[] Body)
{
    /// <summary>Completes when the client of this upstream (Sidecar) aborts the request.</summary>
    public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? values.ToString() : null;
}
