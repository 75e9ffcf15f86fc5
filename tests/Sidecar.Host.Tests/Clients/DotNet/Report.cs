namespace Sidecar.Host.Tests.Clients.DotNet;

/// <summary>The type that structured output must have.</summary>
internal sealed record Report(string City, int Degrees)
{
    public override string ToString() => $"city {City}, degrees {Degrees}";
}
