using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Backends;

/// <summary>One upstream base URL with one credential, as the operator defined it. Immutable.</summary>
/// <remarks>Limits of 0 mean "no limit". Durations are exact; <see cref="FirstTokenTimeout"/> of zero means "as <see cref="Timeout"/>".</remarks>
public sealed record Backend
{
    /// <summary>Unique, in the operator's spelling; also the suffix of the journal's persistence id.</summary>
    public required string Id { get; init; }

    public required string Pool { get; init; }

    /// <summary>Absolute http or https address without a trailing slash.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>Null: the client's own Authorization header is passed on.</summary>
    public ApiKey? ApiKey { get; init; }

    /// <summary>Requests started in any window of 60 s.</summary>
    public int Rpm { get; init; }

    /// <summary>Tokens in any window of 60 s.</summary>
    public long Tpm { get; init; }

    /// <summary>Attempts in flight at once, until their bodies have ended.</summary>
    public int MaxConcurrency { get; init; }

    public int Weight { get; init; } = 1;

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>To the response head, and between two reads of a body.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan FirstTokenTimeout { get; init; }

    public CooldownScope CooldownScope { get; init; }

    /// <summary>Empty: any model is served, under the name the client gave.</summary>
    public IReadOnlyList<ServedModel> Models { get; init; } = [];

    /// <summary>Added to every upstream request; they win over the client's headers of the same name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public bool Enabled { get; init; } = true;

    /// <summary>It was defined once and is no more: it keeps its place for the requests that still run, and nothing new is sent to it.</summary>
    public bool IsRetired => Pool.Length == 0;

    /// <summary>Whether a refusal of credentials is this backend's own trouble rather than the client's.</summary>
    public bool HasOwnCredentials => ApiKey is not null || Headers.Any(h => IsCredentialHeader(h.Key));

    /// <summary>A request that names no model (a list of models, a file) is served by everybody.</summary>
    public bool Serves(string model) => Models.Count == 0 || model == RequestEnvelope.UnknownModel || FindModel(model) is not null;

    public ServedModel? FindModel(string model)
    {
        // By index: every pick asks this of every backend, and an enumerator of an interface is an allocation.
        for (var i = 0; i < Models.Count; i++)
            if (string.Equals(Models[i].Name, model, StringComparison.Ordinal))
                return Models[i];
        return null;
    }

    /// <summary>Nothing that could be refused as a credential differs.</summary>
    public bool HasCredentialsOf(Backend other) =>
        ApiKey?.Reveal() == other.ApiKey?.Reveal() && Headers.SequenceEqual(other.Headers);

    /// <summary>What becomes of it when it is taken out.</summary>
    public Backend Retired() => this with { Pool = "", Enabled = false };

    private static bool IsCredentialHeader(string name) =>
        name.ToLowerInvariant() is "authorization" or "x-api-key" or "api-key" or "x-goog-api-key";
}
