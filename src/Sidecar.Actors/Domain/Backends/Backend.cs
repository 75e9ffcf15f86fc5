using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Backends;

/// <summary>One upstream base URL with one credential, as the operator defined it. Immutable.</summary>
/// <remarks>
/// Limits of 0 mean "no limit". A <see cref="FirstTokenTimeout"/> of zero means "as long as the request's deadline leaves".
/// </remarks>
public sealed record Backend
{
    /// <summary>Unique, in the operator's spelling; also the suffix of the journal's persistence id.</summary>
    public required string Id { get; init; }

    public required string Pool { get; init; }

    /// <summary>The provider preset that it uses; empty: none.</summary>
    public string Preset { get; init; } = "";

    /// <summary>
    /// Absolute http or https address without a trailing slash; <c>{model}</c> in its path stands for the upstream's name of the model.
    /// </summary>
    public required string BaseUrl
    {
        get;
        init
        {
            field = value;
            HasModelInAddress = value.Contains(UpstreamUri.ModelPlace, StringComparison.Ordinal);
        }
    }

    public bool HasModelInAddress { get; private init; }

    /// <summary>The path between the base URL and the endpoint; null: derived from the base URL.</summary>
    public string? VersionPath { get; init; }

    /// <summary>Parameters added to every upstream address, encoded, without a question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary>Whose API it speaks.</summary>
    public BackendDialect Dialect { get; init; }

    /// <summary>The APIs that it has; if nothing is configured, all of its dialect.</summary>
    public Apis Apis
    {
        get => field != Apis.None ? field : Dialect == BackendDialect.Anthropic ? Apis.OfAnthropic : Apis.OfOpenAi;
        init;
    }

    /// <summary>The translations by which it may serve an API that it lacks.</summary>
    public Translations Translate { get; init; } = Translations.All;

    /// <summary>Null: the client's own credentials are passed on.</summary>
    public ApiKey? ApiKey { get; init; }

    /// <summary>The file that its key was read from; empty if the key came from elsewhere.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>The header for its own key.</summary>
    public KeyHeader KeyHeader { get; init; }

    /// <summary>The http or socks5 proxy through which it is reached; null: none.</summary>
    public UpstreamProxy? Proxy { get; init; }

    /// <summary>Its name may not lead to a link-local, metadata or own address: it was added through the API.</summary>
    public bool IsAddressGuarded { get; init; }

    /// <summary>Requests started in any window of 60 s.</summary>
    public int Rpm { get; init; }

    /// <summary>Tokens in any window of 60 s.</summary>
    public long Tpm { get; init; }

    /// <summary>Requests started in a day, which begins at <see cref="RpdResets"/>.</summary>
    public int Rpd { get; init; }

    public DayStart RpdResets { get; init; }

    /// <summary>Attempts in flight at once; an attempt counts until its body has ended.</summary>
    public int MaxConcurrency { get; init; }

    public int Weight { get; init; } = 1;

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two reads of a body.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>For a streamed request: from sending to the first event.</summary>
    public TimeSpan FirstTokenTimeout { get; init; }

    /// <summary>For a request that is not streamed: from sending to the response head.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public CooldownScope CooldownScope { get; init; }

    /// <summary>Empty: any model is served, under the name the client gave.</summary>
    public IReadOnlyList<ServedModel> Models { get; init; } = [];

    /// <summary>Added to every upstream request; they win over the client's headers of the same name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public bool Enabled { get; init; } = true;

    /// <summary>
    /// It was removed: it keeps its index for requests that are still running, and gets no new ones.
    /// </summary>
    public bool IsRetired => Pool.Length == 0;

    /// <summary>Whether a single request exceeds its <c>tpm</c>, or the <c>max-input</c> of its model.</summary>
    /// <param name="model">The model asked for.</param>
    /// <param name="tokens">The estimate of all tokens that the request needs.</param>
    /// <param name="input">The part of it that is the request itself.</param>
    public bool IsExceededBy(string model, long tokens, long input) =>
        (Tpm > 0 && tokens > Tpm) || (FindModel(model) is { MaxInput: > 0 and var most } && input > most);

    /// <summary>Whether refused credentials are this backend's own and not the client's.</summary>
    public bool HasOwnCredentials
    {
        get
        {
            for (var i = 0; i < Headers.Count; i++)
                if (HeaderRules.IsCredential(Headers[i].Key))
                    return true;
            return ApiKey is not null;
        }
    }

    /// <summary>A request that names no model (a list of models, a file) is served by every backend.</summary>
    public bool Serves(string model) =>
        model == RequestEnvelope.UnknownModel || (Models.Count == 0 ? FitsAddress(model) : FindModel(model) is not null);

    /// <summary>The upstream's name for a model.</summary>
    public string UpstreamNameOf(string model) => FindModel(model)?.UpstreamName ?? model;

    public ServedModel? FindModel(string model)
    {
        // By index: every pick asks this of every backend, and enumerating through an interface allocates.
        for (var i = 0; i < Models.Count; i++)
            if (string.Equals(Models[i].Name, model, StringComparison.Ordinal))
                return Models[i];
        return null;
    }

    /// <summary>Whether everything that an upstream could reject as a credential is the same.</summary>
    public bool HasCredentialsOf(Backend other) =>
        ApiKey?.Reveal() == other.ApiKey?.Reveal() && Headers.SequenceEqual(other.Headers);

    /// <summary>The backend as it is after its removal.</summary>
    public Backend Retired() => this with { Pool = "", Enabled = false };

    private bool FitsAddress(string model) => !HasModelInAddress || ModelSegment.TryEncode(model, out _);
}
