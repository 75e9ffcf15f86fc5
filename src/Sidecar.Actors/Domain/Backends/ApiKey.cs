namespace Sidecar.Domain.Backends;

/// <summary>An upstream credential. It prints as <c>***</c>, so that no log, error, event or metric can hold it by accident.</summary>
public sealed class ApiKey(string secret)
{
    /// <summary>The credential itself, for the one place that writes the upstream's Authorization header.</summary>
    public string Reveal() => secret;

    public override string ToString() => "***";
}
