using Sidecar.Domain.Attempts;

namespace Sidecar.Diagnostics;

/// <summary>How a request ended, in telemetry's spelling: refusals by their code, relays by their outcome.</summary>
internal static class OutcomeLabels
{
    public const string ClientGone = "client_gone";

    public static string Of(string code) => code switch
    {
        nameof(RelayOutcome.Completed) => "completed",
        nameof(RelayOutcome.ClientGone) => ClientGone,
        nameof(RelayOutcome.ClientStalled) => "client_stalled",
        nameof(RelayOutcome.UpstreamBroke) => "upstream_broke",
        nameof(RelayOutcome.UpstreamStalled) => "upstream_stalled",
        nameof(RelayOutcome.Faulted) => "faulted",
        _ => code,
    };
}
