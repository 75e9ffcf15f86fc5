namespace Sidecar.Host.Tests.Clients;

/// <summary>A test of clients for JavaScript. Where they are not to be had it is shown as skipped, with a word how to get them.</summary>
internal sealed class NpmTheoryAttribute : TheoryAttribute
{
    public NpmTheoryAttribute() => Skip = Npm.Missing;
}
