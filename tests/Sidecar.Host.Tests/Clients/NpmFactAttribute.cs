namespace Sidecar.Host.Tests.Clients;

/// <summary>A test with programs for JavaScript. Where they are not to be had it is shown as skipped, with a word how to get
/// them.</summary>
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() => Skip = Npm.Missing;
}
