namespace Sidecar.Host.Tests.Clients.DotNet;

/// <summary>What structured output is to be.</summary>
internal sealed record Report(string City, int Degrees)
{
    public override string ToString() => $"city {City}, degrees {Degrees}";
}
