namespace Sidecar.Domain.Backends;

/// <summary>An upstream credential. It prints as <c>***</c>, so that no log, error, event or metric contains it by accident.</summary>
public sealed class ApiKey(string secret)
{
    /// <summary>The credential itself, for the one place that writes it into an upstream request.</summary>
    public string Reveal() => secret;

    public override string ToString() => "***";
}
