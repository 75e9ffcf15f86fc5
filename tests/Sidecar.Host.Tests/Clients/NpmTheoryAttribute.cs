namespace Sidecar.Host.Tests.Clients;

/// <summary>A test of JavaScript clients. Where they are missing it is shown as skipped, with a hint how to get them.</summary>
internal sealed class NpmTheoryAttribute : TheoryAttribute
{
    public NpmTheoryAttribute() => Skip = Npm.Missing;
}
