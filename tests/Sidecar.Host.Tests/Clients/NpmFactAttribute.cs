namespace Sidecar.Host.Tests.Clients;

/// <summary>A test that needs JavaScript programs. Where they are missing it is shown as skipped, with a hint how to get them.</summary>
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() => Skip = Npm.Missing;
}
