using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>A request as a scenario describes it.</summary>
internal sealed record ClientRequest(string Model)
{
    public bool Stream { get; init; }

    public long? MaxTokens { get; init; }

    public string? Client { get; init; }

    /// <summary>Who served its session last.</summary>
    public string? Prefers { get; init; }

    /// <summary>The size of its body.</summary>
    public int Bytes { get; init; }

    /// <summary>Keeps the relay open until the test ends it, whatever the script says.</summary>
    public bool Holds { get; init; }

    public ProxyRequest ToProxy(string id, long number, DateTimeOffset now, CancellationToken clientGone) => new()
    {
        Id = id,
        Method = "POST",
        Path = "/v1/chat/completions",
        Query = "",
        Headers = new Dictionary<string, StringValues>(),
        Body = Bytes == 0 ? PooledBody.Empty : new PooledBody(new byte[Bytes], Bytes),
        Envelope = new RequestEnvelope(Model, Stream, true, -1, 0, false, -1, MaxTokens),
        Model = Model,
        HasAuthorization = true,
        Client = Client,
        Prefers = Prefers,
        ArrivedAt = now,
        ReadAt = now,
        RequestNumber = number,
        ClientGone = clientGone,
    };
}
