using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Audit;

/// <summary>Describes the result of an attempt in sentences, and names verdicts and errors for display.</summary>
public static class AttemptWords
{
    public const string InFlight = "not answered yet";
    public const string Unanswered = "no answer was noted: the walk ended before there was one";

    /// <summary>Includes what else the walk recorded about the backend.</summary>
    public static string Of(StoredFact answered) => answered switch
    {
        { IsLimitUsed: true } => "rate limited when a told limit was well used: that is full until it has room, the next is asked",
        { IsSilent: true } => Of(answered.Verdict, answered.Error) + ", which had answered nobody since: it rests at once",
        _ => Of(answered.Verdict, answered.Error),
    };

    public static string Of(AttemptVerdict? verdict, UpstreamError? error) => verdict switch
    {
        AttemptVerdict.Success => "success: relayed",
        AttemptVerdict.RateLimited => "rate limited: the backend rests, the request goes on to the next",
        AttemptVerdict.CredentialsRejected => "the backend's own key was refused: it rests, the request goes on to the next",
        AttemptVerdict.ClientCredentialsRejected => "the client's own key was refused: relayed, and nothing held against the backend",
        AttemptVerdict.Overloaded => "overloaded: the backend rests briefly, the request goes on to the next",
        AttemptVerdict.FailedAnswer => "a failed answer: counted against the backend, and relayed only if nothing better comes in routing",
        AttemptVerdict.FailedTransport when error is { } known => $"no usable answer ({Of(known)}): counted against the backend",
        AttemptVerdict.FailedTransport => "the body says that it failed: counted against the backend",
        AttemptVerdict.UnknownError => "a success that tells an error of no known kind: held against nobody, the next is asked",
        AttemptVerdict.Declined => "the request's own fault by its status; the next is asked all the same (also-try-next)",
        AttemptVerdict.ModelAbsent => "the model is not to be had here: left out here for a while, the next that serves it is asked",
        AttemptVerdict.TooLarge => "the request is too large for this backend: held against nobody, the next is asked",
        AttemptVerdict.Unsupported => "a parameter of the request is not known here: held against nobody, one other provider is asked",
        AttemptVerdict.RequestRefused => "the request itself was refused: relayed, and nothing held against the backend",
        AttemptVerdict.NotForThisKey => "the backend's key may not do this one thing: nothing held against it, the next is asked",
        AttemptVerdict.Abandoned when error is { } known => $"given up ({Of(known)}): nothing held against the backend",
        _ => "given up: nothing held against the backend",
    };

    /// <summary>Side and stage.</summary>
    public static string Of(UpstreamError error) => error switch
    {
        UpstreamError.Connect => "upstream, before a connection",
        UpstreamError.ConnectTimeout => "upstream, too slow to connect",
        UpstreamError.Tls => "upstream, TLS",
        UpstreamError.RequestWrite => "upstream, while the request was sent",
        UpstreamError.Head => "upstream, before a whole head",
        UpstreamError.HeadTimeout => "upstream, too slow to its head",
        UpstreamError.FirstEvent => "upstream, before the first event",
        UpstreamError.FirstEventTimeout => "upstream, too slow to the first event",
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
        RelayOutcomeNames.Completed => "the client was given everything that the upstream had",
        RelayOutcomeNames.ClientGone => "the client hung up",
        RelayOutcomeNames.ClientStalled => "the client took nothing for client-stall and was cut off",
        RelayOutcomeNames.UpstreamBroke => "the upstream broke off after the client had been given a part",
        RelayOutcomeNames.UpstreamStalled => "the upstream fell silent after the client had been given a part",
        RelayOutcomeNames.Faulted => "Sidecar failed while it relayed; its log has the fault",
        "all_pools_exhausted" => "no phase brought an answer",
        "no_backend_for_model" => "no enabled backend serves the model",
        "no_backend_for_api" => "no enabled backend that serves the model speaks the API asked for",
        "cannot_be_translated" => "no backend speaks the API asked for, and the request cannot be carried over",
        "no_backend_configured" => "there is no backend at all",
        _ => status == 0 ? "the client hung up" : $"refused as '{code}'",
    };
}
