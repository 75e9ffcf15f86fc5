using System.Runtime.CompilerServices;
using Sidecar.Domain.Backends;

namespace Sidecar.Diagnostics;

/// <summary>The address of a backend as telemetry shows it; computed once for each definition.</summary>
internal sealed class BackendLabels
{
    private static readonly ConditionalWeakTable<Backend, BackendLabels> Known = [];

    private BackendLabels(Backend backend)
    {
        var address = new Uri(backend.BaseUrl);
        (Host, Port, Provider) = (address.Host, address.Port, GenAiProviders.Of(address.Host));
    }

    public string Host { get; }

    public int Port { get; }

    public string Provider { get; }

    public static BackendLabels Of(Backend backend) => Known.GetValue(backend, static b => new BackendLabels(b));
}
