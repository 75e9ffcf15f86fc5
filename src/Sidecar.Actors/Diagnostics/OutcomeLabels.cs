using Sidecar.Domain.Attempts;

namespace Sidecar.Diagnostics;

/// <summary>How a request ended, as telemetry shows it: refusals by their code, relays by their outcome.</summary>
internal static class OutcomeLabels
{
    public const string ClientGone = "client_gone";

    public static string Of(string code) => code switch
    {
        RelayOutcomeNames.Completed => "completed",
        RelayOutcomeNames.ClientGone => ClientGone,
        RelayOutcomeNames.ClientStalled => "client_stalled",
        RelayOutcomeNames.UpstreamBroke => "upstream_broke",
        RelayOutcomeNames.UpstreamStalled => "upstream_stalled",
        RelayOutcomeNames.Faulted => "faulted",
        _ => code,
    };
}
