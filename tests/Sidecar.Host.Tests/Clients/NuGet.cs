using System.Xml.Linq;
using Sidecar.Host.Tests.Clients.DotNet;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Clients;

/// <summary>.NET clients, in the versions that Directory.Packages.props names.</summary>
internal static class NuGet
{
    private static readonly XDocument Versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));

    public static Seat Seat(string id, string package, string api, IReadOnlyList<string> cases, Func<Uri, DotNetClient> client) =>
        new(id, $"`{package}` {Version(package)} (NuGet), {api}", cases, (address, names) => DotNetClient.Run(client(address), names));

    private static string Version(string package) =>
        Versions.Descendants("PackageVersion").Single(v => v.Attribute("Include")!.Value == package).Attribute("Version")!.Value;
}
