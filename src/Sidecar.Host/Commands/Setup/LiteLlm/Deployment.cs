namespace Sidecar.Host.Commands.Setup.LiteLlm;

/// <summary>One entry of LiteLLM's <c>model_list</c>, as far as Sidecar has something for it.</summary>
/// <param name="Name">What clients ask for.</param>
/// <param name="Model">What the upstream is asked for.</param>
/// <param name="Where">The upstream and the key; entries that share both become one backend.</param>
/// <param name="Order">LiteLLM's order of preference among entries of one name; null: none is told, and it comes last.</param>
internal sealed record Deployment(string Name, string Model, Upstream Where, int? Order)
{
    /// <summary>Another entry of the same name goes before it.</summary>
    public bool IsLater { get; init; }

    public int Rpm { get; init; }

    public long Tpm { get; init; }

    public int MaxConcurrency { get; init; }

    public string? InputCost { get; init; }

    public string? OutputCost { get; init; }

    /// <summary>Any model, as clients name it.</summary>
    public bool IsAny => Name == "*";
}

/// <summary>An address and the variable of its key.</summary>
/// <param name="Preset">Empty: none.</param>
/// <param name="BaseUrl">As HOCON writes it; null: the preset's.</param>
/// <param name="VersionPath">Null: as the base URL says.</param>
/// <param name="KeyVariable">Null: it needs no key.</param>
/// <param name="KeyIsWritten">The key itself stands in LiteLLM's file; it is not copied.</param>
internal sealed record Upstream(string Id, string Preset, string? BaseUrl, string? VersionPath, string? ApiVersion, string? KeyVariable,
    bool KeyIsWritten);
