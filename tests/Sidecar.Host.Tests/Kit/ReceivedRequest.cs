using System.Text;
using Microsoft.Extensions.Primitives;

namespace Sidecar.Host.Tests.Kit;

/// <summary>A request as an upstream saw it.</summary>
/// <param name="Target">Path and query as they stood in the request line.</param>
/// <param name="Body">Empty when the upstream answered without reading it.</param>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, StringValues> Headers, byte[] Body)
{
    /// <summary>The client of this upstream (Sidecar) tore the request down.</summary>
    public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? values.ToString() : null;
}
