using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Audit;

/// <summary>Describes the result of an attempt in sentences, and names verdicts and errors for display.</summary>
public static class AttemptWords
{
    public const string InFlight = "not answered yet";
    public const string Unanswered = "no answer was recorded: the walk ended before there was one";

    /// <summary>Includes what else the walk recorded about the backend.</summary>
    public static string Of(StoredFact answered) => answered switch
    {
        { IsLimitUsed: true } => "rate limited when a configured limit was at least half used: no rest, the next backend is asked",
        { IsSilent: true } => Cut(answered) + "; it had answered no request since then: it rests at once",
        _ => Cut(answered),
    };

    private static string Cut(StoredFact answered) => Of(answered.Verdict, answered.Error)
        + (answered.IsShareOver ? "; cut off after its share of the deadline, so that another backend could still be asked" : "");

    public static string Of(AttemptVerdict? verdict, UpstreamError? error) => verdict switch
    {
        AttemptVerdict.Success => "success: relayed",
        AttemptVerdict.RateLimited => "rate limited: the backend rests, the request goes to the next one",
        AttemptVerdict.CredentialsRejected => "the backend's own key was refused: it rests, the request goes to the next one",
        AttemptVerdict.ClientCredentialsRejected => "the client's own key was refused: relayed, and not held against the backend",
        AttemptVerdict.Overloaded => "overloaded: the backend rests briefly, the request goes to the next one",
        AttemptVerdict.FailedAnswer => "a failed answer: counted against the backend, and relayed only if nothing better comes in routing",
        AttemptVerdict.FailedTransport when error is { } known => $"no usable answer ({Of(known)}): counted against the backend",
        AttemptVerdict.FailedTransport => "the body says that it failed: counted against the backend",
        AttemptVerdict.UnknownError => "a success status with an error of unknown kind: held against no backend, the next one is asked",
        AttemptVerdict.Declined => "the request's own fault by its status; the next backend is still asked (also-try-next)",
        AttemptVerdict.ModelAbsent => "the backend does not have the model: left out there for a while, the next one is asked",
        AttemptVerdict.TooLarge => "the request is too large for this backend: not held against it, the next one is asked",
        AttemptVerdict.Unsupported => "the backend does not know a parameter: not held against it, one other provider is asked",
        AttemptVerdict.RequestRefused => "the request itself was refused: relayed, and not held against the backend",
        AttemptVerdict.NotForThisKey => "the backend's key may not do this one thing: not held against it, the next one is asked",
        AttemptVerdict.Abandoned when error is { } known => $"abandoned ({Of(known)}): not held against the backend",
        _ => "abandoned: not held against the backend",
    };

    /// <summary>Side and stage.</summary>
    public static string Of(UpstreamError error) => error switch
    {
        UpstreamError.Connect => "upstream, before a connection",
        UpstreamError.ConnectTimeout => "upstream, too slow to connect",
        UpstreamError.Tls => "upstream, TLS",
        UpstreamError.RequestWrite => "upstream, while the request was sent",
        UpstreamError.Head => "upstream, before the head was complete",
        UpstreamError.HeadTimeout => "upstream, its head came too late",
        UpstreamError.FirstEvent => "upstream, before the first event",
        UpstreamError.FirstEventTimeout => "upstream, its first event came too late",
        UpstreamError.BodyInterrupted => "upstream, broke off in the body",
        UpstreamError.BodyTimeout => "upstream, silent in the body",
        UpstreamError.ClientGone => "client, it hung up",
        UpstreamError.DeadlinePassed => "sidecar, the walk's deadline had passed",
        UpstreamError.Shortage => "sidecar, short of descriptors or memory",
        UpstreamError.Internal => "sidecar, a fault of its own",
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
    };

    /// <summary>In snake case, like everything in JSON.</summary>
    public static string Name(AttemptVerdict verdict) => verdict switch
    {
        AttemptVerdict.Success => "success",
        AttemptVerdict.RateLimited => "rate_limited",
        AttemptVerdict.CredentialsRejected => "credentials_rejected",
        AttemptVerdict.ClientCredentialsRejected => "client_credentials_rejected",
        AttemptVerdict.Overloaded => "overloaded",
        AttemptVerdict.FailedAnswer => "failed_answer",
        AttemptVerdict.FailedTransport => "failed_transport",
        AttemptVerdict.UnknownError => "unknown_error",
        AttemptVerdict.Declined => "declined",
        AttemptVerdict.ModelAbsent => "model_absent",
        AttemptVerdict.TooLarge => "too_large",
        AttemptVerdict.Unsupported => "unsupported",
        AttemptVerdict.RequestRefused => "request_refused",
        AttemptVerdict.NotForThisKey => "not_for_this_key",
        AttemptVerdict.Abandoned => "abandoned",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
    };

    /// <param name="status">The status that the client got; 0 if it hung up first.</param>
    /// <param name="code">The refusal's code, or how the relay ended.</param>
    public static string OfEnd(int status, string code) => code switch
    {
        RelayOutcomeNames.Completed => "the client got everything that the upstream sent",
        RelayOutcomeNames.ClientGone => "the client hung up",
        RelayOutcomeNames.ClientStalled => "the client read nothing for client-stall and was disconnected",
        RelayOutcomeNames.UpstreamBroke => "the upstream broke off after the client had got a part",
        RelayOutcomeNames.UpstreamStalled => "the upstream fell silent after the client had got a part",
        RelayOutcomeNames.Faulted => "Sidecar failed while relaying; its log has the error",
        "all_pools_exhausted" => "no phase led to an answer",
        "no_backend_for_model" => "no enabled backend serves the model",
        "no_backend_for_api" => "no enabled backend that serves the model speaks the requested API",
        "cannot_be_translated" => "no backend speaks the requested API, and the request cannot be translated",
        "no_backend_configured" => "there is no backend at all",
        _ => status == 0 ? "the client hung up" : $"refused as '{code}'",
    };
}
